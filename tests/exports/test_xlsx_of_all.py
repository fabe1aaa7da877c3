"""Workbooks of all types: each cell holds what the CSV file holds, whatever that is."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import kinds, registry
from records.models import Record
from records.types import Column, RecordType
from tests.contract.test_cells import good
from tests.contract.test_random_rows import varied
from tests.exports.exporting import ask, members, work
from tests.exports.nasty import TEXTS, clean
from tests.records import samples

NUMBERS = ["-1.5", "12345678901234.123456", "922337203685477", "0.000001", "7"]
#: What Excel computes with.
DIGITS = 15


def nasty_values(column: Column) -> Iterator[Any]:
    """Yield values that the column can hold, the worst first."""
    kind = column.kind
    texts = good(column)
    if isinstance(kind, kinds.String | kinds.Text):
        texts = TEXTS
    elif isinstance(kind, kinds.CustomFields):
        texts = [json.dumps([{"id": "color", "value": text}]) for text in TEXTS]
    elif kind.computable:
        texts = [*NUMBERS, *texts]
    for text in texts:
        value = kind.parse(text)
        if not isinstance(value, kinds.Problem):
            yield value


def spoil(record: Record, record_type: RecordType, number: int) -> int:
    """Put nasty values into the columns of a record; return how many took one."""
    taken = 0
    rows = type(record)._default_manager.filter(pk=record.pk)
    for place, column in enumerate(varied(record_type)):
        values = list(nasty_values(column)) or [getattr(record, column.name)]
        try:
            with transaction.atomic():
                taken += rows.update(**{column.name: values[(place + number) % len(values)]})
        except IntegrityError:
            continue  # what goes together, such as a start and an end
    return taken


def as_in_excel(text: str, column: Column) -> object:
    """Return what the cell of a workbook should hold for the text of a CSV file."""
    if column.kind.computable and 0 < len(text) <= DIGITS:
        return float(text)
    return clean(text) or None


@pytest.mark.usefixtures("transactional_db", "redis")
def test_every_cell_of_every_type(
    administrator: Actor, wdc: Account, subtests: pytest.Subtests
) -> None:
    taken = 0
    for record_type in registry.types():
        for number in range(3):
            record = samples.make(record_type, wdc)
            taken += 0 if record_type.view else spoil(record, record_type, 5 * number)
    # An export is entered in the System Logs, so that two of them differ.
    exported = [each for each in registry.types() if each.slug != "system_logs"]
    slugs = [record_type.slug for record_type in exported]

    texts = members(work(ask(administrator, *slugs)))
    books = members(work(ask(administrator, *slugs, export_format="xlsx")))

    assert taken > 1500
    assert len(texts) == len(books) == len(slugs)
    for record_type, text, book in zip(exported, texts.values(), books.values(), strict=True):
        with subtests.test(record_type.slug):
            compare(record_type, text, book)


def compare(record_type: RecordType, text: bytes, book: bytes) -> None:
    """Fail unless both files hold the same."""
    header, *rows = list(read_csv(text))
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    first, *others = sheet.iter_rows(values_only=True)
    assert list(first) == header
    assert len(others) == len(rows) > 0
    for row, cells in zip(rows, others, strict=True):
        wanted = [
            as_in_excel(each, column) for each, column in zip(row, record_type.columns, strict=True)
        ]
        assert list(cells) == wanted


def read_csv(data: bytes) -> Iterator[list[str]]:
    """Read a CSV file as spreadsheets do."""
    return csv.reader(io.StringIO(data.decode(), newline=""))
