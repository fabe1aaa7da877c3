import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from psycopg.errors import ReadOnlySqlTransaction

from exports import rows
from exports.formats import csv as csv_format
from exports.select import Part
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.models import Calendar, CalendarHour, Organization, Person, Site, Team
from records.selectors import visible_to

Parts = Callable[[str], Part]
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def part(transactional_db: None, administrator: Actor) -> Parts:
    """Make the part of a type: all records that the administrator sees."""

    def make(slug: str) -> Part:
        record_type = registry.get(slug)
        return Part(record_type, visible_to(administrator, record_type))

    return make


def lines(part: Part, zone: ZoneInfo = UTC_ZONE) -> list[bytes]:
    with rows.snapshot(zone) as within:
        return [bytes(row) for row in rows.rows(within, part)]


def cells(part: Part, zone: ZoneInfo = UTC_ZONE) -> list[dict[str, str]]:
    headers = [column.header for column in part.record_type.columns]
    text = b"".join(lines(part, zone)).decode()
    return [dict(zip(headers, row, strict=True)) for row in csv.reader(io.StringIO(text))]


TRICKY = [
    "plain",
    'a "quoted" word',
    "comma, separated",
    "first line\nsecond line",
    "\nbegins and ends with a line break\n",
    "ends with a carriage return\r",
    "=1+2",
    "+1 (773) 555-0100",
    "-5",
    "@SUM(A1)",
    "\t=1+2",
    "\t\t@x",
    "\ttab first",
    "Zoë 東京 🚀 \u202eẞ",
    "\\.",
    "\\N",
    "NULL",
    "'",
    "a;b\tc",
    "%s %% %(x)s",
    " blanks around ",
]


@pytest.mark.parametrize("text", TRICKY)
def test_tricky_text_arrives(part: Parts, wdc: Account, text: str) -> None:
    Site.objects.create(account=wdc, name="Houston", remarks=text)

    (row,) = cells(part("sites"))

    dangerous = text.lstrip("\t")[:1] in ("=", "+", "-", "@")
    assert row["Remarks"] == ("\t" + text if dangerous else text)


def test_each_row_is_one_block_whatever_its_cells_hold(part: Parts, wdc: Account) -> None:
    for number, text in enumerate(TRICKY):
        Site.objects.create(account=wdc, name=f"Site {number}", remarks=text)

    found = lines(part("sites"))

    assert len(found) == len(TRICKY)
    assert all(line.endswith(b"\n") for line in found)


def test_bytes_of_empty_cells(part: Parts, wdc: Account) -> None:
    team = Team.objects.create(account=wdc, name="Networks")
    site = Site.objects.create(account=wdc, name="Houston")

    # An empty scalar is nothing; empty long text and empty lists of references are "".
    assert lines(part("teams")) == [f'{team.pk},,,0,Networks,,,,"",,,"",,\n'.encode()]
    assert lines(part("sites"))[0].startswith(f"{site.pk},,,".encode())


def test_moments_are_in_the_zone(part: Parts, wdc: Account) -> None:
    person = Person.objects.create(account=wdc, name="End User", primary_email="e@wdc.example")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_person DISABLE TRIGGER mark_record_change")
    Person.objects.filter(pk=person.pk).update(created_at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_person ENABLE TRIGGER mark_record_change")

    found = cells(part("people"), ZoneInfo("America/Chicago"))[-1]

    assert found["Created At"] == "2026-07-01T07:00:00-05:00"


def test_child_rows_are_lines_of_their_own(part: Parts, wdc: Account) -> None:
    late = Calendar.objects.create(account=wdc, name="Late")
    Calendar.objects.create(account=wdc, name="Empty")
    for weekday in ("tue", "mon"):
        CalendarHour.objects.create(
            calendar=late, weekday=weekday, time_from="09:00", time_until="24:00"
        )

    found = cells(part("calendars"))

    assert [(row["Name"], row["Weekday"], row["Until"]) for row in found] == [
        ("Late", "tue", "24:00"),
        ("Late", "mon", "24:00"),
        ("Empty", "", ""),
    ]
    with rows.snapshot(UTC_ZONE) as within:
        assert rows.count(within, part("calendars")) == 3


def test_the_relation_to_child_rows_is_joined_once(part: Parts) -> None:
    assert rows.statement(part("calendars")).source.count("JOIN") == 1


def test_every_type_has_a_statement(part: Parts, subtests: pytest.Subtests) -> None:
    with rows.snapshot(UTC_ZONE) as within:
        for record_type in registry.types():
            with subtests.test(record_type.slug):
                found = part(record_type.slug)
                counted = rows.count(within, found)
                assert len(list(rows.rows(within, found))) == counted


def test_all_types_are_of_one_moment(part: Parts, wdc: Account) -> None:
    people, sites = part("people"), part("sites")
    Site.objects.create(account=wdc, name="Houston")
    with rows.snapshot(UTC_ZONE) as within:
        before = rows.count(within, people)
        with transaction.atomic():
            Person.objects.create(account=wdc, name="Late", primary_email="late@wdc.example")
            Site.objects.create(account=wdc, name="Late")
        Site.objects.filter(name="Houston").update(name="Later")

        assert len(list(rows.rows(within, people))) == before
        (site,) = rows.rows(within, sites)
        assert b"Houston" in bytes(site)


def test_the_snapshot_cannot_write(part: Parts) -> None:
    with rows.snapshot(UTC_ZONE) as within, pytest.raises(ReadOnlySqlTransaction):
        within.execute("DELETE FROM records_site")


def test_jit_is_off(transactional_db: None) -> None:
    with rows.snapshot(UTC_ZONE) as within:
        assert within.execute("SHOW jit").fetchone() == ("off",)


def test_references_cost_no_queries(part: Parts, wdc: Account) -> None:
    parent = Organization.objects.create(account=wdc, name="Widget")
    for number in range(5):
        Organization.objects.create(account=wdc, name=f"Unit {number}", parent=parent)
    found = part("organizations")

    with CaptureQueriesContext(connection) as queries:
        assert len(lines(found)) == 6

    assert len(queries) == 0  # the one statement runs on a connection of its own


def test_crlf_stands_between_records_only() -> None:
    target, told = io.BytesIO(), []

    changes = csv_format.Csv("crlf").write(
        iter([memoryview(b'1,"a\nb"\n'), memoryview(b'2,"c\r\nd"\n')]),
        registry.get("sites"),
        target,
        lambda line, slug: told.append((line, slug)),
    )

    header, _, body = target.getvalue().partition(b"\r\n")
    assert header.startswith(b'"ID",Source')
    assert body == b'1,"a\nb"\r\n2,"c\r\nd"\r\n'
    assert (dict(changes), told) == ({}, [(2, "sites")])


def test_a_header_that_looks_like_a_formula_is_guarded() -> None:
    from dataclasses import replace  # noqa: PLC0415 - for this test only

    sites = registry.get("sites")
    columns = tuple(
        replace(column, header=f"=HYPERLINK({column.name})") for column in sites.columns
    )

    assert csv_format.header(replace(sites, columns=columns)).startswith(b"\t=HYPERLINK(id),\t=HYP")


def test_headers_are_those_of_the_type() -> None:
    people = registry.get("people")

    (headers,) = csv.reader([csv_format.header(people).decode()])

    assert headers == [column.header for column in people.columns]
    assert csv_format.header(registry.get("people_roles")).startswith(b"Role Account,Person,")
