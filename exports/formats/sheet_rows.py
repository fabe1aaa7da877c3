"""Rows of COPY as rows of the sheet of a workbook: XML made for many cells at once.

The rows come in COPY's text format with a control character between the cells, which XML cannot
contain. So a cell that holds it, or another one, is found by looking at a block as a whole, and
only then the cells are looked at one by one (docs/adr/0014).
"""

import re
from collections import Counter
from collections.abc import Sequence

from exports.copying import Row
from records.types import Column

#: The longest text that a cell of Excel can hold, in units of UTF-16: emoji are two.
LONGEST = 32_767
#: Excel computes with 15 digits; longer numbers stay text, so that none is changed.
_DIGITS = 15
CLEANED = "control characters removed, which Excel cannot hold"
CUT = f"cut after {LONGEST:,} characters, the most that Excel can hold"

#: Stands behind each cell.
DELIMITER = b"\x01"
#: What COPY writes for characters that have a meaning to it.
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_UNESCAPED = {
    b"\\": b"\\",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"v": b"\v",
}
#: Before and behind texts and numbers, around numbers that are to be text, and for a delimiter
#: within a text: bytes that UTF-8 has not.
_TEXT, _TEXT_END, _NUMBER, _NUMBER_END, _LONG, _FOREIGN = (
    bytes([sign]) for sign in range(250, 256)
)
#: What XML 1.0 cannot contain: control characters but tab, LF and CR, and two code points.
_FORBIDDEN = bytes([*range(2, 9), 11, 12, *range(14, 32)]) + _FOREIGN
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_RARE = _NO_CHARACTERS[0][:2]
_ENTITIES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r", b"&#13;"))
_XML = (
    (_TEXT + _TEXT_END, b"<c/>"),
    (_NUMBER + _NUMBER_END, b"<c/>"),
    (_NUMBER + _LONG, _TEXT),
    (_LONG + _NUMBER_END, _TEXT_END),
    (_TEXT, b'<c t="inlineStr"><is><t xml:space="preserve">'),
    (_TEXT_END, b"</t></is></c>"),
    (_NUMBER, b"<c><v>"),
    (_NUMBER_END, b"</v></c>"),
)
# Excel takes "_x0041_" for an A, within a run of text: such a text is divided into several.
_ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ESCAPED_TEXT = re.compile(rb'<is><t xml:space="preserve">([^<]*_x[0-9A-Fa-f]{4}_[^<]*)</t></is>')
_WITHIN_ESCAPE = re.compile(rb"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_RUN, _RUN_END = b'<r><t xml:space="preserve">', b"</t></r>"


class SheetRows:
    """Makes the XML of rows with such columns; `changes` counts what had to be changed in cells."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.changes: Counter[str] = Counter()
        self._numbers = [place for place, each in enumerate(columns) if each.kind.computable]
        cells = (
            _NUMBER + b"%b" + _NUMBER_END if each.kind.computable else _TEXT + b"%b" + _TEXT_END
            for each in columns
        )
        self._row = b"<row>" + b"".join(cells) + b"</row>\n"
        self._cells = len(columns)

    def xml(self, rows: Sequence[Row]) -> bytes:
        """Return rows as XML."""
        block = b"".join(rows).replace(b"\n", DELIMITER)
        if b"\\" in block:
            block = _ESCAPED.sub(_unescaped, block)
        if _may_be_odd(block) or max(map(len, rows)) > LONGEST:
            block = DELIMITER.join(map(self._fitted, block.split(DELIMITER)))
        for old, new in _ENTITIES:
            block = block.replace(old, new)
        escapes = _ESCAPE.search(block) if b"_x" in block else None
        cells = block.split(DELIMITER)
        del cells[-1]
        self._keep_long_numbers(cells)
        made = self._row * len(rows) % tuple(cells)
        for old, new in _XML:
            made = made.replace(old, new)
        return _ESCAPED_TEXT.sub(_divided, made) if escapes else made

    def _fitted(self, cell: bytes) -> bytes:
        """Return the text of a cell as Excel can hold it."""
        clean = cell.translate(None, _FORBIDDEN)
        for sign in _NO_CHARACTERS:
            clean = clean.replace(sign, b"")
        if len(clean) < len(cell):
            self.changes[CLEANED] += 1
        units = clean.decode().encode("utf-16-le") if len(clean) > LONGEST else b""
        if len(units) <= 2 * LONGEST:
            return clean
        self.changes[CUT] += 1
        return units[: 2 * LONGEST].decode("utf-16-le", "ignore").encode()  # no half an emoji

    def _keep_long_numbers(self, cells: list[bytes]) -> None:
        """Mark numbers that are to be text."""
        for first in self._numbers:
            numbers = cells[first :: self._cells]
            if max(map(len, numbers)) > _DIGITS:
                cells[first :: self._cells] = [
                    _LONG + each + _LONG if len(each) > _DIGITS else each for each in numbers
                ]


def _unescaped(found: re.Match[bytes]) -> bytes:
    return _UNESCAPED.get(found[1], _FOREIGN)


def _may_be_odd(block: bytes) -> bool:
    """Tell whether a cell may hold what XML cannot contain."""
    return len(block.translate(None, _FORBIDDEN)) < len(block) or _RARE in block


def _divided(found: re.Match[bytes]) -> bytes:
    """Return the text in runs that hold no escape."""
    runs = (_RUN + run + _RUN_END for run in _WITHIN_ESCAPE.split(found[1]))
    return b"<is>" + b"".join(runs) + b"</is>"
