"""Excel files: a bold, frozen header, strings that are never formulas, numbers that are numbers.

openpyxl makes the package once: styles, widths, header. The rows are streamed into its sheet as
XML (docs/adr/0014).
"""

import io
import zipfile
from collections import Counter
from collections.abc import Generator, Iterator
from typing import IO, ClassVar

from django.db.models import Expression
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from exports.copying import Connection, Row, copied
from exports.formats.behind import behind
from exports.formats.blocks import blocks
from exports.formats.format import Watch
from exports.formats.sheet_rows import CLEANED, CUT, DELIMITER, LONGEST, SheetRows
from exports.rows import guarded, statement
from exports.select import Part
from records.kinds import guard
from records.types import Column, RecordType

__all__ = ["CLEANED", "CUT", "LONGEST", "Xlsx"]

_SHEET = "xl/worksheets/sheet1.xml"
_WIDTHS = {"id": 10, "text": 40, "string": 24, "reference": 24, "references": 28}
_WIDTH = 16


class Xlsx:
    """Excel workbooks of one sheet."""

    extension: ClassVar[str] = "xlsx"
    per_file: ClassVar[int | None] = 10_000
    compressed: ClassVar[bool] = True

    def rows(self, within: Connection, part: Part) -> Generator[Row]:
        """Yield the records in the form that SheetRows takes."""
        found = statement(part, cell)
        options = f"FORMAT text, DELIMITER E'\\x{DELIMITER[0]:02x}', NULL ''"
        return copied(within, f"COPY ({found.select(', ')}) TO STDOUT ({options})", found.params)

    def write(
        self, rows: Iterator[Row], record_type: RecordType, target: IO[bytes], watch: Watch
    ) -> Counter[str]:
        """Write a workbook of the rows."""
        head, tail = _sheet(record_type)
        made = SheetRows(record_type.columns)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in head.items():
                if name != _SHEET:
                    package.writestr(name, data)
            with (
                package.open(_SHEET, "w", force_zip64=True) as entry,
                behind(entry) as sheet,
            ):
                sheet.write(head[_SHEET])
                done = 0
                for block in blocks(rows):
                    sheet.write(made.xml(block))
                    done += len(block)
                    watch(done, record_type.slug)
                sheet.write(tail)
        return made.changes


def cell(text: Expression, column: Column) -> Expression:
    """Return the text of the cell; a number needs no guard, since it is none of text."""
    return text if column.kind.computable else guarded(text, column)


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
