"""Find jobs whose worker died or whose bell was lost, and bring each to an end."""

import logging
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from fourme.jobs.errors import Superseded
from fourme.jobs.models import STOPPED, Job, State
from fourme.jobs.start import ring

logger = logging.getLogger(__name__)

_AT_ONCE = 1000
_UNHEARD = timedelta(seconds=10)  # a bell rung a moment ago is on its way


def kinds() -> list[type[Job]]:
    """Return the models of jobs."""
    return [model for model in apps.get_models() if issubclass(model, Job)]


def ring_again() -> None:
    """Ring for the jobs that are due and have waited, up to the first that Redis does not take."""
    for model in kinds():
        waiting = model._default_manager.filter(
            state=State.QUEUED, due_at__lt=Now() - _UNHEARD
        ).order_by("due_at")
        if not all(ring(job) for job in waiting[:_AT_ONCE]):
            return


def reap() -> None:
    """Queue jobs without a sign of life again, or end them when their attempts are used up."""
    silence = timedelta(seconds=settings.JOB_STALE_SECONDS)
    for model in kinds():
        stale = model._default_manager.filter(
            state=State.PROCESSING, heartbeat_at__lt=Now() - silence
        )
        for pk in list(stale.values_list("pk", flat=True)[:_AT_ONCE]):
            with transaction.atomic():
                job = stale.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                if job is not None:
                    _recover(job)


def give_up(job: Job, message: str) -> None:
    """End a job that we own as failed, with log and mail, and in any case: clients poll for it.

    Raises Superseded when it is not ours.
    """
    try:
        with transaction.atomic():
            job.message = message
            job.abandon()
    except Superseded:
        raise
    except Exception:
        logger.exception("%s could not be given up properly", job)
        job.finish(State.FAILED, message)


def _recover(job: Job) -> None:
    logger.warning("%s: the worker of attempt %s gives no sign of life", job, job.attempt)
    if job.attempt < job.max_attempts:
        job.requeue()
        transaction.on_commit(lambda: ring(job))
    else:
        give_up(job, STOPPED)
