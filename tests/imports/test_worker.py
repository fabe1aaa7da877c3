"""Imports by real workers that die at every stage: the same end, and one mail."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from fourme.accounts.rights import Actor
from fourme.jobs.models import STOPPED, State
from fourme.jobs.reap import reap, ring_again
from fourme.logs.models import Level, LogMessage
from imports.models import DeferredRow, ImportRun, PendingLink
from records.models import Organization
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers
from tests.imports.importing import counters, queue

pytestmark = pytest.mark.worker
PATIENCE = 120.0
ROWS = 900
SMALL_BATCHES = {"IMPORT_BATCH_ROWS": "25", "JOB_STALE_SECONDS": "5"}


def until(condition: Callable[[], object], pause: float = 0.01) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(pause)


def now(run: ImportRun) -> ImportRun:
    run.refresh_from_db()
    return run


def organizations() -> tuple[str, dict[str, str | None], set[int]]:
    """Return a file, the parents that should come of it, and the rows to be rejected.

    Most parents stand far below or above, every 50th is nowhere, every 70th name is too long.
    """
    lines, parents, rejected = ["Name,Parent Organization"], {}, set()
    for number in range(ROWS):
        name = f"Organization {number}" + ("x" * 200 if number % 70 == 69 else "")
        parent: str | None = f"Organization {(number * 7 + 400) % ROWS}"
        if number % 50 == 49:
            parent = "Nowhere"
        if number % 9 == 0:
            parent = None
        lines.append(f"{name},{parent or ''}")
        parents[name] = parent
        if len(name) > 100:
            rejected.add(number + 2)
    while lost := {name for name, parent in parents.items() if parent and parent not in parents}:
        for name in lost:
            del parents[name]
            rejected.add(int(name.rstrip("x").split()[1]) + 2)
    for name in [name for name in parents if len(name) > 100]:
        del parents[name]
    while lost := {name for name, parent in parents.items() if parent and parent not in parents}:
        for name in lost:
            del parents[name]
            rejected.add(int(name.split()[1]) + 2)
    return "\n".join(lines) + "\n", parents, rejected


def ended_well(run: ImportRun, smtp: Post, attempt: int) -> None:
    _, parents, rejected = organizations()
    until(lambda: now(run).over)
    assert (run.state, run.message, run.attempt) == (State.DONE, "", attempt)
    assert counters(run) == {"created": len(parents), "failures": len(rejected)}
    assert dict(Organization.objects.values_list("name", "parent__name")) == parents
    assert sorted(run.rejected.values_list("row", flat=True)) == sorted(rejected)
    told = LogMessage.objects.filter(log_id=run.log_id, level=Level.ERROR)
    assert set(told.values_list("row", flat=True)) == rejected
    assert not DeferredRow.objects.exists()
    assert not PendingLink.objects.exists()
    (mail,) = smtp.wait_for(1, PATIENCE)
    assert mail["X-4me-Import"] == run.token
    assert mail["X-4me-ImportID"] == str(run.pk)
    assert mail["X-Mailer"] == "4me Mailer"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert str(mail["Subject"]).startswith("Import of organizations finished: ")


def recover(run: ImportRun) -> None:
    def recovered() -> bool:
        reap()
        return now(run).state != State.PROCESSING

    until(recovered)


@pytest.fixture
def run(administrator: Actor, redis: Redis, transactional_db: None, tmp_path: Path) -> ImportRun:
    return queue(administrator, tmp_path, "organizations", organizations()[0])


@pytest.fixture
def quick(settings: Settings) -> None:
    """A silence of a second counts as death, in this process."""
    settings.JOB_STALE_SECONDS = 1


def begun(phase: str) -> Callable[[ImportRun], bool]:
    order = list(ImportRun.Phase.values)
    return lambda run: order.index(run.phase) >= order.index(phase)


MOMENTS: dict[str, Callable[[ImportRun], bool]] = {
    "counting": lambda run: run.state == State.PROCESSING,
    "first batch": lambda run: run.checkpoint > 1,
    "some batches": lambda run: run.checkpoint > 300,
    "settle": begun("settle"),
    "waiting": begun("waiting"),
    "links": begun("links"),
    "left": begun("left"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed(moment: str, run: ImportRun, workers: Workers, smtp: Post, quick: None) -> None:
    workers.start("imports", seconds=PATIENCE, **SMALL_BATCHES)
    until(lambda: MOMENTS[moment](now(run)), pause=0.001)
    workers.kill("imports")
    assert now(run).state == State.PROCESSING

    recover(run)
    workers.start("imports", "mail", seconds=PATIENCE, **SMALL_BATCHES)

    ended_well(run, smtp, attempt=2)


def test_killed_at_the_end(run: ImportRun, workers: Workers, smtp: Post, quick: None) -> None:
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE mail_outboxmessage IN EXCLUSIVE MODE")
    workers.start("imports", seconds=PATIENCE, **SMALL_BATCHES)
    until(lambda: now(run).phase == "finish")
    workers.kill("imports")
    other.rollback()
    other.close()

    recover(run)
    workers.start("imports", "mail", seconds=PATIENCE, **SMALL_BATCHES)

    ended_well(run, smtp, attempt=2)


def test_killed_again_and_again(run: ImportRun, workers: Workers, smtp: Post, quick: None) -> None:
    for attempt in range(1, ImportRun.max_attempts + 1):
        workers.start("imports", seconds=PATIENCE, **SMALL_BATCHES)
        before = run.checkpoint
        until(lambda: now(run).state == State.PROCESSING and run.checkpoint > before)  # noqa: B023 -- awaited here
        workers.kill("imports")
        recover(run)
        assert run.attempt == attempt
    workers.start("mail", seconds=PATIENCE)

    (mail,) = smtp.wait_for(1, PATIENCE)
    assert str(mail["Subject"]).startswith("Import of organizations ended early: ")
    assert (run.state, run.message) == (State.FAILED, STOPPED)
    assert run.log is not None
    assert run.log.level == Level.FATAL
    assert run.created == Organization.objects.count() > 0


def test_redis_loses_everything_while_the_import_waits(
    run: ImportRun, workers: Workers, smtp: Post, redis: Redis
) -> None:
    redis.flushdb()
    ImportRun.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    workers.start("imports", "mail", seconds=PATIENCE)
    assert now(run).state == State.QUEUED

    ring_again()

    ended_well(run, smtp, attempt=1)


def test_canceled_while_it_runs(run: ImportRun, workers: Workers, administrator: Actor) -> None:
    ImportRun.objects.update(canceled_by=administrator.user)
    workers.start("imports", seconds=PATIENCE, IMPORT_BATCH_ROWS="1", JOB_STALE_SECONDS="5")
    until(lambda: now(run).checkpoint > 3)
    assert run.cancel()
    until(lambda: now(run).over)
    assert run.state == State.FAILED
    who = "Account Administrator"
    assert run.message == f"Canceled by {who} after row {run.checkpoint}; what was imported stays."
    assert run.created == Organization.objects.count() > 0
