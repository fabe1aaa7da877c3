"""Idle workers that help with an export: what they write, when they stop, and when they die."""

import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils.timezone import localdate
from pytest_django import Settings
from redis import Redis
from rq import Queue, Worker
from rq.job import Job
from rq.registry import FailedJobRegistry, FinishedJobRegistry
from rq.worker import WorkerStatus

from exports import formats, helping, rows, workspace
from exports.asked import request_of
from exports.helping import Call, help_with
from exports.lanes import gather, lanes
from exports.models import ExportRun
from exports.names import file_names
from exports.pieces import Pieces
from exports.plan import plan
from exports.run import export
from fourme.accounts.models import Account
from fourme.jobs import idle
from fourme.jobs.claim import claim
from fourme.jobs.models import OPEN, State
from fourme.jobs.perform import attempt
from records.models import Organization, Site
from tests.exports.blocking import Blocked, waiting_for_a_lock
from tests.exports.exporting import Ask, make_sites, members, table
from tests.fixtures import patience
from tests.fixtures.queues import Workers

TYPES = ("organizations", "sites")
NAMES = [f"Widget {number}" for number in range(50)]
MANY = 150_000
TASK = "exports.tasks.help_export"
until = partial(patience.until, seconds=120.0)


@pytest.fixture
def records(transactional_db: None, wdc: Account) -> None:
    """Store a few organizations and sites."""
    Organization.objects.bulk_create(Organization(account=wdc, name=name) for name in NAMES)
    Site.objects.bulk_create(Site(account=wdc, name=name) for name in NAMES)


@pytest.fixture
def many_sites(records: None, wdc: Account) -> None:
    """Store so many that it takes a while to write them."""
    make_sites(wdc, MANY)


@pytest.fixture
def run(records: None, ask: Ask, redis: Redis) -> ExportRun:
    """A run that this process has claimed."""
    asked = ask(*TYPES)
    redis.flushdb()
    claimed = claim(ExportRun, asked.token)
    assert claimed is not None
    return claimed


def held(run: ExportRun, place: int) -> Blocked:
    """Hold a type of the first attempt, as another writer would."""
    name = f"{run.token}-1/{place}"
    return Blocked(f"SELECT pg_advisory_xact_lock(hashtextextended('{name}', 0))")


def helped(redis: Redis) -> list[Any]:
    """Return what the calls of helpers have returned, in any order."""
    found = FinishedJobRegistry("exports", connection=redis).get_job_ids()
    jobs = [job for job in Job.fetch_many(found, redis) if job is not None]
    return sorted(job.return_value() for job in jobs if job.func_name == TASK)


def failed(redis: Redis) -> list[str]:
    return FailedJobRegistry("exports", connection=redis).get_job_ids()


def complete(run: ExportRun) -> None:
    """Check that the run ends with all that it should have."""

    def over() -> bool:
        run.refresh_from_db()
        return run.state not in OPEN

    until(over, "the end of the run")
    assert (run.state, run.message) == (State.DONE, "")
    files = {name.split("-")[1]: table(data) for name, data in members(run).items()}
    assert [*files] == [*TYPES]
    for found in files.values():
        assert [row["Name"] for row in found if row["Name"].startswith("Widget ")] == NAMES
    assert not workspace.folder_of(run).exists()


def size(path: Path) -> int:
    return path.stat().st_size


class Two:
    """Two workers: one at work on a run, all of whose types others hold, and one to help it."""

    def __init__(self, ask: Ask, workers: Workers, stack: ExitStack, **environment: str) -> None:
        environment |= {"EXPORT_PARALLEL_TYPES": "1", "EXPORT_HELP_FROM": "1"}
        self.redis = workers.client
        both = [workers, Workers(workers.client, workers.nursery)]
        for each in both:
            stack.callback(each.stop)
            each.start("exports", seconds=120, **environment)
        until(lambda: len(self._pids(WorkerStatus.IDLE)) == len(both), "idle workers")
        with transaction.atomic():  # it is rung for at the end
            self.run = ask(*TYPES)
            self.held = [stack.enter_context(held(self.run, place)) for place in (0, 1)]
        until(lambda: helped(self.redis) == [[]], "a helper for which nothing is free")
        until(lambda: len(self._pids(WorkerStatus.BUSY)) == 1, "the other at work")
        by_pid = {each.processes["exports"].process.pid: each for each in both}
        self.main = by_pid.pop(*self._pids(WorkerStatus.BUSY))
        (self.helper,) = by_pid.values()

    @contextmanager
    def helping(self, place: int) -> Iterator[Path]:
        """Let the first worker stand still, and call the other when a type is free."""
        (called,) = FinishedJobRegistry("exports", connection=self.redis).get_job_ids()
        again = Job.fetch(called, self.redis)
        assert again.func_name is not None
        with self.main.halted("exports"):
            self.release(place)
            idle.call_again("exports", again.func_name, *again.args)
            yield workspace.root() / f"{self.run.token}-1"

    def release(self, place: int) -> None:
        """Hold a type no more."""
        self.held[place].release()

    def _pids(self, state: WorkerStatus) -> list[int]:
        found = Worker.all(connection=self.redis)
        return [each.pid for each in found if each.get_state() == state and each.pid is not None]


@pytest.fixture
def two(records: None, ask: Ask, workers: Workers) -> Iterator[Two]:
    """Return two workers at work."""
    with ExitStack() as stack:
        yield Two(ask, workers, stack)


@pytest.mark.worker
def test_an_idle_worker_writes_a_type(two: Two) -> None:
    with two.helping(1) as folder:
        until(lambda: helped(two.redis) == [[], ["sites"]], "the end of the help")
        assert (folder / "1.json").exists()
    two.release(0)
    complete(two.run)
    assert not failed(two.redis)


@pytest.mark.worker
def test_a_helper_that_dies_is_not_missed(many_sites: None, two: Two) -> None:
    with two.helping(1) as folder:
        until(lambda: any(map(size, folder.glob("1-*.part"))), "the helper at work")
        two.helper.kill("exports")
        assert not (folder / "1.json").exists()
    two.release(0)
    complete(two.run)
    assert helped(two.redis) == [[]]


@pytest.mark.worker
def test_a_helper_that_stands_still_is_not_waited_for(
    many_sites: None, ask: Ask, workers: Workers
) -> None:
    with ExitStack() as stack:
        # Long enough for what comes first, when nobody goes on with the types either.
        two = Two(ask, workers, stack, JOB_STALE_SECONDS="20")
        with two.helping(1) as folder:
            until(lambda: any(map(size, folder.glob("1-*.part"))), "the helper at work")
            stack.enter_context(two.helper.halted("exports"))
            assert not (folder / "1.json").exists()
        two.release(0)
        complete(two.run)


@pytest.mark.worker
def test_nobody_is_called_for_a_few_records(
    run: ExportRun, workers: Workers, redis: Redis, settings: Settings
) -> None:
    settings.EXPORT_HELP_FROM = 10 * MANY
    workers.start("exports", seconds=120)

    attempt(run, export)

    complete(run)
    assert Queue("exports", connection=redis).is_empty()
    assert not helped(redis)


@contextmanager
def under_way(run: ExportRun) -> Iterator[tuple[Call, Pieces]]:
    """Begin the export without writing anything; give the call of helpers and the pieces."""
    planned, chosen = plan(request_of(run)), formats.of(run)
    names = {slug: file_names(localdate(), slug, run.pk, chosen, 1) for slug in TYPES}
    with workspace.workspace(run) as folder, rows.snapshot(planned.zone) as within:
        called = Call(run.token, run.attempt, rows.share(within), names)
        yield called, Pieces(planned.parts, names, chosen, folder)


def test_a_helper_writes_all_that_is_free(run: ExportRun, redis: Redis) -> None:
    with under_way(run) as (call, pieces):
        Site.objects.create(account=run.account, name="Later")
        assert [help_with(call) for _ in range(2)] == [["sites", "organizations"], []]
        assert Queue("exports", connection=redis).is_empty()
        with zipfile.ZipFile(pieces.path(1)) as archive:
            (name,) = archive.namelist()
            assert [row["Name"] for row in table(archive.read(name))] == NAMES


@pytest.mark.parametrize("waiting", ["exports", "imports", "mail"])
def test_a_helper_makes_room_for_what_waits(run: ExportRun, redis: Redis, waiting: str) -> None:
    Queue(waiting, connection=redis).enqueue("time.sleep", 0)
    queue = Queue("exports", connection=redis)
    before = len(queue)
    with under_way(run) as (call, _):
        assert [help_with(call) for _ in range(3)] == [["sites"], ["organizations"], []]
        (again,) = queue.jobs[before:]  # not for the last
        assert (again.func_name, again.args) == (TASK, (call,))


def test_a_helper_comes_too_late(run: ExportRun) -> None:
    with under_way(run) as (call, pieces):
        assert help_with(replace(call, attempt=2)) == []
        assert help_with(call) == ["sites", "organizations"]
        # The snapshot ends before the file is stored.
        assert help_with(replace(call, shared="00000001-00000001-1")) == []
    assert help_with(call) == []
    with under_way(run) as (call, pieces):
        run.finish(State.DONE)
        assert help_with(call) == []
        assert not any(map(pieces.is_written, range(2)))


def test_a_helper_is_at_it_when_the_export_ends(run: ExportRun) -> None:
    with ThreadPoolExecutor(1) as pool, ExitStack() as stack:
        call, pieces = stack.enter_context(under_way(run))
        with Blocked("LOCK TABLE records_site IN ACCESS EXCLUSIVE MODE"):
            helped = pool.submit(in_thread, call)
            until(waiting_for_a_lock, "the helper at the sites")
            stack.close()  # the run is not told to be over yet
        assert helped.result() == []
    assert not pieces.folder.exists()
    assert not any(workspace.root().iterdir())


def in_thread(call: Call) -> list[str]:
    """Help as another process does, with connections of its own."""
    try:
        return help_with(call)
    finally:
        connection.close()


@pytest.mark.usefixtures("deputy")
def test_a_helper_of_a_person_without_the_right_writes_nothing(run: ExportRun) -> None:
    with under_way(run) as (call, pieces):
        run.user.person.roles.update(account_administrator=False)
        assert help_with(call) == []
        assert not any(map(pieces.is_written, range(2)))


def test_a_helper_stops_with_the_run(run: ExportRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helping, "_PAUSE", 0.0)  # it looks every time
    with under_way(run) as (call, pieces):
        run.cancel()
        assert help_with(call) == []
        assert not any(map(pieces.is_written, range(2)))


def test_what_went_wrong_with_a_helper_is_not_hidden(run: ExportRun) -> None:
    with under_way(run) as (call, pieces):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_site RENAME COLUMN remarks TO gone")
        try:
            with pytest.raises(ProgrammingError, match="remarks"):
                help_with(call)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE records_site RENAME COLUMN gone TO remarks")
        assert not any(map(pieces.is_written, range(2)))


def test_progress_is_that_of_the_helper_as_well(run: ExportRun) -> None:
    told: list[tuple[int, str]] = []
    with under_way(run) as (call, pieces), rows.snapshot(ZoneInfo("UTC")) as within:
        help_with(call)
        pieces.tell(1, MANY)
        with lanes([within], pieces) as side_by_side:
            gather(side_by_side, pieces.folder / "all.zip", lambda *news: told.append(news))
    assert told[-1] == (MANY, "sites")
