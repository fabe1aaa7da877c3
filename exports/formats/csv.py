"""CSV files: UTF-8 without BOM, a header line, LF or CR LF between the records."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from exports.rows import Row
from records.kinds import guard
from records.types import RecordType

#: So many bytes are written at once.
_BLOCK = 256 * 1024

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


def write(
    rows: Iterable[Row],
    record_type: RecordType,
    target: IO[bytes],
    *,
    line_separator: str,
    report: Callable[[int, str], None],
) -> int:
    """Write a file to `target` and return the number of its records, header not counted.

    `rows` are CSV with LF behind each. `report` gets the number of records so far and
    the slug of the type.
    """
    end = LINE_ENDS[line_separator]
    target.write(header(record_type) + end)
    done = 0
    for block in _blocks(rows):
        if end == b"\n":
            target.write(b"".join(block))
        else:
            target.write(end.join(row[:-1] for row in block) + end)
        done += len(block)
        report(done, record_type.slug)
    return done


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    size = 0
    for row in rows:
        block.append(row)
        size += len(row)
        if size >= _BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
