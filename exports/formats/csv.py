"""CSV files: UTF-8 without BOM, a header line, LF or CR LF between the records."""

import csv
import io
from collections import Counter
from collections.abc import Generator, Iterator
from typing import IO, ClassVar

from exports.copying import Connection, Row
from exports.formats.behind import behind
from exports.formats.blocks import blocks
from exports.formats.format import Watch
from exports.rows import rows
from exports.select import Part
from records.kinds import guard
from records.types import RecordType

LINE_ENDS = {"lf": b"\n", "crlf": b"\r\n"}


def header(record_type: RecordType) -> bytes:
    """Return the line of the headers, without its end.

    A first header ID stands in quotes: spreadsheets take a file that begins with the bare letters
    for another format.
    """
    headers = [guard(column.header) for column in record_type.columns]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(headers)
    text = line.getvalue()
    if headers[0] == "ID":
        text = f'"ID"{text.removeprefix("ID")}'
    return text.encode()


class Csv:
    """CSV with a line separator: `lf` or `crlf`."""

    extension: ClassVar[str] = "csv"
    per_file: ClassVar[int | None] = None
    compressed: ClassVar[bool] = False

    def __init__(self, line_separator: str) -> None:
        self._end = LINE_ENDS[line_separator]

    def rows(self, within: Connection, part: Part) -> Generator[Row]:
        """Yield the records as CSV with LF behind each."""
        return rows(within, part)

    def write(
        self, rows: Iterator[Row], record_type: RecordType, target: IO[bytes], watch: Watch
    ) -> Counter[str]:
        """Write a file; nothing has to be changed in its cells."""
        end = self._end
        done = 0
        with behind(target) as file:
            file.write(header(record_type) + end)
            for block in blocks(rows):
                if end == b"\n":
                    file.write(b"".join(block))
                else:
                    file.write(end.join(row[:-1] for row in block) + end)
                done += len(block)
                watch(done, record_type.slug)
        return Counter()
