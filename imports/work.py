"""A run at work: how a batch is applied, and what is committed together."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import reset_queries, transaction
from django.db.models.functions import Now

from fourme.jobs.progress import Progress
from imports import defer, tables
from imports.batches import FIRST_BATCH
from imports.headers import Layout
from imports.models import DeferredRow, ImportRun
from imports.preview import Previews
from imports.read import Source
from imports.report import Report
from imports.rows import Complaint, Entry, FileProblem, Row, Unit
from imports.same import Same
from imports.seen import Seen
from imports.settle import Outcome, Settings, settle
from imports.statistics import Statistics
from imports.words import counted
from records import authors
from records.types import ReplaceGroup

TOO_MANY = "Too many import failures"


@dataclass
class Work:
    """A run at work."""

    run: ImportRun
    source: Source
    layout: Layout
    settings: Settings
    progress: Progress
    report: Report
    entry: Callable[[Row], Entry]
    previews: Previews | None = None
    #: Finds rows that change nothing, where such a file can have them.
    same: Same | None = None
    waits: bool = False
    #: By the value of their flag the owners whose groups were applied.
    owners: dict[object, Seen] = field(default_factory=lambda: defaultdict(Seen))

    def __post_init__(self) -> None:
        self.statistics = Statistics(self.layout.record_type)
        self.compares = False


@dataclass(frozen=True)
class Raw:
    """Rows of a batch that were not parsed yet, and their cells as `Same` compares them."""

    rows: list[Row]
    cells: bytes


class Touched(Exception):  # noqa: N818 - a way to go on
    """A row of a batch concerns a record that another row of it says to be the same."""


def apply_different(work: Work, raw: Raw, settings: Settings) -> None:
    """Apply the rows of a batch that change something; the others are only counted.

    A row that waits may come before any other, so then all rows are looked at in their order.
    """
    rows, last = raw.rows, raw.rows[-1].number
    same: dict[int, int] = {}
    if work.same is not None and not work.waits:
        same = work.same.find(raw.cells, settings.meanwhile)
    different = [[work.entry(row)] for place, row in enumerate(rows) if place not in same]
    try:
        apply(work, different, settings, same=frozenset(same.values()), checkpoint=last)
    except Touched:
        apply(work, [[work.entry(row)] for row in rows], settings, checkpoint=last)


def apply(
    work: Work,
    batch: Sequence[Unit],
    settings: Settings,
    *,
    gone: Sequence[int] = (),
    same: Collection[int] = (),
    **fields: int,
) -> None:
    """Apply a batch and commit it with everything that it says.

    `same` are the records of which further rows of it say what they have already. Raises Touched
    when the batch concerns one of them; then nothing was done.
    """
    run = work.run
    unchanged = run.unchanged

    def act() -> None:
        work.statistics.renew(work.run.created)
        held: set[str] = set()
        if work.waits and settings.waits:
            held = defer.held_keys(work.run, (entry for unit in batch for entry in unit))
        outcome = _settled(work, batch, settings, held)
        if same and not outcome.concerned.isdisjoint(same):
            raise Touched
        _warn_of_second_block(work, outcome, batch)
        work.report.reject(outcome.rejected)
        defer.defer(work.run, outcome.waiting, work.layout, settings.scope)
        defer.remember_links(work.run, outcome.unlinked, work.layout, settings.scope)
        DeferredRow.objects.filter(run=work.run, row__in=gone).delete()
        work.waits = work.waits or bool(outcome.waiting)
        add(
            run,
            created=outcome.created,
            updated=len(outcome.updated),
            deleted=outcome.removed,
            unchanged=outcome.unchanged + len(same),
            failures=len(outcome.rejected) - outcome.errors,
            errors=outcome.errors,
        )

    commit(work, act, **fields)
    rows = sum(map(len, batch)) + len(same)
    work.compares = work.same is not None and 2 * (run.unchanged - unchanged) > rows
    run.line = max(run.line, fields.get("checkpoint") or batch[-1][-1].row.number)
    work.progress.report(run.line, run.type)


def _settled(work: Work, batch: Sequence[Unit], settings: Settings, held: set[str]) -> Outcome:
    if work.previews is None or not work.previews.room:
        return settle(batch, settings, held)
    return work.previews.settle(batch, settings, held, work.report)


def commit(work: Work, act: Callable[[], None], **fields: int | str) -> None:
    """Do something and commit it with the counters and the checkpoint; in a test do it only."""
    run = work.run
    before = run.results
    for name, value in fields.items():
        setattr(run, name, value)
    try:
        if run.test_only:
            act()
        else:
            with transaction.atomic():
                tables.tune()
                authors.write_as(run.user)
                act()
                run.write(heartbeat_at=Now(), **run.results, **fields)
    except BaseException:
        for name, value in before.items():
            setattr(run, name, value)
        raise
    finally:
        reset_queries()  # with DEBUG on, Django remembers all of them


def add(run: ImportRun, **counters: int) -> None:
    """Add to the counters of the run; `commit` stores them."""
    for name, value in counters.items():
        setattr(run, name, getattr(run, name) + value)


def stop_when_hopeless(run: ImportRun) -> None:
    """Raise FileProblem when too many rows fail, or all of the first ones."""
    good = run.created + run.updated + run.unchanged + run.deleted
    bad = run.failures + run.errors
    if bad > settings.IMPORT_FAILURE_LIMIT or (bad >= FIRST_BATCH and not good):
        raise FileProblem(TOO_MANY)


def _warn_of_second_block(work: Work, outcome: Outcome, batch: Sequence[Unit]) -> None:
    """Tell when a later block of an owner has removed what an earlier one had brought."""
    merge = work.layout.record_type.merge
    if not isinstance(merge, ReplaceGroup):
        return
    again = {group for group in outcome.replaced if work.owners[group[1]].add(group[0])}
    lost = {owner for owner, _ in again.intersection(outcome.ousted)}
    if not lost:
        return
    first = batch[0][0].row.number
    header = work.layout.record_type.column(merge.by).header
    owners = counted(len(lost), "owner", "owners")
    work.report.warn(
        [
            Complaint(
                header,
                "",
                f"{owners} between rows {first} and {batch[-1][-1].row.number} stood "
                "further up already; what those rows had brought was replaced.",
                f"Sort the file by {header}, so that the rows of one stand together.",
            )
        ],
        first,
    )
