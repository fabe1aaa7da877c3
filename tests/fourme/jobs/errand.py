"""A run for the tests of jobs: its task writes how often it was done. Import it by the fixture."""

import time
from typing import ClassVar

from django.db import models
from django.db.models import F

from fourme.jobs.models import Run, State
from fourme.jobs.perform import perform


class Errand(Run):
    """Counts how often it was done and given up."""

    queue: ClassVar[str] = "exports"
    task: ClassVar[str] = "tests.fourme.jobs.errand.do"

    objects: ClassVar[models.Manager["Errand"]] = models.Manager()

    done = models.IntegerField(default=0)
    abandoned = models.IntegerField(default=0)

    class Meta(Run.Meta):
        abstract = False
        app_label = "jobs"

    def abandon(self) -> None:
        """Count, and finish as the parent does."""
        self.write(abandoned=F("abandoned") + 1)
        super().abandon()


def do(label: str, token: str) -> None:
    """Do the errand."""
    perform(label, token, once)


def once(errand: Errand) -> None:
    """Count, and finish; with the type "sleep" be still at it when the test ends."""
    if errand.type == "sleep":
        time.sleep(600)
    errand.finish(State.DONE, done=F("done") + 1)
