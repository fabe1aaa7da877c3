"""Do an import in this process, without a worker: for commands."""

import time

from fourme.jobs.perform import perform
from imports.models import ImportRun
from imports.run import perform_import
from imports.turn import turn

_POLL_SECONDS = 0.5


def work(run: ImportRun) -> None:
    """Do the run as soon as it is its turn, and return when it is over."""
    while not run.over:
        with turn(run) as mine:
            if mine:
                perform(run._meta.label, run.token, perform_import)
        run.refresh_from_db()
        if not run.over:
            time.sleep(_POLL_SECONDS)  # another import of the account is at work
