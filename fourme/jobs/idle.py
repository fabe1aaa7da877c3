"""Call workers that have nothing to do; nothing depends on whether they come."""

import logging

import django_rq
from django.conf import settings
from redis.exceptions import RedisError
from rq import Worker
from rq.worker import WorkerStatus

logger = logging.getLogger(__name__)

#: Seconds that RQ keeps what such a task returned, or its error.
_KEPT = 60


def call(queue: str, task: str, *arguments: object, at_most: int) -> int:
    """Call the idle workers of a queue for a task (a dotted path); return how many were called."""
    try:
        workers = Worker.all(queue=django_rq.get_queue(queue))
    except (RedisError, OSError) as error:
        logger.warning("Redis is away, no helper is called: %s", error)
        return 0
    idle = [each for each in workers if each.get_state() == WorkerStatus.IDLE]
    return sum(call_again(queue, task, *arguments) for _ in idle[:at_most])


def call_again(queue: str, task: str, *arguments: object) -> bool:
    """Queue a task behind what waits; False when Redis does not take it."""
    try:
        django_rq.get_queue(queue, commit_mode="auto").enqueue_call(
            task, args=arguments, result_ttl=_KEPT, failure_ttl=_KEPT, description=task
        )
    except (RedisError, OSError) as error:
        logger.warning("Redis is away, no helper is called: %s", error)
        return False
    return True


def is_wanted() -> bool:
    """Return whether something waits for a worker, in any queue: one may work on several."""
    try:
        return any(len(django_rq.get_queue(name)) for name in settings.RQ_QUEUES)
    except (RedisError, OSError):
        return False
