"""The phases of a run, each until nothing is left of it: docs/import.md says what they are for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from imports import defer
from imports.batches import ahead, batches, grouped, units
from imports.models import ImportRun
from imports.read import read
from imports.rows import Entry, FileProblem, Row, Unit
from imports.settle import Settings
from imports.work import Raw, Work, add, apply, apply_different, commit, stop_when_hopeless

Phase = ImportRun.Phase


def go_on(work: Work) -> None:
    """Do the phases from the run's on, each until nothing is left of it."""
    steps: dict[str, Callable[[Work], None]] = {
        Phase.ROWS: _rows,
        Phase.SETTLE: _settle,
        Phase.WAITING: _waiting,
        Phase.LINKS: _links,
        Phase.LEFT: _left,
    }
    while work.run.phase in steps:
        steps[work.run.phase](work)


def _rows(work: Work) -> None:
    end: list[FileProblem] = []
    rows = _readable(_from(_counted(work), work.run.checkpoint), end)
    if not work.run.checkpoint:
        commit(work, lambda: work.report.warn(work.layout.warnings), checkpoint=1)
    every = _together(work, rows, end) if grouped(work.layout) else _single(work, rows)
    with ahead(every) as coming:
        settings = replace(work.settings, meanwhile=coming.begin)
        for batch in coming:
            if isinstance(batch, Raw):
                apply_different(work, batch, settings)
            else:
                apply(work, batch, settings, checkpoint=batch[-1][-1].row.number)
            stop_when_hopeless(work.run)
    _advance(
        work,
        Phase.SETTLE if work.waits else Phase.FINISH,
        unreadable=str(end[0]) if end else "",
        total=work.run.total or 0,
    )


def _together(
    work: Work, rows: Iterator[Row], end: list[FileProblem]
) -> Iterator[Raw | list[Unit]]:
    """Yield batches of rows that belong together."""
    yield from batches(_whole(units(map(work.entry, rows), work.layout), end))


def _single(work: Work, rows: Iterator[Row]) -> Iterator[Raw | list[Unit]]:
    """Yield batches of rows of which each stands for itself.

    The first one is not parsed yet, nor any other while most rows are the same.
    """
    for number, batch in enumerate(batches(rows)):
        if work.same is not None and (work.compares or not number):
            yield Raw(batch, work.same.cells(batch))
        else:
            yield [[work.entry(row)] for row in batch]


def _settle(work: Work) -> None:
    commit(
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
        add(work.run, failures=len({entry.row.number for entry in lost}))

    while found[0] is not None:
        commit(work, fill)
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
            apply(work, batch, settings, gone=numbers)
        stop_when_hopeless(work.run)


def _advance(work: Work, phase: Phase, **fields: str | int) -> None:
    commit(work, lambda: None, phase=phase, **fields)


def _counted(work: Work) -> Iterator[Row]:
    """Yield the rows, and note how many there are below the header when all were read."""
    number = 0
    try:
        for number, row in enumerate(read(work.source)):  # noqa: B007 -- wanted at the end
            yield row
    except FileProblem:
        work.run.total = number
        raise
    work.run.total = number


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
