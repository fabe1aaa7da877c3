"""Start jobs: the only place that rings the bell of the workers."""

import logging

import django_rq
from django.db import transaction
from redis.exceptions import RedisError

from fourme.jobs.models import Job

logger = logging.getLogger(__name__)

_RESULT_SECONDS = 60
_FAILURE_SECONDS = 24 * 3600


def start(job: Job) -> None:
    """Save the row and ring when it is committed: no worker can look before it is there."""
    job.save()
    transaction.on_commit(lambda: ring(job))


def ring(job: Job) -> bool:
    """Tell a worker of the job's queue, unless one is told already.

    A Redis that is away is no error, the next tick rings again: the answer is False then.
    """
    try:
        queue = django_rq.get_queue(job.queue, commit_mode="auto")
        job_id = f"{job.token}-{job.attempt}"  # one id per attempt: waiting twice makes no sense
        if queue.connection.lpos(queue.key, job_id) is None:
            queue.enqueue_call(
                job.task,
                args=(job._meta.label, job.token),
                job_id=job_id,
                result_ttl=_RESULT_SECONDS,
                failure_ttl=_FAILURE_SECONDS,
                description=f"{job._meta.verbose_name} {job.token}",
            )
    except (RedisError, OSError) as error:
        logger.warning("Redis is away, %s waits for the next tick: %s", job, error)
        return False
    return True
