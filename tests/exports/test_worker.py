"""Exports by real workers that die at every stage: the same end, and one mail."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from exports import workspace
from exports.models import ExportRun
from fourme.files.models import StoredFile
from fourme.jobs.models import STOPPED, State
from fourme.jobs.reap import reap, ring_again
from fourme.logs.models import Level
from fourme.mail.models import OutboxMessage
from tests.exports.exporting import content, make_sites

pytestmark = pytest.mark.worker
QUICK = {"JOB_STALE_SECONDS": "5"}
MANY = 60_000


def until(condition, seconds=60.0):
    """Wait until the condition holds; fail after some seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.02)


def now(run):
    run.refresh_from_db()
    return run


def recover(run):
    """Do what the tick does once the silence of the worker is long enough."""
    until(lambda: reap() or now(run).state != State.PROCESSING)


@pytest.fixture
def quick(settings):
    """A silence of a second counts as death, in this process."""
    settings.JOB_STALE_SECONDS = 1


class Blocked:
    """Holds a lock in a connection of its own, so that the worker stops at a known place."""

    def __init__(self, sql):
        self.sql = sql

    def __enter__(self):
        self.other = connections.create_connection("default")
        self.other.set_autocommit(False)
        with self.other.cursor() as cursor:
            cursor.execute(self.sql)
        return self

    def __exit__(self, *_):
        self.other.rollback()
        self.other.close()


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def finished_well(run, smtp, number, attempt):
    until(lambda: now(run).state == State.DONE)
    (mail,) = smtp.wait_for(1)
    assert mail["Subject"] == "Export finished: Sites"
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


def test_undisturbed(ask, workers, smtp, wdc):
    make_sites(wdc, 3)
    workers.start("exports", "mail")

    finished_well(ask("sites"), smtp, 3, attempt=1)


def test_killed_before_the_first_row(ask, workers, smtp, wdc, quick):
    make_sites(wdc, 3)
    workers.start("exports", **QUICK)
    with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
        run = ask("sites")
        until(waiting_for_a_lock)
        workers.kill("exports")

    recover(run)
    workers.start("exports", "mail")

    finished_well(run, smtp, 3, attempt=2)


def test_killed_between_rows(ask, workers, smtp, wdc, quick):
    make_sites(wdc, MANY)
    workers.start("exports", **QUICK)
    run = ask("sites")
    until(lambda: any(path.stat().st_size > 100_000 for path in files()))
    workers.kill("exports")
    assert now(run).state == State.PROCESSING
    left = list(files())

    recover(run)
    workers.start("exports", "mail")

    assert left
    finished_well(run, smtp, MANY, attempt=2)


def test_killed_when_the_file_is_stored(ask, workers, smtp, wdc, quick):
    make_sites(wdc, 3)
    workers.start("exports", **QUICK)
    with Blocked("LOCK TABLE mail_outboxmessage IN EXCLUSIVE MODE"):
        run = ask("sites")
        until(waiting_for_a_lock)
        assert StoredFile.objects.count() == 1
        workers.kill("exports")

    recover(run)
    workers.start("exports", "mail")

    finished_well(run, smtp, 3, attempt=2)
    orphan = StoredFile.objects.exclude(pk=run.file_id).get()
    assert orphan.expires_at is not None  # the sweep takes it


def test_killed_twice(ask, workers, smtp, wdc, quick):
    make_sites(wdc, 3)
    with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
        run = ask("sites")
        for _ in range(2):
            workers.start("exports", **QUICK)
            until(lambda: now(run).state == State.PROCESSING)
            until(waiting_for_a_lock)
            workers.kill("exports")
            recover(run)

    workers.start("mail")
    (mail,) = smtp.wait_for(1)
    assert mail["Subject"] == "Export failed: Sites"
    assert STOPPED in mail.get_body(("plain",)).get_content()
    assert (run.state, run.message, run.attempt) == (State.FAILED, STOPPED, 2)
    assert (run.log.level, run.log.message) == (Level.ERROR, STOPPED)
    assert run.log.finished_at is not None


def test_redis_loses_everything_while_the_export_waits(ask, workers, smtp, wdc, redis):
    make_sites(wdc, 3)
    run = ask("sites")
    redis.flushdb()
    ExportRun.objects.filter(pk=run.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    workers.start("exports", "mail")
    assert now(run).state == State.QUEUED

    until(lambda: ring_again() or now(run).state != State.QUEUED)

    finished_well(run, smtp, 3, attempt=1)


def test_canceled_while_it_runs(ask, workers, wdc):
    make_sites(wdc, MANY)
    workers.start("exports", **QUICK)
    run = ask("sites")
    until(lambda: any(path.stat().st_size > 100_000 for path in files()))

    run.cancel()

    until(lambda: now(run).state != State.PROCESSING)
    assert (run.state, run.message, run.file) == (State.FAILED, "Canceled.", None)
    until(lambda: not any(workspace.root().iterdir()))


def files() -> list[Path]:
    return list(workspace.root().glob("*/*.csv"))
