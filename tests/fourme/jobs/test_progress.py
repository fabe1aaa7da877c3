import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from fourme.jobs.claim import claim
from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.models import State
from fourme.jobs.progress import Progress

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


@pytest.fixture
def mine(
    transactional_db: None, errands: "type[Errand]", errand: "Errand", settings: Settings
) -> "Errand":
    settings.JOB_STALE_SECONDS = 0.3
    mine = claim(errands, errand.token)
    assert mine is not None
    return mine


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until the condition holds; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)


def seen(run: "Errand") -> Any:
    """Read the row as another process would."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "select type, line, heartbeat_at from jobs_errand where id = %s", [run.pk]
            )
            return cursor.fetchone()
    finally:
        other.close()


def test_progress_is_seen_while_the_work_is_in_a_transaction(mine: "Errand") -> None:
    with transaction.atomic(), Progress(mine) as progress:
        progress.report(32, "sites")
        until(lambda: seen(mine)[:2] == ("sites", 32))


def test_the_last_report_is_written_at_the_end(mine: "Errand") -> None:
    with Progress(mine) as progress:
        progress.report(1, "sites")
        progress.report(2, "teams")

    assert seen(mine)[:2] == ("teams", 2)


def test_the_heart_beats_while_the_work_says_nothing(mine: "Errand") -> None:
    before = seen(mine)[2]
    with Progress(mine):
        until(lambda: seen(mine)[2] > before)


def test_a_canceled_run_is_told_and_still_beats(mine: "Errand") -> None:
    with Progress(mine) as progress:
        mine.cancel()

        def told() -> bool:
            try:
                progress.report(1)
            except Canceled:
                return True
            return False

        until(told)
        before = seen(mine)[2]
        until(lambda: seen(mine)[2] > before)


def test_a_superseded_worker_is_told_and_writes_nothing(
    mine: "Errand", errands: "type[Errand]"
) -> None:
    errands.objects.update(attempt=2, heartbeat_at=Now() - timedelta(hours=1))
    before = seen(mine)

    def told() -> bool:
        try:
            progress.report(99, "teams")
        except Superseded:
            return True
        return False

    with Progress(mine) as progress:
        until(told)

    assert seen(mine) == before


def test_a_lost_connection_does_not_stop_the_heart(
    mine: "Errand", caplog: pytest.LogCaptureFixture
) -> None:
    first = seen(mine)[2]
    with Progress(mine), connection.cursor() as cursor:
        until(lambda: seen(mine)[2] > first)
        others = "pid <> pg_backend_pid() and datname = current_database()"
        cursor.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}")  # noqa: S608 - a constant
        until(lambda: "heartbeat" in caplog.text)
        before = seen(mine)[2]
        until(lambda: seen(mine)[2] > before)


def test_the_thread_leaves_no_connection_behind(mine: "Errand") -> None:
    def open_connections() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_stat_activity where datname = current_database()"
            )
            row: tuple[int] = cursor.fetchone()
            return row[0]

    before = open_connections()
    with Progress(mine):
        until(lambda: open_connections() > before)
    until(lambda: open_connections() == before)


def test_a_run_that_is_finished_inside_stays_finished(mine: "Errand") -> None:
    with Progress(mine) as progress:
        progress.report(5)
        mine.finish(State.DONE)

    mine.refresh_from_db()
    assert mine.state == State.DONE
