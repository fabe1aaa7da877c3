"""The pipeline over a run: what comes after what, what is committed together."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import reset_queries, transaction
from django.db.models.functions import Now

from fourme.accounts.context import person_label
from fourme.files.store import open_local
from fourme.jobs.errors import Canceled
from fourme.jobs.models import State
from fourme.jobs.progress import Progress
from imports import defer, tables
from imports.batches import FIRST_BATCH, ahead, batches, grouped, units
from imports.finish import finish
from imports.headers import Layout, lay_out
from imports.match import keyer
from imports.models import DeferredRow, ImportRun
from imports.parse import parser
from imports.preview import Previews
from imports.read import Source, examine, read, survey
from imports.report import Report, Spooled, Stored
from imports.rows import Complaint, Entry, FileProblem, Row, Unit
from imports.seen import Seen
from imports.settle import Outcome, Settings, settle
from imports.statistics import Statistics
from records import registry
from records.references import Scope
from records.types import ReplaceGroup

TOO_MANY = "Too many import failures"
_OBJECTS = 200_000
Phase = ImportRun.Phase


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
    waits: bool = False
    owners: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        self.statistics = Statistics(self.layout.record_type)


def perform_import(run: ImportRun) -> None:
    """Do a claimed run from its checkpoint on, and finish it whatever the file is like."""
    with Spooled() as spool:
        report = spool if run.test_only else Stored(run)
        state, message = State.FAILED, ""
        try:
            with open_local(run.source) as path, Progress(run) as progress, _few_collections():
                work = _prepare(run, examine(path), progress, report)
                _test(work) if run.test_only else _phases(work)
            state = State.DONE
        except FileNotFoundError:
            message = "The file is no longer stored. Upload it again."
        except FileProblem as problem:
            message = str(problem)
        except Canceled:
            message = _canceled(run)
        finish(run, state, message, told=spool.replay if run.test_only else None)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for cycles seldom: rows have none, and looking for them costs a quarter of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _test(work: Work) -> None:
    """Do everything in one transaction and take it back; counters and messages stay."""
    work.previews = Previews(work.layout)
    with transaction.atomic():
        tables.tune()
        try:
            _phases(work)
        finally:
            transaction.set_rollback(True)


def _prepare(run: ImportRun, source: Source, progress: Progress, report: Report) -> Work:
    if run.cancel_requested_at:
        raise Canceled
    record_type = registry.get(run.type)
    header = next(read(source), None)
    layout = lay_out(header, record_type, financial_only=run.financial_only)
    if not run.headers:
        counted = survey(source)
        run.write(total=counted.rows, headers=list(layout.headers))
        if not counted.rows:
            raise FileProblem(counted.problem or "The file has a header but no rows.")
    parse, key = parser(layout), keyer(layout)

    def entry(row: Row) -> Entry:
        parsed = parse(row)
        key(parsed)
        return parsed

    protected = {each.pk: each for each in record_type.model.concerning(run.user)}
    settings = Settings(layout, Scope.of(run.account), run.user, protected)
    work = Work(run, source, layout, settings, progress, report, entry)
    work.waits = DeferredRow.objects.filter(run=run).exists()
    return work


def _phases(work: Work) -> None:
    """Do the phases from the run's on, each until nothing is left of it."""
    steps: dict[str, Callable[[Work], None]] = {
        Phase.ROWS: _rows,
        Phase.SETTLE: _settle,
        Phase.WAITING: _waiting,
        Phase.LINKS: _links,
        Phase.LEFT: _left,
    }
    order = list(steps)
    for phase in order[order.index(work.run.phase) :] if work.run.phase in steps else []:
        steps[phase](work)


def _rows(work: Work) -> None:
    end: list[FileProblem] = []
    rows = _readable(_from(read(work.source), work.run.checkpoint), end)
    every = units(map(work.entry, rows), work.layout)
    if not work.run.checkpoint:
        _commit(work, lambda: work.report.warn(work.layout.warnings), checkpoint=1)
    for batch in ahead(batches(_whole(every, end) if grouped(work.layout) else every)):
        _apply(work, batch, work.settings, checkpoint=batch[-1][-1].row.number)
        _stop_when_hopeless(work.run)
    if end:
        raise end[0]
    _advance(work, Phase.SETTLE if work.waits else Phase.FINISH)


def _settle(work: Work) -> None:
    _commit(
        work,
        lambda: defer.settle_needs(work.run, work.layout, work.settings.scope),
        phase=Phase.WAITING,
    )


def _waiting(work: Work) -> None:
    _deferred(work, replace(work.settings, waits=False, fills=True), lost=False)
    _advance(work, Phase.LINKS)


def _links(work: Work) -> None:
    found: list[list[Entry] | None] = [[]]

    def fill() -> None:
        found[0] = defer.fill_links(work.run, work.layout, work.settings.scope)
        lost = found[0] or []
        work.report.reject(lost)
        _add(work.run, failures=len({entry.row.number for entry in lost}))

    while found[0] is not None:
        _commit(work, fill)
    _advance(work, Phase.LEFT)


def _left(work: Work) -> None:
    _deferred(work, replace(work.settings, waits=False), lost=True)
    _advance(work, Phase.FINISH)


def _deferred(work: Work, settings: Settings, *, lost: bool) -> None:
    """Apply the rows that wait; each goes from the table with its batch."""
    while rows := defer.waiting_rows(work.run, lost=lost):
        every = [work.entry(Row(r.row, r.first_line, r.last_line, r.cells)) for r in rows]
        for batch in batches([entry] for entry in every):
            numbers = [entry.row.number for unit in batch for entry in unit]
            _apply(work, batch, settings, gone=numbers)
        _stop_when_hopeless(work.run)


def _apply(
    work: Work,
    batch: Sequence[Unit],
    settings: Settings,
    *,
    gone: Sequence[int] = (),
    **fields: int,
) -> None:
    """Apply a batch and commit it with everything that it says."""

    def apply() -> None:
        work.statistics.renew(work.run.created)
        held: set[str] = set()
        if work.waits and settings.waits:
            held = defer.held_keys(work.run, (entry for unit in batch for entry in unit))
        outcome = _settled(work, batch, settings, held)
        _warn_of_second_block(work, outcome, batch)
        work.report.reject(outcome.rejected)
        defer.defer(work.run, outcome.waiting, work.layout, settings.scope)
        defer.remember_links(work.run, outcome.unlinked, work.layout, settings.scope)
        DeferredRow.objects.filter(run=work.run, row__in=gone).delete()
        work.waits = work.waits or bool(outcome.waiting)
        _add(
            work.run,
            created=outcome.created,
            updated=len(outcome.updated),
            deleted=len(outcome.removed),
            unchanged=outcome.unchanged,
            failures=len(outcome.rejected) - outcome.errors,
            errors=outcome.errors,
        )

    _commit(work, apply, **fields)
    work.progress.report(max(work.run.line, batch[-1][-1].row.number), work.run.type)
    work.run.line = max(work.run.line, batch[-1][-1].row.number)


def _settled(work: Work, batch: Sequence[Unit], settings: Settings, held: set[str]) -> Outcome:
    if work.previews is None or not work.previews.room:
        return settle(batch, settings, held)
    return work.previews.settle(batch, settings, held, work.report)


def _commit(work: Work, act: Callable[[], None], **fields: int | str) -> None:
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
                act()
                run.write(heartbeat_at=Now(), **run.results, **fields)
    except BaseException:
        for name, value in before.items():
            setattr(run, name, value)
        raise
    finally:
        reset_queries()  # with DEBUG on, Django remembers all of them


def _advance(work: Work, phase: Phase) -> None:
    _commit(work, lambda: None, phase=phase)


def _add(run: ImportRun, **counters: int) -> None:
    for name, value in counters.items():
        setattr(run, name, getattr(run, name) + value)


def _from(rows: Iterable[Row], checkpoint: int) -> Iterator[Row]:
    """Leave out the header and the rows that are dealt with."""
    return (row for row in rows if row.number > max(checkpoint, 1))


def _readable(rows: Iterator[Row], end: list[FileProblem]) -> Iterator[Row]:
    """Yield the rows up to what makes the rest unreadable, which goes to `end`."""
    try:
        yield from rows
    except FileProblem as problem:
        end.append(problem)


def _whole(every: Iterator[Unit], end: list[FileProblem]) -> Iterator[Unit]:
    """Leave out the last group when the file cannot be read on: it may not be whole."""
    last: Unit | None = None
    for unit in every:
        if last is not None:
            yield last
        last = unit
    if last is not None and not end:
        yield last


def _stop_when_hopeless(run: ImportRun) -> None:
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
    again = {owner for owner in outcome.replaced if work.owners.add(owner)}
    if not again.intersection(outcome.removed):
        return
    first = batch[0][0].row.number
    header = work.layout.record_type.column(merge.by).header
    count_of = len(again.intersection(outcome.removed))
    work.report.warn(
        [
            Complaint(
                header,
                "",
                f"{count_of} owners between rows {first} and {batch[-1][-1].row.number} stood "
                "further up already; what those rows had brought was replaced.",
                f"Sort the file by {header}, so that the rows of one stand together.",
            )
        ],
        first,
    )


def _canceled(run: ImportRun) -> str:
    run.refresh_from_db(fields=["canceled_by"])
    who = f" by {person_label(run.canceled_by)}" if run.canceled_by else ""
    if run.test_only:
        return f"Canceled{who} after row {run.checkpoint}; nothing was saved."
    return f"Canceled{who} after row {run.checkpoint}; what was imported stays."
