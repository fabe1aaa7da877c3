import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import django_rq
import pytest
from django.db import connection
from django.db.models.functions import Now
from redis import Redis
from rq import SimpleWorker

from fourme.jobs import steps
from fourme.jobs.claim import claim
from fourme.jobs.models import State
from fourme.jobs.start import ring
from fourme.jobs.tick import tick

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes these the only steps."""

    def replace(*functions: Callable[[], None]) -> None:
        monkeypatch.setattr(steps, "_STEPS", list(functions))

    return replace


def test_a_failing_step_does_not_stop_the_others(
    db: None, only: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def broken() -> None:
        raise ZeroDivisionError

    only(broken, lambda: done.append(1))

    assert tick() == 1
    assert done == [1]
    assert "broken failed" in caplog.text


def test_a_step_is_registered_once(only: Callable[..., None]) -> None:
    only()
    steps.register(print)
    steps.register(print)
    assert steps.registered() == (print,)


def test_a_run_survives_the_loss_of_redis(
    transactional_db: None, redis: Redis, errands: "type[Errand]", errand: "Errand"
) -> None:
    queue = django_rq.get_queue("exports")
    ring(errand)
    redis.flushdb()
    errands.objects.update(due_at=Now() - timedelta(minutes=1))

    assert tick() == 0
    SimpleWorker([queue], connection=queue.connection).work(burst=True)

    errand.refresh_from_db()
    assert (errand.state, errand.done) == (State.DONE, 1)


def test_two_ticks_at_once_abandon_a_run_once(
    transactional_db: None, redis: Redis, errands: "type[Errand]", errand: "Errand"
) -> None:
    claim(errands, errand.token)
    errands.objects.update(attempt=3, heartbeat_at=Now() - timedelta(hours=1))
    barrier = threading.Barrier(2)
    failed = []

    def pass_once() -> None:
        barrier.wait()
        failed.append(tick())
        connection.close()

    threads = [threading.Thread(target=pass_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    errand.refresh_from_db()
    assert failed == [0, 0]
    assert (errand.state, errand.abandoned) == (State.FAILED, 1)
