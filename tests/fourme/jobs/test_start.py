from collections.abc import Callable
from typing import TYPE_CHECKING

import django_rq
import pytest
from django.db import transaction
from redis import Redis

from fourme.jobs.start import ring, start

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


@pytest.fixture
def waiting(redis: Redis) -> Callable[[], list[str]]:
    """Return a function that lists the ids of the RQ jobs that wait."""
    return lambda: list(django_rq.get_queue("exports").job_ids)


@pytest.fixture
def unsaved(errands: "type[Errand]", errand: "Errand") -> "Errand":
    return errands(account=errand.account, user=errand.user)


def test_the_bell_rings_after_the_commit(
    transactional_db: None, unsaved: "Errand", waiting: Callable[[], list[str]]
) -> None:
    with transaction.atomic():
        start(unsaved)
        assert waiting() == []

    assert waiting() == [f"{unsaved.token}-0"]


def test_a_rollback_rings_nothing(
    transactional_db: None,
    errands: "type[Errand]",
    unsaved: "Errand",
    waiting: Callable[[], list[str]],
) -> None:
    with transaction.atomic():
        start(unsaved)
        transaction.set_rollback(True)

    assert waiting() == []
    assert not errands.objects.filter(token=unsaved.token).exists()


def test_the_worker_gets_model_and_token_only(
    errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    ring(errand)

    job = django_rq.get_queue("exports").fetch_job(waiting()[0])
    assert job is not None
    assert (job.func_name, job.args, job.kwargs) == (
        "tests.fourme.jobs.errand.do",
        ("jobs.Errand", errand.token),
        {},
    )
    assert job.timeout == 6 * 3600


def test_ringing_twice_makes_one_job_wait(
    errand: "Errand", waiting: Callable[[], list[str]]
) -> None:
    assert ring(errand)
    assert ring(errand)
    assert len(waiting()) == 1


def test_a_redis_that_is_away_is_no_error(
    errand: "Errand", monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = {"URL": "redis://127.0.0.1:1/0", "DEFAULT_TIMEOUT": 60}
    monkeypatch.setitem(django_rq.settings.QUEUES, "exports", away)

    assert not ring(errand)

    assert "Redis is away" in caplog.text
