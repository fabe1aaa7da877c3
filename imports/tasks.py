"""The task of the queue `imports`."""

from fourme.jobs.perform import perform
from imports.models import ImportRun
from imports.run import perform_import
from imports.turn import turn


def run_import(label: str, token: str) -> None:
    """Do one import, when it is its turn."""
    run = ImportRun.objects.filter(token=token).first()
    if run is None:
        return
    with turn(run) as mine:
        if mine:
            perform(label, token, perform_import)
