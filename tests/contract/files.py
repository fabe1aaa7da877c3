"""Files of any record type, as exports write them, and imports of them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from exports import rows, select
from exports.formats.csv import Csv
from exports.request import ExportRequest
from fourme.accounts.rights import Actor
from imports.models import ImportRun
from records import registry
from records.types import Append, RecordType
from tests.imports.importing import run_import

#: The types of which an import reads what an export writes; notes are only ever added.
RETURNING = [
    each for each in registry.types() if each.importable and not isinstance(each.merge, Append)
]
Row = dict[str, str]


def exported(actor: Actor, record_type: RecordType) -> list[Row]:
    """Return the rows that an export of the type by the actor would have, without a run."""
    (part,) = select.parts(ExportRequest(actor=actor, types=(record_type.slug,)))
    file = io.BytesIO()
    with rows.snapshot(ZoneInfo("UTC")) as within:
        chosen = Csv("lf")
        chosen.write(chosen.rows(within, part), record_type, file, lambda *_: None)
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


def written(found: Sequence[Row]) -> str:
    """Return the rows as a CSV file."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
    return file.getvalue()


def imported(
    actor: Actor, folder: Path, record_type: RecordType, found: Sequence[Row], *, test: bool = False
) -> ImportRun:
    """Import the rows and return the finished run."""
    return run_import(actor, folder, record_type.slug, written(found), test_only=test)
