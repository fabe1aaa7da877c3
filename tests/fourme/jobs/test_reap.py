from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import django_rq
import pytest
from django.db import connections, transaction
from django.db.models.functions import Now
from redis import Redis

from fourme.jobs import reap
from fourme.jobs.claim import claim
from fourme.jobs.models import STOPPED, State

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


HOUR = timedelta(hours=1)


@pytest.fixture
def waiting(redis: Redis) -> Callable[[], list[str]]:
    """Return a function that lists the ids of the RQ jobs that wait."""
    return lambda: list(django_rq.get_queue("exports").job_ids)


def dead(errands: "type[Errand]", errand: "Errand", attempt: int) -> None:
    claim(errands, errand.token)
    errands.objects.update(attempt=attempt, heartbeat_at=Now() - HOUR)


def test_a_run_without_heartbeat_is_queued_again_and_rung(
    transactional_db: None,
    errands: "type[Errand]",
    errand: "Errand",
    waiting: Callable[[], list[str]],
) -> None:
    dead(errands, errand, attempt=2)

    reap.reap()

    errand.refresh_from_db()
    assert (errand.state, errand.attempt, errand.abandoned) == (State.QUEUED, 2, 0)
    assert waiting() == [f"{errand.token}-2"]


def test_a_run_whose_attempts_are_used_up_is_abandoned_once(
    errands: "type[Errand]", errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    dead(errands, errand, attempt=3)

    reap.reap()
    reap.reap()

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.abandoned) == (State.FAILED, STOPPED, 1)
    assert waiting() == []


def test_a_run_that_lives_is_left_alone(
    errands: "type[Errand]", errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    claim(errands, errand.token)
    reap.reap()
    errand.refresh_from_db()
    assert (errand.state, errand.attempt) == (State.PROCESSING, 1)


def test_a_run_locked_by_its_worker_is_left_alone(
    transactional_db: None,
    errands: "type[Errand]",
    errand: "Errand",
    waiting: Callable[[], list[str]],
) -> None:
    dead(errands, errand, attempt=1)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("select 1 from jobs_errand for update")
        reap.reap()
    finally:
        other.close()

    errand.refresh_from_db()
    assert errand.state == State.PROCESSING


def test_a_run_that_cannot_be_given_up_properly_fails_nevertheless(
    errands: "type[Errand]", errand: "Errand", monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: "Errand") -> None:
        self.write(abandoned=7)
        raise ZeroDivisionError

    dead(errands, errand, attempt=3)
    monkeypatch.setattr(errands, "abandon", broken)

    reap.reap()

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.abandoned) == (State.FAILED, STOPPED, 0)


def test_waiting_jobs_are_rung_again(
    errands: "type[Errand]", errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    errands.objects.update(due_at=Now() - HOUR)
    reap.ring_again()
    assert waiting() == [f"{errand.token}-0"]


def test_without_redis_it_asks_once_and_not_for_every_job(
    errands: "type[Errand]",
    errand: "Errand",
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    errands.objects.create(account=errand.account, user=errand.user)
    errands.objects.update(due_at=Now() - HOUR)
    away = {"URL": "redis://127.0.0.1:1/0", "DEFAULT_TIMEOUT": 60}
    monkeypatch.setitem(django_rq.settings.QUEUES, "exports", away)

    reap.ring_again()

    assert caplog.text.count("Redis is away") == 1


def test_jobs_that_just_came_or_are_not_due_are_not_rung(
    errands: "type[Errand]", errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    reap.ring_again()
    errands.objects.update(due_at=Now() + HOUR)
    reap.ring_again()
    assert waiting() == []


def test_the_kinds_of_jobs_are_found(errands: "type[Errand]") -> None:
    assert errands in reap.kinds()


def test_give_up_rolls_back_what_abandon_began(
    transactional_db: None,
    errands: "type[Errand]",
    errand: "Errand",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: "Errand") -> None:
        self.write(line=99)
        raise ZeroDivisionError

    mine = claim(errands, errand.token)
    assert mine is not None
    monkeypatch.setattr(errands, "abandon", broken)

    reap.give_up(mine, "Enough.")

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.line) == (State.FAILED, "Enough.", 0)
    assert not transaction.get_connection().in_atomic_block
