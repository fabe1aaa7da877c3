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
# Bytes that are in no text of UTF-8.
_BACKSLASH, _FOREIGN, _LONG = b"\xff", b"\xfe", b"\xfd"
#: What COPY writes for characters that have a meaning to it. A backslash comes first, and last.
_UNESCAPED = (
    (b"\\\\", _BACKSLASH),
    (b"\\" + DELIMITER, _FOREIGN),
    (b"\\n", b"\n"),
    (b"\\r", b"\r"),
    (b"\\t", b"\t"),
    (b"\\b", b"\b"),
    (b"\\f", b"\f"),
    (b"\\v", b"\v"),
    (_BACKSLASH, b"\\"),
)
#: What XML 1.0 cannot contain: control characters but tab, LF and CR, and two code points.
_FORBIDDEN = bytes([*range(2, 9), 11, 12, *range(14, 32)]) + _FOREIGN
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_ENTITIES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r", b"&#13;"))
_TEXT, _TEXT_END = b'<c t="inlineStr"><is><t xml:space="preserve">', b"</t></is></c>"
_NUMBER, _NUMBER_END = b"<c><v>", b"</v></c>"
_ROW, _ROW_END = b"<row>", b"</row>\n"
_BLANK = b"<c/>"
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
        marks = [(_NUMBER, _NUMBER_END) if each.kind.computable else (_TEXT, _TEXT_END)
                 for each in columns]  # fmt: skip
        #: What stands before each cell of a row: the end of the one before it, too.
        self._before = [marks[place - 1][1] + begin for place, (begin, _) in enumerate(marks)]
        self._first, self._last = _ROW + marks[0][0], marks[-1][1] + _ROW_END
        self._before[0] = self._last + self._first

    def xml(self, rows: Sequence[Row]) -> bytes:
        """Return rows as XML."""
        block = b"".join(rows).replace(b"\n", DELIMITER)
        if b"\\" in block:
            for old, new in _UNESCAPED:
                block = block.replace(old, new)
        if _is_odd(block) or max(map(len, rows)) > LONGEST:
            block = self._fitted(block)
        for old, new in _ENTITIES:
            block = block.replace(old, new)
        cells = block.split(DELIMITER)
        del cells[-1]
        exact = self._keep_long_numbers(cells)
        pieces = [b""] * (2 * len(cells))
        pieces[::2] = self._before * len(rows)
        pieces[1::2] = cells
        pieces[0] = self._first
        made = b"".join([*pieces, self._last])
        if exact:
            made = made.replace(_NUMBER + _LONG, _TEXT).replace(_LONG + _NUMBER_END, _TEXT_END)
        made = made.replace(_TEXT + _TEXT_END, _BLANK).replace(_NUMBER + _NUMBER_END, _BLANK)
        if _ESCAPE.search(made):
            made = _ESCAPED_TEXT.sub(_divided, made)
        return made

    def _fitted(self, block: bytes) -> bytes:
        """Return the cells of a block as Excel can hold them."""
        return DELIMITER.join(map(self._fit, block.split(DELIMITER)))

    def _fit(self, cell: bytes) -> bytes:
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

    def _keep_long_numbers(self, cells: list[bytes]) -> bool:
        """Mark numbers that are to be text; return whether there are any."""
        step, found = len(self._before), False
        for first in self._numbers:
            numbers = cells[first::step]
            if max(map(len, numbers)) > _DIGITS:
                found = True
                cells[first::step] = [
                    _LONG + each + _LONG if len(each) > _DIGITS else each for each in numbers
                ]
        return found


def _is_odd(block: bytes) -> bool:
    """Tell whether a cell holds what XML cannot contain."""
    plain = block.translate(None, _FORBIDDEN)
    return len(plain) < len(block) or any(sign in block for sign in _NO_CHARACTERS)


def _divided(found: re.Match[bytes]) -> bytes:
    """Return the text in runs that hold no escape."""
    runs = (_RUN + run + _RUN_END for run in _WITHIN_ESCAPE.split(found[1]))
    return b"<is>" + b"".join(runs) + b"</is>"
