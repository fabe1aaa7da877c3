"""The history of a record: in words, by whom, page by page, without foreign data."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from fourme.accounts.models import Account, Trust, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.history import GONE, FieldChange, HistoryEntry, entries
from records.models import Change, Organization, Person, Record, Site
from tests.fixtures.world import Enrol
from tests.records.samples import make

PEOPLE, TEAMS, SITES = registry.get("people"), registry.get("teams"), registry.get("sites")
CALENDARS, TIMESHEETS = registry.get("calendars"), registry.get("timesheet_settings")
Queries = Callable[[int], AbstractContextManager[object]]


def note(record: Record, user: User | None = None, **values: Any) -> Change:
    """Store a change by hand."""
    return Change.objects.create(
        account_id=record.account_id,
        record_type=record.record_type().slug,
        record_id=record.pk,
        user=user,
        values=values,
    )


def fields(actor: Actor, record: Record) -> list[tuple[FieldChange, ...]]:
    """Return the changed columns of each entry but the creation."""
    return [each.fields for each in entries(actor, record.record_type(), record) if not each.first]


def test_values_are_shown_as_in_the_lists(administrator: Actor, wdc: Account) -> None:
    setting = make(TIMESHEETS, wdc)
    note(
        setting,
        administrator.user,
        require_note=[False, True],
        unit=["hours_and_minutes", "percentage_of_workday"],
        workday=[480, 90],
        increment=[None, "12.500000"],
    )
    assert sorted(fields(administrator, setting)[0]) == [
        FieldChange("Increment", "", "12.5"),
        FieldChange("Require note", "No", "Yes"),
        FieldChange("Unit", "Hours and minutes", "Percentage of workday"),
        FieldChange("Workday", "8 h", "1 h 30 min"),
    ]


def test_moments_are_those_of_the_reader(enrol: Enrol, wdc: Account) -> None:
    reader = enrol(wdc, Role.AUDITOR, time_zone="Amsterdam")
    period = make(registry.get("out_of_office_periods"), wdc)
    note(period, start_at=["2026-01-01T00:00:00+00:00", "2026-07-01T10:30:00+00:00"])
    assert fields(reader, period) == [
        (FieldChange("Start at", "2026-01-01 01:00 CET", "2026-07-01 12:30 CEST"),)
    ]


def test_references_are_shown_by_their_labels(administrator: Actor, wdc: Account) -> None:
    one = make(PEOPLE, wdc, primary_email="one@wdc.example")
    two = make(PEOPLE, wdc, primary_email="two@wdc.example")
    team = make(TEAMS, wdc)
    note(team, manager=[one.pk, two.pk], members=[[one.pk, 99_999_999], [two.pk]])
    assert sorted(fields(administrator, team)[0]) == [
        FieldChange("Manager", "one@wdc.example", "two@wdc.example"),
        FieldChange("Members", "one@wdc.example\n99999999", "two@wdc.example"),
    ]


def test_a_foreign_record_shows_its_name_by_a_trust_only(
    administrator: Actor, wdc: Account, wna: Account
) -> None:
    foreign = Organization.objects.create(account=wna, name="Widget North America")
    person = make(PEOPLE, wdc)
    note(person, organization=[None, foreign.pk])
    assert fields(administrator, person) == [(FieldChange("Organization", "", str(foreign.pk)),)]
    Trust.objects.create(account=wdc, trusted=wna, status=Trust.Status.ACCEPTED)
    assert fields(administrator, person) == [
        (FieldChange("Organization", "", "Widget North America @wna"),)
    ]


def test_child_rows_are_lines_and_unknown_columns_stay(administrator: Actor, wdc: Account) -> None:
    calendar = make(CALENDARS, wdc)
    note(calendar, hours=[[["mon", "09:00", "17:00"]], []], dropped=["x", 1])
    assert sorted(fields(administrator, calendar)[0]) == [
        FieldChange("Hours", "mon 09:00 17:00", ""),
        FieldChange("dropped", "x", "1"),
    ]


def test_many_values_are_folded(administrator: Actor, wdc: Account) -> None:
    team = make(TEAMS, wdc)
    note(team, members=[[], list(range(10**9, 10**9 + 60))])
    shown = fields(administrator, team)[0][0].new.splitlines()
    assert (len(shown), shown[-1]) == (51, "… and 10 more")


def test_the_history_ends_with_the_creation(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston")
    assert entries(administrator, SITES, site) == [
        HistoryEntry(0, Change.Kind.CREATED, site.created_at, "")
    ]
    change = note(site, administrator.user, city=["", "Austin"])
    Change.objects.filter(pk=change.pk).update(kind=Change.Kind.CREATED)
    (entry,) = entries(administrator, SITES, site)
    assert (entry.first, entry.how, entry.who) == (True, "by hand", "Account Administrator")


def test_a_login_that_is_gone_is_said_so(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc)
    note(site, None, city=["", "Austin"])
    assert entries(administrator, SITES, site)[0].who == GONE


def test_pages_follow_each_other(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc)
    for number in range(5):
        note(site, administrator.user, city=[str(number), str(number + 1)])
    first = entries(administrator, SITES, site, limit=3)
    rest = entries(administrator, SITES, site, first[-1].key, limit=3)
    assert [each.fields[0].new for each in first] == ["5", "4", "3"]
    assert [each.fields[0].new for each in rest[:-1]] == ["2", "1"]
    assert rest[-1].first
    exact = entries(administrator, SITES, site, limit=5)
    assert (len(exact), exact[-1].first) == (6, True)


def test_nobody_reads_the_history_of_another_account(
    administrator: Actor, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    site = make(SITES, wna)
    note(site, city=["", "Austin"])
    assert entries(administrator, SITES, site) == []
    assert entries(enrol(wdc), SITES, make(SITES, wdc)) == []


def test_the_number_of_queries_does_not_grow(
    administrator: Actor, wdc: Account, django_assert_max_num_queries: Queries
) -> None:
    team = make(TEAMS, wdc)
    people = [make(PEOPLE, wdc).pk for _ in range(20)]
    for pk in people:
        note(team, administrator.user, manager=[None, pk], members=[[], [pk]])
    with django_assert_max_num_queries(5):
        found = entries(administrator, TEAMS, team)
    assert len(found) == 21


def test_a_record_dated_by_a_file_says_when_it_was_made_here(
    administrator: Actor, wdc: Account
) -> None:
    moment = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
    request = make(registry.get("requests"), wdc, created_at=moment)
    (entry,) = entries(administrator, registry.get("requests"), request)
    assert entry.when == moment  # made by no import: nothing better is known


@pytest.mark.parametrize("model", [Person, Site])
def test_the_creation_by_an_unknown_import_has_its_number(
    administrator: Actor, wdc: Account, model: type[Record]
) -> None:
    record = make(model.record_type(), wdc, import_number=123)
    (entry,) = entries(administrator, model.record_type(), record)
    assert (entry.how, entry.address, entry.who) == ("in import 123", "", "")
