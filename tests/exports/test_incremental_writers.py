"""Incremental exports are exact, however transactions and runs overlap.

Writers with several steps each (insert, update, savepoint, late commit …) take turns at random with
runs of one export; some steps fall into a run, after its snapshot. After each run its files hold
the records that were committed since what the last delivered run saw, each once, and no others.
FOURME_REPETITIONS sets how many random courses are tried.
"""

import os
from collections.abc import Iterator
from functools import partial
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from exports.models import Export, ExportRun
from exports.run import export as work
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs.claim import claim
from fourme.jobs.models import State
from fourme.jobs.perform import attempt
from tests.exports.exporting import members, table
from tests.exports.writers import MODELS, Rows, Stock, Writer, stored, writers

pytestmark = pytest.mark.django_db(transaction=True)
COURSES = int(os.environ.get("FOURME_REPETITIONS") or 6)
STEPS = 80


@pytest.fixture
def incremental(redis: Any, administrator: Actor) -> Export:
    """An incremental export of three types."""
    return Export.objects.create(
        account=administrator.account,
        name="Changes",
        user=administrator.user,
        strategy=ExportRun.Strategy.INCREMENTAL,
        types=[*MODELS],
    )


def rows_of(run: ExportRun) -> Rows:
    """Return what the files of a run hold."""
    run.refresh_from_db()
    if run.file is None:
        return {}
    found: Rows = {}
    for name, data in members(run).items():
        for row in table(data):
            key = (name.split("-")[1], int(row["ID"]))
            assert key not in found, f"{key} twice in a file"
            found[key] = (row["Name"], row.get("Members", ""))
    return found


class Course:
    """A random course of steps and runs; `journal` tells it when something is wrong."""

    def __init__(self, seed: int, export: Export, stock: Stock, others: list[Writer]) -> None:
        self.random = Random(seed)  # noqa: S311 -- no secret
        self.export = export
        self.stock = stock
        self.writers = others
        self.seen: Rows = {}  # by the last run that was delivered
        self.journal = [f"seed {seed}"]
        self.runs = 0

    def go(self) -> None:
        """Take the steps, and at the end a run with nothing open."""
        for _ in range(STEPS):
            if self.random.random() < 0.1:
                self._run()
            else:
                self._step()
        for writer in self.writers:
            if writer.written is not None:
                self.journal.append(writer.commit())
        self.writers = []
        self._run()
        assert self.seen == stored(), self.story

    @property
    def story(self) -> str:
        """All that happened, for the message of a failure."""
        return "\n".join(self.journal)

    def _step(self) -> None:
        self.journal.append(self.random.choice(self.writers).step(self.random))

    def _run(self) -> None:
        run = start_now(self.export, self.export.user, ip_address=None)
        disturbed = None
        if self.writers and self.random.random() < 0.3:
            disturbed = self.random.choice((self._cancel, self._supersede))
        self.journal.append(f"run {run.pk} {disturbed.__name__ if disturbed else ''}")
        self.runs += 1
        self._work(run.token, disturbed)
        run.refresh_from_db()
        canceled = run.cancel_requested_at is not None
        assert run.state == (State.FAILED if canceled else State.DONE), self.story

    def _work(self, token: str, disturbed: Any) -> None:
        """Do what a worker does, with steps of writers between the types."""
        expected: Rows | None = None

        def watch(line: int, slug: str) -> None:
            nonlocal expected, disturbed
            if expected is None:  # the snapshot is taken
                expected = dict(self.stock.rows)
            if line == 0 and self.writers:
                for _ in range(self.random.randrange(6)):
                    self._step()
            if disturbed is not None:
                now, disturbed = disturbed, None
                now(token)

        before = dict(self.stock.rows)
        run = claim(ExportRun, token)
        assert run is not None
        attempt(run, partial(work, watch=watch))
        found = ExportRun.objects.get(token=token)
        if (found.state, found.attempt) == (State.DONE, run.attempt):
            self._delivered(found, expected or before)

    def _delivered(self, run: ExportRun, committed: Rows) -> None:
        changed = {row: now for row, now in committed.items() if self.seen.get(row) != now}
        assert rows_of(run) == changed, self.story
        self.journal.append(f"run {run.pk} delivered {len(changed)}")
        self.seen = committed

    def _cancel(self, token: str) -> None:
        ExportRun.objects.get(token=token).cancel()

    def _supersede(self, token: str) -> None:
        """Let another worker do it, as after a long silence of the first."""
        ExportRun.objects.get(token=token).requeue()
        self._work(token, None)


@pytest.mark.parametrize("seed", range(COURSES))
def test_each_change_comes_once(seed: int, incremental: Export, wdc: Account) -> None:
    stock = Stock.of(wdc)
    with writers(4, stock) as others:
        course = Course(seed, incremental, stock, others)

        course.go()

    assert course.runs > 3


def test_nothing_is_lost_among_busy_writers(incremental: Export, wdc: Account) -> None:
    over = Event()
    delivered: Rows = {}
    with writers(4, Stock.of(wdc)) as others:
        threads = [Thread(target=_write, args=(each, over)) for each in others]
        for each in threads:
            each.start()
        for found in _runs(incremental, 8):
            repeated = {row for row, now in found.items() if delivered.get(row) == now}
            assert not repeated
            delivered |= found
        over.set()
        for each in threads:
            each.join()
    (last,) = _runs(incremental, 1)
    assert not {row for row, now in last.items() if delivered.get(row) == now}
    assert delivered | last == stored()


def _write(writer: Writer, over: Event) -> None:
    """Write until it is over, each thread its own records, and commit at last."""
    random = Random(writer.name)  # noqa: S311 -- no secret
    writer.stock = Stock(writer.stock.account, writer.stock.people, writer.stock.templates)
    while not over.is_set():
        writer.step(random)
    if writer.written is not None:
        writer.commit()


def _runs(export: Export, number: int) -> Iterator[Rows]:
    for _ in range(number):
        run = start_now(export, export.user, ip_address=None)
        claimed = claim(ExportRun, run.token)
        assert claimed is not None
        attempt(claimed, work)
        run.refresh_from_db()
        assert run.state == State.DONE, run.message
        yield rows_of(run)
