"""Excel files, read back cell by cell with a library that did not write them."""

import io
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from exports.formats.xlsx import CLEANED, CUT, LONGEST, Xlsx
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.kinds import guard
from records.models import EffortClass, OutOfOfficePeriod, Person, Site
from tests.exports.exporting import (
    ask,
    content,
    file_of,
    log_of,
    make_sites,
    members,
    table,
    work,
)
from tests.exports.nasty import TEXTS, ZWJ, clean

pytestmark = pytest.mark.usefixtures("transactional_db", "redis")


def read(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of the sheet by header; an empty cell is None."""
    header, *rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_texts_arrive_as_they_are(administrator: Actor, wdc: Account) -> None:
    texts = [*TEXTS, "line\r\nbreaks\rof all kinds"]
    for number, text in enumerate(texts):
        Site.objects.create(account=wdc, name=f"Site {number:02}", remarks=text)
    found = read(content(work(ask(administrator, "sites", export_format="xlsx"))))
    assert [row["Remarks"] for row in found] == [clean(guard(text)) for text in texts]


def test_no_text_holds_what_excel_takes_for_a_character(administrator: Actor, wdc: Account) -> None:
    for number, text in enumerate(TEXTS):
        Site.objects.create(account=wdc, name=f"_x0041_ {number}", remarks=text)
    data = content(work(ask(administrator, "sites", export_format="xlsx")))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = re.findall(b">([^<]*)</t>", package.read("xl/worksheets/sheet1.xml"))
    assert sum(text.startswith(b"x0041_") for text in texts) > len(TEXTS)
    assert not [text for text in texts if re.search(b"_x[0-9A-Fa-f]{4}_", text)]


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
    Site.objects.create(account=wdc, name="C", remarks="x" * LONGEST)
    run = work(ask(administrator, "sites", export_format="xlsx"))
    assert [row["Remarks"] for row in read(content(run))] == [
        "bell and more ",
        "x" * LONGEST,
        "x" * LONGEST,
    ]
    log = log_of(run)
    assert log.level == "warning"
    told = [message.reason for message in log.messages.all()]
    assert len(told) == 2
    assert "1 cell: control characters removed" in told[0] + told[1]
    assert "1 cell: cut after 32,767 characters" in told[0] + told[1]


def test_excel_counts_an_emoji_as_two(administrator: Actor, wdc: Account) -> None:
    half = LONGEST // 2
    rocket = "\U0001f680"
    texts = (rocket * 20_000, rocket * half, f"x\a{ZWJ * 8_000}", "東" * LONGEST)
    for number, text in enumerate(texts):
        Site.objects.create(account=wdc, name=f"Site {number}", remarks=text)
    run = work(ask(administrator, "sites", export_format="xlsx"))
    found = [row["Remarks"] for row in read(content(run))]
    assert found[:2] == [rocket * half, rocket * half]
    assert len(found[2].encode("utf-16-le")) == 2 * LONGEST
    assert f"x{ZWJ * 8_000}".startswith(found[2])
    assert found[3] == "東" * LONGEST
    told = {message.reason for message in log_of(run).messages.all()}
    assert told == {f"2 cells: {CUT}.", f"1 cell: {CLEANED}."}


def test_25000_records_are_three_numbered_files(administrator: Actor, wdc: Account) -> None:
    make_sites(wdc, 25_000)
    run = work(ask(administrator, "sites", export_format="xlsx"))
    day = f"{timezone.now():%Y%m%d}"
    names = [f"{day}-sites-{run.pk}-{number}.xlsx" for number in (1, 2, 3)]
    assert run.file_names == names
    assert file_of(run).name == f"{day}-sites-{run.pk}.zip"
    files = members(run)
    assert list(files) == names
    ids = [[row["ID"] for row in read(data)] for data in files.values()]
    assert [len(each) for each in ids] == [10_000, 10_000, 5_000]
    assert [*chain.from_iterable(ids)] == list(
        Site.objects.order_by("id").values_list("id", flat=True)
    )


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
