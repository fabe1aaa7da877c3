"""Claim a job, and hold it while its results are written."""

from typing import TypeVar

from django.db.models import F
from django.db.models.functions import Now

from fourme.jobs.models import Job, State

J = TypeVar("J", bound=Job)


def claim(model: type[J], token: str) -> J | None:
    """Make a queued and due job ours, in one statement; None if it is not to be had.

    Of any number of workers that try at once, one gets it.
    """
    rows = model._default_manager.filter(token=token)
    won = rows.filter(state=State.QUEUED, due_at__lte=Now()).update(
        state=State.PROCESSING, attempt=F("attempt") + 1, claimed_at=Now(), heartbeat_at=Now()
    )
    return rows.get() if won else None


def hold(job: Job) -> None:
    """Lock the row until the end of the transaction, late in it, before the results are committed.

    Raises Superseded when another worker has the job: then nothing of the transaction stays.
    """
    job.write(heartbeat_at=Now())
