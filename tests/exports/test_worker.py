"""Exports by real workers that die at every stage: the same end, and one mail."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from exports import workspace
from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.files.models import StoredFile
from fourme.jobs.models import STOPPED, State
from fourme.jobs.reap import reap, ring_again
from fourme.logs.models import Level
from fourme.mail.models import OutboxMessage
from tests.exports.blocking import Blocked, waiting_for_a_lock
from tests.exports.exporting import Ask, content, file_of, log_of, make_sites
from tests.fixtures import patience
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers

pytestmark = pytest.mark.worker
MANY = 150_000
#: Seconds; machines that run tests are busy.
PATIENCE = 120.0


until = partial(patience.until, what="the next step of the run", seconds=PATIENCE)


def now(run: ExportRun) -> ExportRun:
    run.refresh_from_db()
    return run


def recover(run: ExportRun) -> None:
    """Do what the tick does once the silence of the worker is long enough."""

    def recovered() -> bool:
        reap()
        return now(run).state != State.PROCESSING

    until(recovered)


@pytest.fixture
def quick(settings: Settings) -> None:
    """A silence of a second counts as death, in this process."""
    settings.JOB_STALE_SECONDS = 1


def finished_well(run: ExportRun, smtp: Post, number: int, attempt: int) -> None:
    until(lambda: now(run).state == State.DONE)
    (mail,) = smtp.wait_for(1, PATIENCE)
    assert mail["Subject"] == "Export finished: Sites (wdc)"
    assert mail["X-Mailer"] == "4me Mailer"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-4me-Export"] == run.token
    assert mail["X-4me-ExportID"] == str(run.pk)
    assert run.attempt == attempt
    assert run.records == {"sites": number}
    assert content(run).count(b"\nsecond") == number
    workspace.sweep()
    assert not any(workspace.root().iterdir())
    assert OutboxMessage.objects.count() == 1


def test_undisturbed(ask: Ask, workers: Workers, smtp: Post, wdc: Account) -> None:
    make_sites(wdc, 3)
    workers.start("exports", "mail", seconds=PATIENCE)

    finished_well(ask("sites"), smtp, 3, attempt=1)


def test_killed_before_the_first_row(
    ask: Ask, workers: Workers, smtp: Post, wdc: Account, quick: None
) -> None:
    make_sites(wdc, 3)
    workers.start("exports", seconds=PATIENCE, JOB_STALE_SECONDS="5")
    with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
        run = ask("sites")
        until(waiting_for_a_lock)
        workers.kill("exports")

    recover(run)
    workers.start("exports", "mail", seconds=PATIENCE)

    finished_well(run, smtp, 3, attempt=2)


def test_killed_between_rows(
    ask: Ask, workers: Workers, smtp: Post, wdc: Account, quick: None
) -> None:
    make_sites(wdc, MANY)
    workers.start("exports", seconds=PATIENCE, JOB_STALE_SECONDS="5")
    run = ask("sites")
    until(lambda: any(path.stat().st_size > 100_000 for path in files()))
    workers.kill("exports")
    assert now(run).state == State.PROCESSING
    left = list(files())

    recover(run)
    workers.start("exports", "mail", seconds=PATIENCE)

    assert left
    finished_well(run, smtp, MANY, attempt=2)


def test_killed_when_the_file_is_stored(
    ask: Ask, workers: Workers, smtp: Post, wdc: Account, quick: None
) -> None:
    make_sites(wdc, 3)
    workers.start("exports", seconds=PATIENCE, JOB_STALE_SECONDS="5")
    with Blocked("LOCK TABLE mail_outboxmessage IN EXCLUSIVE MODE"):
        run = ask("sites")
        until(waiting_for_a_lock)
        assert StoredFile.objects.count() == 1
        workers.kill("exports")

    recover(run)
    workers.start("exports", "mail", seconds=PATIENCE)

    finished_well(run, smtp, 3, attempt=2)
    orphan = StoredFile.objects.exclude(pk=file_of(run).pk).get()
    assert orphan.expires_at is not None  # the sweep takes it


def test_killed_twice(ask: Ask, workers: Workers, smtp: Post, wdc: Account, quick: None) -> None:
    make_sites(wdc, 3)
    with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
        run = ask("sites")
        for _ in range(2):
            workers.start("exports", seconds=PATIENCE, JOB_STALE_SECONDS="5")
            until(lambda: now(run).state == State.PROCESSING)
            until(waiting_for_a_lock)
            workers.kill("exports")
            recover(run)

    workers.start("mail", seconds=PATIENCE)
    (mail,) = smtp.wait_for(1, PATIENCE)
    assert mail["Subject"] == "Export failed: Sites (wdc)"
    assert STOPPED in OutboxMessage.objects.get().text
    assert (run.state, run.message, run.attempt) == (State.FAILED, STOPPED, 2)
    log = log_of(run)
    assert (log.level, log.message) == (Level.ERROR, STOPPED)
    assert log.finished_at is not None


def test_redis_loses_everything_while_the_export_waits(
    ask: Ask, workers: Workers, smtp: Post, wdc: Account, redis: Redis
) -> None:
    make_sites(wdc, 3)
    run = ask("sites")
    redis.flushdb()
    ExportRun.objects.filter(pk=run.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    workers.start("exports", "mail", seconds=PATIENCE)
    assert now(run).state == State.QUEUED

    ring_again()

    finished_well(run, smtp, 3, attempt=1)


def test_canceled_while_it_runs(ask: Ask, workers: Workers, wdc: Account) -> None:
    make_sites(wdc, 3)
    workers.start("exports", seconds=PATIENCE, JOB_STALE_SECONDS="5")
    with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
        run = ask("sites")
        until(waiting_for_a_lock)
        run.cancel()

    until(lambda: now(run).state != State.PROCESSING)
    assert (run.state, run.message, run.file) == (State.FAILED, "Canceled.", None)
    until(lambda: not any(workspace.root().iterdir()))


def files() -> list[Path]:
    return list(workspace.root().glob("*/*.part"))
