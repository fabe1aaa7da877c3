import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from records import paging, registry, selection, tables
from records.filters import Filter, InvalidFilter, from_query
from records.models import Organization
from records.types import RecordType
from tests.records.samples import TYPES, make

#: A walk sets how PostgreSQL reads, in a savepoint that it leaves again.
WALK = 5
PEOPLE, HOLIDAYS = registry.get("people"), registry.get("holidays")


def test_references_lead_to_records_of_the_own_account_only(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    here = make(registry.get("organizations"), wdc, name="Here")
    there = make(registry.get("organizations"), wna, name="There")
    make(PEOPLE, wdc, name="Ada", organization=here)
    make(PEOPLE, wdc, name="Berta", organization=there)
    shown = tables.table(from_query(PEOPLE, ""), administrator)
    organizations = {
        row.first.text: next(cell for header, cell in row.cells if header.label == "Organization")
        for row in shown.rows
    }
    assert organizations["Ada"].url == f"/records/organizations/{here.pk}/"
    assert (organizations["Berta"].text, organizations["Berta"].url) == ("There @wna", "")


def test_several_references_are_shown_in_the_row(administrator: Actor, wdc: Account) -> None:
    holiday = make(HOLIDAYS, wdc)
    for name in ("b", "a"):
        holiday.calendars.add(make(registry.get("calendars"), wdc, name=name))  # type: ignore[attr-defined] # a Holiday
    (row,) = tables.table(Filter(HOLIDAYS), administrator).rows
    assert [cell.text for header, cell in row.cells if header.label == "Calendars"] == ["a\nb"]


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_any_number_of_rows_costs_the_same_queries(
    administrator: Actor, wdc: Account, record_type: RecordType
) -> None:
    for _ in range(5):
        make(record_type, wdc)
    with CaptureQueriesContext(connection) as few:
        tables.table(Filter(record_type), administrator)
    for _ in range(40):
        make(record_type, wdc)
    with CaptureQueriesContext(connection) as many:
        shown = tables.table(Filter(record_type), administrator)
    assert len(shown.rows) >= 45
    assert len(many) == len(few) == WALK + 1


def test_headers_sort_by_what_an_index_serves(administrator: Actor) -> None:
    shown = tables.table(Filter(PEOPLE), administrator)
    assert [(each.label, each.sort, each.direction) for each in shown.headers] == [
        ("Name", "?view=all&sort=-name", "ascending"),
        ("Primary email", "?view=all&sort=primary_email", ""),
        ("Organization", "", ""),
        ("Site", "", ""),
        ("Updated", "?view=all&sort=-updated_at", ""),
    ]
    shown = tables.table(Filter(PEOPLE), administrator, sort="-updated_at")
    assert shown.headers[-1].sort == "?view=all&sort=updated_at"
    assert shown.headers[-1].direction == "descending"
    assert shown.directions == ("Newer", "Older")


def test_neighbouring_pages_keep_filter_and_order(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    sites = registry.get("sites")
    for name in "abc":
        make(sites, wdc, name=name)
    shown = tables.table(from_query(sites, ""), administrator, sort="-id")
    assert shown.previous == ""
    assert shown.following.startswith("?sort=-id&after=")
    assert str(shown.count) == "3"
    assert shown.directions == ("Newer", "Older")


def test_disabled_rows_are_marked(administrator: Actor, wdc: Account) -> None:
    make(registry.get("sites"), wdc, name="Old", disabled=True)
    (row,) = tables.table(Filter(registry.get("sites")), administrator).rows
    assert row.disabled


def test_a_search_shows_no_more_than_its_bound(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "SEARCHED", 2)
    organizations = registry.get("organizations")
    Organization.objects.bulk_create(
        Organization(account=wdc, name=f"Widget {number}") for number in range(4)
    )
    shown = tables.table(from_query(organizations, "q=wid"), administrator)
    assert shown.cut
    assert len(shown.rows) == 2
    assert not tables.table(from_query(organizations, "q=widget 1"), administrator).cut


def test_conditions_show_all_that_fulfil_them(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "SEARCHED", 2)
    organizations = registry.get("organizations")
    Organization.objects.bulk_create(
        Organization(account=wdc, name=f"Widget {number}", region="abcc"[number])
        for number in range(4)
    )
    for query, number in (
        ("name__icontains=wid", 4),
        ("region__exact=c", 2),
        ("region__exact=x", 0),
    ):
        shown = tables.table(from_query(organizations, query), administrator)
        assert (len(shown.rows), str(shown.count), shown.cut) == (number, str(number), False)


def test_an_order_or_cursor_that_does_not_exist_fails(administrator: Actor) -> None:
    with pytest.raises(InvalidFilter):
        tables.table(Filter(PEOPLE), administrator, sort="information")
    with pytest.raises(InvalidFilter):
        tables.table(Filter(PEOPLE), administrator, after="nonsense")
