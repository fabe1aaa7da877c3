"""Excel files, read back cell by cell with a library that did not write them."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from exports.formats.xlsx import LONGEST, Xlsx
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.models import EffortClass, OutOfOfficePeriod, Person, Site
from tests.exports.exporting import ask, content, file_of, log_of, members, table, work

pytestmark = pytest.mark.usefixtures("transactional_db", "redis")


def read(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of the sheet by header; an empty cell is None."""
    header, *rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


TRICKY = [
    "plain",
    "=1+2",
    "+1 (773) 555-0100",
    "-5",
    "@SUM(A1)",
    "00123",
    "1e5",
    "TRUE",
    "&amp; <b> ]]>",
    "Zoë 東京 🚀 ẞ",
    "first line\nsecond line",
    "line\r\nbreaks\rof all kinds",
    " blanks around ",
    "\ttab",
    "_x0041_",
    "'quoted",
]


def test_texts_arrive_as_they_are(administrator: Actor, wdc: Account) -> None:
    for number, text in enumerate(TRICKY):
        Site.objects.create(account=wdc, name=f"Site {number:02}", remarks=text)
    found = read(content(work(ask(administrator, "sites", export_format="xlsx"))))
    dangerous = ("=", "+", "-", "@")
    wanted = [f"\t{text}" if text.startswith(dangerous) else text for text in TRICKY]
    assert [row["Remarks"].replace("\r\n", "\n").replace("\r", "\n") for row in found] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in wanted
    ]


def test_a_text_is_never_a_formula(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="=1+2")
    data = content(work(ask(administrator, "sites", export_format="xlsx")))
    book = load_workbook(io.BytesIO(data))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {
        "s",
        "n",
        "inlineStr",
    }
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_numbers_are_numbers_and_long_ones_stay_exact(administrator: Actor, wdc: Account) -> None:
    EffortClass.objects.create(
        account=wdc, name="Night", cost_multiplier=Decimal("-1.5"), position=7
    )
    EffortClass.objects.create(
        account=wdc, name="Long", cost_multiplier=Decimal("12345678901234.123456")
    )
    night, long = read(content(work(ask(administrator, "effort_classes", export_format="xlsx"))))
    assert (night["Cost Multiplier"], night["Position"]) == (-1.5, 7)
    assert isinstance(night["ID"], int)
    assert long["Cost Multiplier"] == "12345678901234.123456"
    assert long["Position"] is None


def test_moments_and_references_are_those_of_the_csv_file(
    administrator: Actor, wdc: Account
) -> None:
    person = Person.objects.create(account=wdc, name="Analyst", primary_email="a@wdc.example")
    OutOfOfficePeriod.objects.create(
        account=wdc,
        person=person,
        start_at=datetime(2026, 1, 1, tzinfo=UTC),
        end_at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    (csv_row,) = table(content(work(ask(administrator, "out_of_office_periods"))))
    run = work(ask(administrator, "out_of_office_periods", export_format="xlsx"))
    (row,) = read(content(run))
    assert {name: str(value or "") for name, value in row.items()} == csv_row


def test_what_excel_cannot_hold_is_told(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="A", remarks="bell\a and\x0b more \ufffe")
    Site.objects.create(account=wdc, name="B", remarks="x" * 40_000)
    run = work(ask(administrator, "sites", export_format="xlsx"))
    first, second = read(content(run))
    assert first["Remarks"] == "bell and more "
    assert second["Remarks"] == "x" * LONGEST
    log = log_of(run)
    assert log.level == "warning"
    told = [message.reason for message in log.messages.all()]
    assert len(told) == 2
    assert "1 cell: control characters removed" in told[0] + told[1]
    assert "1 cell: cut after 32,767 characters" in told[0] + told[1]


def test_many_records_fill_several_files(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Xlsx, "per_file", 3)
    for number in range(7):
        Site.objects.create(account=wdc, name=f"Site {number}")
    run = work(ask(administrator, "sites", export_format="xlsx"))
    assert file_of(run).name.endswith(".zip")
    files = members(run)
    assert [name.rpartition("-")[2] for name in files] == ["1.xlsx", "2.xlsx", "3.xlsx"]
    names = [row["Name"] for data in files.values() for row in read(data)]
    assert names == [f"Site {number}" for number in range(7)]


def test_no_records_make_a_sheet_with_its_header(administrator: Actor) -> None:
    run = work(ask(administrator, "sites", export_format="xlsx"))
    sheet = load_workbook(io.BytesIO(content(run))).active
    assert sheet is not None
    assert (sheet.max_row, sheet.freeze_panes) == (1, "A2")
    assert sheet["A1"].value == "ID"
    assert sheet["A1"].font.bold


def test_several_types_are_several_workbooks(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    files = members(work(ask(administrator, "sites", "people", export_format="xlsx")))
    assert [name.split("-")[1] for name in files] == ["sites", "people"]
    sites, people = (read(data) for data in files.values())
    assert [row["Name"] for row in sites] == ["Houston"]
    assert [row["Primary Email"] for row in people] == ["account.administrator@wdc.example"]
