"""Jobs with real workers that die."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db.models.functions import Now

from fourme.jobs.models import State
from fourme.jobs.reap import reap, ring_again
from fourme.jobs.start import ring
from tests.fixtures.queues import Workers

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand

pytestmark = pytest.mark.worker


def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until the condition holds; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.05)


def test_a_run_whose_worker_is_killed_is_done_by_the_next(
    transactional_db: None, workers: Workers, errands: "type[Errand]", errand: "Errand"
) -> None:
    errands.objects.update(type="sleep")
    ring(errand)
    workers.start("exports")
    until(lambda: errands.objects.filter(state=State.PROCESSING).exists())

    workers.kill("exports")
    errands.objects.update(type="", heartbeat_at=Now() - timedelta(hours=1))
    reap()
    workers.start("exports")
    until(lambda: errands.objects.filter(state=State.DONE).exists())

    errand.refresh_from_db()
    assert (errand.done, errand.attempt) == (1, 2)


def test_a_worker_does_what_redis_forgot(
    transactional_db: None, workers: Workers, errands: "type[Errand]", errand: "Errand"
) -> None:
    ring(errand)
    workers.client.flushdb()
    workers.start("exports")

    errands.objects.update(due_at=Now() - timedelta(hours=1))
    ring_again()
    until(lambda: errands.objects.filter(state=State.DONE).exists())

    errand.refresh_from_db()
    assert (errand.done, errand.attempt) == (1, 1)
