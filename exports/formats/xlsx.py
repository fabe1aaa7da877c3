"""Excel files: a bold, frozen header, strings that are never formulas, numbers that are numbers.

openpyxl makes the package once: styles, widths, header. The rows are streamed into its sheet as
XML: PostgreSQL puts control characters between the cells, which XML cannot contain, so that a
few replacements of bytes turn many rows at once into XML (docs/adr/0014).
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import IO, ClassVar

from django.db.models import Case, Expression, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from exports.formats.format import Watch
from exports.rows import Connection, Row, copied, guarded, statement
from exports.select import Part
from records.kinds import guard
from records.kinds.kind import Glue
from records.types import Column, RecordType

#: The longest text that a cell of Excel can hold, in units of UTF-16: emoji are two.
LONGEST = 32_767
#: Excel computes with 15 digits; longer numbers stay text, so that none is changed.
_DIGITS = 15
_SHEET = "xl/worksheets/sheet1.xml"
_ROWS = 2_000
_WIDTHS = {"id": 10, "text": 40, "string": 24, "reference": 24, "references": 28}
_WIDTH = 16

# Between the cells of a row, around numbers, behind a row, behind cells that were cleaned and those
# that may be too long, and what COPY quotes with. None of them can be in a cell: those that XML
# cannot contain are removed.
_NEXT, _NUMBER, _NUMBER_END, _ROW_END = b"\x01", b"\x02", b"\x03", b"\x04"
_CLEANED, _LONG, _QUOTE, _DELIMITER = b"\x05", b"\x06", b"\x07", b"\x0e"
_LONG_CELL = re.compile(rb"(\x01|\x04\n)([^\x01\x04]*)\x06")
#: What XML 1.0 cannot contain: control characters but tab, LF and CR, and two code points.
_FORBIDDEN = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32)))) + "\ufffe\uffff"
_TEXT, _TEXT_END = b'<c t="inlineStr"><is><t xml:space="preserve">', b"</t></is></c>"
_REPLACED = (
    (b"&", b"&amp;"),
    (b"<", b"&lt;"),
    (b">", b"&gt;"),
    (b"\r", b"&#13;"),
    (_NUMBER_END + _NEXT + _NUMBER, b"</v></c><c><v>"),
    (_NUMBER_END + _NEXT, b"</v></c>" + _TEXT),
    (_NEXT + _NUMBER, _TEXT_END + b"<c><v>"),
    (_NEXT, _TEXT_END + _TEXT),
    (_NUMBER_END + _ROW_END + b"\n" + _NUMBER, b"</v></c></row>\n<row><c><v>"),
    (_NUMBER_END + _ROW_END + b"\n", b"</v></c></row>\n<row>" + _TEXT),
    (_ROW_END + b"\n" + _NUMBER, _TEXT_END + b"</row>\n<row><c><v>"),
    (_ROW_END + b"\n", _TEXT_END + b"</row>\n<row>" + _TEXT),
    (_TEXT + _TEXT_END, b"<c/>"),
)
# Excel takes "_x0041_" for an A, within a run of text: such a text is divided into several.
_ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ESCAPED_TEXT = re.compile(rb'<is><t xml:space="preserve">([^<]*_x[0-9A-Fa-f]{4}_[^<]*)</t></is>')
_WITHIN_ESCAPE = re.compile(rb"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_RUN, _RUN_END = b'<r><t xml:space="preserve">', b"</t></r>"

CLEANED = "control characters removed, which Excel cannot hold"
CUT = f"cut after {LONGEST:,} characters, the most that Excel can hold"


class Xlsx:
    """Excel workbooks of one sheet."""

    extension: ClassVar[str] = "xlsx"
    per_file: ClassVar[int | None] = 10_000
    compressed: ClassVar[bool] = True

    def rows(self, within: Connection, part: Part) -> Iterator[Row]:
        """Yield the records with control characters around their cells."""
        found = statement(part, cell)
        row = f" || {_literal(_NEXT)} || ".join(found.cells)
        query = f"SELECT {row} || {_literal(_ROW_END)} FROM {found.source}"  # noqa: S608 - ORM's SQL
        options = f"FORMAT csv, QUOTE {_literal(_QUOTE)}, DELIMITER {_literal(_DELIMITER)}"
        command = f"COPY ({query}) TO STDOUT ({options})"
        return copied(within, command, found.params)

    def write(
        self, rows: Iterator[Row], record_type: RecordType, target: IO[bytes], watch: Watch
    ) -> Counter[str]:
        """Write a workbook of the rows."""
        changes: Counter[str] = Counter()
        head, tail = _sheet(record_type)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in head.items():
                if name != _SHEET:
                    package.writestr(name, data)
            with package.open(_SHEET, "w", force_zip64=True) as sheet:
                sheet.write(head[_SHEET])
                done = 0
                while block := list(islice(rows, _ROWS)):
                    sheet.write(_xml(b"".join(block), changes))
                    done += len(block)
                    watch(done, record_type.slug)
                sheet.write(tail)
        return changes


def cell(text: Expression, column: Column) -> Expression:
    """Return the cell with what tells its kind, never NULL."""
    if column.kind.computable:
        number = Glue(_value(_NUMBER), text, _value(_NUMBER_END))
        long = GreaterThan(_length(text), _DIGITS)
        exact = Case(When(long, then=text), default=number, output_field=TextField())
        return Coalesce(exact, Value(""), output_field=TextField())
    if not (column.kind.guarded or column.kind.free_text):
        return Coalesce(text, Value(""), output_field=TextField())
    clean = Func(
        guarded(text, column),
        Value(_FORBIDDEN),
        Value(""),
        function="translate",
        output_field=TextField(),
    )
    changed = GreaterThan(_length(guarded(text, column)), _length(clean))
    mark = Case(When(changed, then=_value(_CLEANED)), default=Value(""), output_field=TextField())
    cleaned: Expression = Glue(clean, mark)
    if column.many or 2 * (getattr(column.kind, "max_length", None) or LONGEST) > LONGEST:
        start = Func(clean, Value(LONGEST + 1), function="left", output_field=TextField())
        size = Func(clean, function="octet_length", output_field=IntegerField())
        cleaned = Case(
            When(GreaterThan(size, LONGEST), then=Glue(start, mark, _value(_LONG))),
            default=cleaned,
            output_field=TextField(),
        )
    return Coalesce(cleaned, Value(""), output_field=TextField())


def _xml(block: bytes, changes: Counter[str]) -> bytes:
    """Return rows as XML, and count what had to be changed in their cells."""
    # With an end of a row before the first one, each row begins and ends in the same way.
    block = _ROW_END + b"\n" + block.replace(_QUOTE, b"")
    if number := block.count(_CLEANED):
        changes[CLEANED] += number
        block = block.replace(_CLEANED, b"")
    if _LONG in block:
        block = _LONG_CELL.sub(lambda found: found[1] + _cut(found[2], changes), block)
    for old, new in _REPLACED:
        block = block.replace(old, new)
    if _ESCAPE.search(block):
        block = _ESCAPED_TEXT.sub(_divided, block)
    return block[len(_TEXT_END + b"</row>\n") : -len(b"<row>" + _TEXT)]


def _cut(text: bytes, changes: Counter[str]) -> bytes:
    """Return as much of a text as Excel can hold, never half a character."""
    units = text.decode().encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    changes[CUT] += 1
    return units[: 2 * LONGEST].decode("utf-16-le", "ignore").encode()


def _divided(found: re.Match[bytes]) -> bytes:
    """Return the text in runs that hold no escape."""
    runs = (_RUN + run + _RUN_END for run in _WITHIN_ESCAPE.split(found[1]))
    return b"<is>" + b"".join(runs) + b"</is>"


def _sheet(record_type: RecordType) -> tuple[dict[str, bytes], bytes]:
    """Return the parts of the package, the sheet up to where its rows begin, and its end."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = record_type.label[:31]
    sheet.freeze_panes = "A2"
    for place, column in enumerate(record_type.columns, 1):
        head = sheet.cell(1, place)
        head.value = guard(column.header)
        head.data_type = "s"
        head.font = Font(bold=True)
        head.alignment = Alignment(vertical="top")
        width = max(_WIDTHS.get(column.kind.name, _WIDTH), len(column.header) + 2)
        sheet.column_dimensions[get_column_letter(place)].width = width
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    begin, end, tail = parts[_SHEET].partition(b"</sheetData>")
    parts[_SHEET] = begin
    return parts, end + tail


def _length(text: Expression) -> Func:
    return Func(text, function="length", output_field=IntegerField())


def _value(mark: bytes) -> Value:
    return Value(mark.decode(), output_field=TextField())


def _literal(mark: bytes) -> str:
    return f"E'\\x{mark[0]:02x}'"
