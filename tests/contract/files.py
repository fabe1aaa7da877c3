"""Files of any record type, as exports write them, and imports of them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from fourme.accounts.rights import Actor
from imports.models import ImportRun
from records import registry
from records.types import Append, RecordType
from tests.exports.exporting import ask, content, work
from tests.imports.importing import run_import

#: The types of which an import reads what an export writes; notes are only ever added.
RETURNING = [
    each for each in registry.types() if each.importable and not isinstance(each.merge, Append)
]
Row = dict[str, str]


def exported(actor: Actor, record_type: RecordType) -> list[Row]:
    """Export the records of the type and return the rows."""
    data = content(work(ask(actor, record_type.slug)))
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def written(rows: Sequence[Row]) -> str:
    """Return the rows as a CSV file."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def imported(
    actor: Actor, folder: Path, record_type: RecordType, rows: Sequence[Row], *, test: bool = False
) -> ImportRun:
    """Import the rows and return the finished run."""
    return run_import(actor, folder, record_type.slug, written(rows), test_only=test)
