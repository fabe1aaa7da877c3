"""Do a job in a worker: what every task function calls."""

import logging
from collections.abc import Callable
from typing import Any, cast

from django.apps import apps
from django.db import InterfaceError, OperationalError
from rq.timeouts import JobTimeoutException

from fourme.jobs import connection
from fourme.jobs.claim import claim
from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.models import STOPPED, Job
from fourme.jobs.reap import give_up

logger = logging.getLogger(__name__)

CANCELED = "Canceled."
TOO_LONG = "The job took longer than is allowed."
# What the next attempt may not meet again: a database, a disk or a server that was away.
_PASSING = (OperationalError, InterfaceError, OSError)


def perform(label: str, token: str, work: Callable[[Any], None]) -> None:
    """Claim the job of the model `label` ("imports.ImportRun") and work on it, if it is to be had.

    `work` takes the job and finishes or requeues it. What escapes it ends the job as failed, with a
    sentence for the person; the traceback goes to the log of the process. What may pass is tried
    again.
    """
    job = claim(cast("type[Job]", apps.get_model(label)), token)
    if job is not None:
        attempt(job, work)


def attempt(job: Job, work: Callable[[Any], None]) -> None:
    """Work on a job that is claimed already, as `perform` does; for commands that work inline."""
    try:
        _attempt(job, work)
    except Superseded:
        logger.info("%s has another worker now", job)


def _attempt(job: Job, work: Callable[[Any], None]) -> None:
    try:
        work(job)
        _check_finished(job)
    except Superseded:
        raise
    except Canceled:
        give_up(job, CANCELED)
    except JobTimeoutException:
        logger.exception("%s took too long", job)
        connection.renew()
        give_up(job, TOO_LONG)
    except Exception as error:
        logger.exception("%s failed in attempt %s", job, job.attempt)
        connection.renew()
        if isinstance(error, _PASSING) and job.attempt < job.max_attempts:
            job.requeue()
        else:
            give_up(job, STOPPED)


def _check_finished(job: Job) -> None:
    if job.mine().exists():
        raise RuntimeError(f"The task {job.task} has left {job} unfinished.")
