"""Calls of workers that have nothing to do."""

import django_rq
import pytest
from redis import Redis
from rq import Queue
from rq.registry import FinishedJobRegistry

from fourme.jobs import idle
from tests.fixtures.patience import until
from tests.fixtures.queues import Workers

#: Takes as many seconds as it is told.
TASK = "time.sleep"


def waiting(redis: Redis, queue: str = "exports") -> int:
    return len(Queue(queue, connection=redis))


def test_without_workers_nobody_is_called(redis: Redis) -> None:
    assert idle.call("exports", TASK, at_most=5) == 0
    assert waiting(redis) == 0


def finished(redis: Redis) -> int:
    return FinishedJobRegistry("exports", connection=redis).count


@pytest.mark.worker
def test_as_many_as_are_idle(workers: Workers, redis: Redis) -> None:
    workers.start("exports", "mail", seconds=120)
    assert idle.call("exports", TASK, at_most=0) == 0
    assert idle.call("exports", TASK, 0.5, at_most=5) == 1  # that of the other queue does not count
    until(lambda: idle.call("exports", TASK, 0.0, at_most=5) == 0, "the worker at work")
    until(lambda: finished(redis) >= 1, "the end of the task")


def test_without_redis_nobody_is_called(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(django_rq.settings.QUEUES, "exports", {"URL": "redis://127.0.0.1:1/0"})
    assert idle.call("exports", TASK, at_most=5) == 0
    assert not idle.call_again("exports", TASK)
    assert not idle.is_wanted()
    assert caplog.text.count("Redis is away") == 2


@pytest.mark.parametrize("queue", ["imports", "exports", "mail"])
def test_what_waits_in_any_queue_wants_a_worker(redis: Redis, queue: str) -> None:
    assert not idle.is_wanted()
    Queue(queue, connection=redis).enqueue(TASK, 0)
    assert idle.is_wanted()
