"""Stage 2: from lines to rows of cells."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from imports.decode import Encoding, Lines, detect
from imports.rows import FileProblem, Row

SEPARATORS = {"\t": "tab", ",": "comma", ";": "semicolon"}
_HEADER_LINES = 50


@dataclass(frozen=True)
class Source:
    """A file that can be read: where it is, how its bytes and cells are divided."""

    path: Path
    encoding: Encoding
    separator: str

    @property
    def separator_name(self) -> str:
        """The separator in words."""
        return SEPARATORS[self.separator]


def examine(path: Path) -> Source:
    """Find out the encoding and the separator. Raises FileProblem for what is no CSV or TSV."""
    encoding = detect(path)
    with _lines(path, encoding) as lines:
        return Source(path, encoding, _separator(lines))


def read(source: Source) -> Iterator[Row]:
    """Yield the rows, the header first; rows without any value are counted and left out.

    Raises FileProblem, when the reading comes to it, for what makes the rest unreadable.
    """
    csv.field_size_limit(settings.IMPORT_MAX_CELL)
    with _lines(source.path, source.encoding) as lines:
        reader = csv.reader(lines, delimiter=source.separator, strict=True)
        number = 0
        while True:
            first = lines.number + 1
            lines.begin_row()
            number += 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield _broken(source, number, first, lines, str(error))
                continue
            if cells is None:
                return
            if any(map(str.strip, cells)):
                yield Row(number, first, lines.number, cells)


@dataclass(frozen=True)
class Survey:
    """How many rows a file has below its header; `problem` says why no more can be read.

    Without `complete` there are more than were counted.
    """

    rows: int
    problem: str = ""
    complete: bool = True


def survey(source: Source, limit: int | None = None) -> Survey:
    """Count the rows, at most `limit` of them."""
    rows = -1
    try:
        for _ in read(source):
            rows += 1
            if rows == limit:
                return Survey(rows, complete=False)
    except FileProblem as problem:
        return Survey(max(rows, 0), str(problem))
    return Survey(max(rows, 0))


def _broken(source: Source, number: int, first: int, lines: Lines, error: str) -> Row:
    """Return the row that could not be split. Raises FileProblem when no row can follow."""
    if "unexpected end" in error:
        raise FileProblem(
            f"The quote that opens on line {_opening(source, first, lines.number)} is not closed."
        )
    if "field larger" in error:
        raise FileProblem(
            f"The cell that begins on line {_opening(source, first, lines.number)} is larger than "
            f"{settings.IMPORT_MAX_CELL // 1024:,} KB. Is a quote not closed?"
        )
    return Row(
        number,
        first,
        lines.number,
        [lines.last.rstrip("\r\n")],
        "A quoted value goes on after its closing quote. "
        "Write a quote inside a quoted value twice.",
    )


def _opening(source: Source, first: int, last: int) -> int:
    """Return the line of the last quote that opens a cell in the row of these lines.

    A cell opens when a quote stands at its start; inside, a doubled quote is a character.
    """
    opened, inside, start = first, False, True
    with _lines(source.path, source.encoding) as lines:
        for line in lines:
            lines.begin_row()
            if lines.number < first:
                continue
            for sign in line:
                if inside:
                    inside = sign != '"'
                elif sign == '"':
                    opened = lines.number if start else opened
                    inside = True
                start = not inside and sign in {source.separator, "\n", "\r"}
            if lines.number == last:
                break
    return opened


def _separator(lines: Lines) -> str:
    """Return the separator of the header: tab wins, then comma, then semicolon."""
    outside, inside = "", False
    for number, line in enumerate(lines):
        for part_number, part in enumerate(line.split('"')):
            if part_number:
                inside = not inside
            if not inside:
                outside += part
        if not inside and (outside.strip() or number > _HEADER_LINES):
            break
    return next((sign for sign in SEPARATORS if sign in outside), ",")


@contextmanager
def _lines(path: Path, encoding: Encoding) -> Iterator[Lines]:
    with path.open("rb") as file:
        yield Lines(file, encoding)
