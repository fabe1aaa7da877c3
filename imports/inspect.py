"""What a file looks like before anything runs: for the dialog."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from imports.headers import Layout, Unknown, lay_out
from imports.parse import parser
from imports.read import Source, Survey, examine, read, survey
from imports.rows import Entry, FileProblem
from records.kinds import Key
from records.types import Column, RecordType

SAMPLES = 5
#: Beyond so many rows a dialog does not count on: the person waits.
COUNTED = 500_000
NOTHING = Survey(0)


@dataclass(frozen=True)
class Cell:
    """A value as it was understood, or what is wrong with it."""

    text: str
    problem: str = ""


@dataclass(frozen=True)
class Sample:
    """One of the first rows."""

    number: int
    cells: tuple[Cell, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What was understood of a file; `refusal` says why it cannot be imported at all."""

    refusal: str = ""
    source: Source | None = None
    layout: Layout | None = None
    survey: Survey = NOTHING
    samples: list[Sample] = field(default_factory=list)

    @property
    def known(self) -> list[Column]:
        """The columns that will be imported."""
        if self.layout is None:
            return []
        pairs = zip(self.layout.columns, self.layout.cells, strict=True)
        return [column for column, cell in pairs if cell >= 0]

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """The columns that will be ignored."""
        return self.layout.unknown if self.layout else ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """The columns that new records need and the file has not."""
        return self.layout.missing if self.layout else ()


def inspect(path: Path, record_type: RecordType, *, financial_only: bool = False) -> Inspection:
    """Read the header and the first rows, and count the others."""
    source: Source | None = None
    try:
        source = examine(path)
        rows = read(source)
        layout = lay_out(next(rows, None), record_type, financial_only=financial_only)
    except FileProblem as problem:
        return Inspection(str(problem), source)
    samples = []
    try:
        parse = parser(layout)
        samples = [_sample(parse(row), layout) for row in islice(rows, SAMPLES)]
    except FileProblem:
        pass  # the survey tells it
    counted = survey(source, COUNTED)
    refusal = "" if counted.rows else counted.problem or "The file has a header but no rows."
    return Inspection(refusal, source, layout, counted, samples)


def _sample(entry: Entry, layout: Layout) -> Sample:
    wrong = {each.column: f"{each.reason} {each.hint}".strip() for each in entry.complaints}
    cells = []
    for column, place, value in zip(layout.columns, layout.cells, entry.values, strict=False):
        if place < 0:
            continue
        raw = entry.row.cells[place] if place < len(entry.row.cells) else ""
        problem = wrong.pop(column.header, "")
        blank = value is None or value in ("", ())
        text = (
            raw if problem or isinstance(value, Key) else "" if blank else column.kind.format(value)
        )
        cells.append(Cell(text, problem))
    return Sample(entry.row.number, tuple(cells), tuple(wrong.values()))
