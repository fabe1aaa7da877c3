"""Excel export: the pipeline against packages that write workbooks.

The packages get the same texts, as tuples from a server-side cursor, and write them to files of as
many rows as ours.
"""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.csv_export import ZONE, exported, part
from benchmarks.databases import Data
from benchmarks.registry import Stopwatch, case, figure
from exports import rows
from exports.formats.xlsx import Xlsx
from fourme import services

Texts = tuple[str | None, ...]
#: The slower packages take minutes for all: rows a second are compared, and they have fewer.
_SHARE = 5


@case("xlsx_export", Data.PEOPLE)
def xlsx_export(watch: Stopwatch) -> int:
    """Export all people."""
    return int(exported(watch, "people", export_format="xlsx").records["people"])


@case("openpyxl", Data.PEOPLE)
def openpyxl(watch: Stopwatch) -> int:
    """Write some with openpyxl's write-only mode."""
    from openpyxl import Workbook  # noqa: PLC0415 - what is not measured need not be loaded

    done = 0
    with watch:
        for path, texts in _files(_SHARE):
            book = Workbook(write_only=True)
            sheet = book.create_sheet("People")
            sheet.append(_headers())
            for row in texts:
                sheet.append(row)
                done += 1
            book.save(path)
    return done


@case("xlsxwriter", Data.PEOPLE)
def xlsxwriter(watch: Stopwatch) -> int:
    """Write some with XlsxWriter in constant memory."""
    import xlsxwriter as package  # noqa: PLC0415 - as above

    done = 0
    with watch:
        for path, texts in _files(_SHARE):
            with package.Workbook(path, {"constant_memory": True}) as book:
                sheet = book.add_worksheet("People")
                for place, header in enumerate(_headers()):
                    sheet.write_string(0, place, header)
                for number, row in enumerate(texts, 1):
                    for place, text in enumerate(row):
                        if text:
                            sheet.write_string(number, place, text)
                    done += 1
    return done


@case("rustpy_xlsxwriter", Data.PEOPLE)
def rustpy_xlsxwriter(watch: Stopwatch) -> int:
    """Write all with rustpy-xlsxwriter, whose writer is in Rust."""
    from rustpy_xlsxwriter import write_worksheet  # noqa: PLC0415 - as above

    done = 0
    headers = _headers()
    with watch:
        for path, texts in _files():
            records = [dict(zip(headers, row, strict=True)) for row in texts]
            write_worksheet(records, str(path), sheet_name="People")
            done += len(records)
    return done


def _files(share: int = 1) -> Iterator[tuple[Path, Iterator[Texts]]]:
    """Yield new paths, each with the rows that belong there."""
    with (
        tempfile.TemporaryDirectory(dir=services.var_dir()) as folder,
        rows.snapshot(ZONE) as within,
        within.cursor("texts") as cursor,
    ):
        found = rows.statement(part())
        cursor.itersize = 2000
        limit = part().records.count() // share
        bound: Any = f"{found.select(', ')} LIMIT {limit}"
        cursor.execute(bound, found.params)
        every = iter(cursor)
        for number in itertools.count():
            block = itertools.islice(every, Xlsx.per_file)
            first = next(block, None)
            if first is None:
                return
            yield Path(folder, f"people_{number}.xlsx"), itertools.chain([first], block)


def _headers() -> list[str]:
    return [column.header for column in part().record_type.columns]


figure("xlsx_export/openpyxl", "xlsx_export", "openpyxl", least=7)
figure("xlsx_export/xlsxwriter", "xlsx_export", "xlsxwriter", least=5)
figure("xlsx_export/rustpy_xlsxwriter", "xlsx_export", "rustpy_xlsxwriter", least=1)
