"""The rejected rows as a file to mend and import again."""

import csv
from collections.abc import Iterator
from typing import Any

from imports.headers import ERROR, ROW
from imports.models import ImportRun
from records.kinds import guard, unguard

_AT_ONCE = 1000


class _Echo:
    """A file that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def rejected_csv(run: ImportRun) -> Iterator[str]:
    """Yield the lines: the columns of the file, and before them the row and what is wrong.

    The importer ignores the two columns. The formula guard of a cell is renewed, so that a
    cell means the same and harms no spreadsheet.
    """
    ours = {ROW.casefold(), ERROR.casefold()}
    kept = [i for i, header in enumerate(run.headers) if header.casefold() not in ours]
    width = len(run.headers)
    writer = csv.writer(_Echo())
    line: Any = writer.writerow
    yield "\ufeff" + line([ROW, ERROR, *(guard(run.headers[i]) for i in kept)])
    for row in run.rejected.order_by("row").iterator(chunk_size=_AT_ONCE):
        cells = [row.cells[i] for i in kept if i < len(row.cells)] + row.cells[width:]
        yield line([row.row, row.reasons, *(guard(unguard(cell)) for cell in cells)])
