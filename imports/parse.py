"""Stage 4: from cells to values; each problem of a row is told, not only the first."""

from collections.abc import Callable
from typing import Any

from imports.alternates import alternates, choosers
from imports.headers import Layout
from imports.rows import Entry, Row
from records.kinds import Problem, unguard
from records.types import Column

#: Texts up to this length are remembered with their value, so many a column.
_SHORT, _REMEMBERED = 64, 4096
_UNSEEN = object()

Reader = Callable[[str], Any]


def parser(layout: Layout) -> Callable[[Row], Entry]:
    """Return the function that reads the rows of a file with this layout."""
    places = list(zip(layout.columns, layout.cells, strict=True))
    steps = [
        (cell, (known := _known(column, layout)).get, _reader(column, known), column.header)
        for column, cell in places
        if cell >= 0
    ]
    constants = [column.default for column, cell in places if cell < 0]
    choose = choosers(layout)
    width = len(layout.headers)
    nameless = [place for place, header in enumerate(layout.headers) if not header]

    def parse(row: Row) -> Entry:
        cells = row.cells
        entry = Entry(row, [])
        if row.broken:
            entry.complain("", cells[0], row.broken)
            return entry
        if len(cells) != width or nameless:
            cells = _fitted(entry, cells, width, nameless)
        append = entry.values.append
        for place, remembered, read, header in steps:
            text = cells[place]
            value = remembered(text, _UNSEEN)
            if value is _UNSEEN:
                value = read(text)
            if value.__class__ is Problem:
                entry.complain(header, text, value.reason, value.hint)
            append(value)
        entry.values.extend(constants)
        for each in choose:
            each(entry)
        return entry

    return parse


def _known(column: Column, layout: Layout) -> dict[str, Any]:
    """Return the values that are known by their text from the start: that of a blank cell."""
    blank: Any = column.kind.blank
    if column.required and not column.relation and not alternates(layout, column):
        blank = column.default or Problem("is empty.", "Each row needs a value.")
    return {"": blank}


def _reader(column: Column, known: dict[str, Any]) -> Reader:
    """Return the function that reads the cells of one column and remembers short texts."""
    parse, empty, blank = column.kind.parse, column.kind.blank, known[""]

    def read(text: str) -> Any:
        value: Any = parse(unguard(text) if text[0] == "\t" else text)
        if value.__class__ is Problem:
            value = blank if text.isspace() else value
        elif column.required and value == empty:
            value = blank
        if len(text) <= _SHORT:
            if len(known) >= _REMEMBERED:
                known.clear()
                known[""] = blank
            known[text] = value
        return value

    return read


def _fitted(entry: Entry, cells: list[str], width: int, nameless: list[int]) -> list[str]:
    """Return as many cells as there are headers; a value without a header is a problem."""
    extra = [text for text in cells[width:] if text.strip()]
    extra += [cells[place] for place in nameless if place < len(cells) and cells[place].strip()]
    if extra:
        entry.complain(
            "",
            extra[0],
            f"The row has {len(extra)} more {'value' if len(extra) == 1 else 'values'} than the "
            "header has columns.",
            "Put values that contain the separator between quotes.",
        )
    return cells + [""] * (width - len(cells)) if len(cells) < width else cells
