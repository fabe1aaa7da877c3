"""What changes by hand write into the history."""

import datetime as dt
from decimal import Decimal

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.changes import plain
from records.history import FieldChange, entries
from records.kinds import Key
from records.kinds.notes import NoteText
from records.models import Change
from records.services import Refused, save_record, set_disabled
from tests.records.samples import make

PEOPLE, TEAMS, SITES = registry.get("people"), registry.get("teams"), registry.get("sites")
CALENDARS, REQUESTS = registry.get("calendars"), registry.get("requests")
MONDAY = {"weekday": "mon", "time_from": "09:00", "time_until": "17:00"}
FRIDAY = MONDAY | {"weekday": "fri"}


def test_a_new_record_begins_with_what_was_filled_in(administrator: Actor, wdc: Account) -> None:
    one = make(PEOPLE, wdc, primary_email="one@wdc.example")
    members = (Key("one@wdc.example"),)
    team = save_record(administrator, TEAMS, {"name": "Desk", "members": members})
    (change,) = Change.objects.filter(record_type="teams")
    assert change.values == {"name": [None, "Desk"], "members": [[], [one.pk]]}
    (entry,) = entries(administrator, TEAMS, team)
    assert (entry.first, entry.how, entry.who) == (True, "by hand", "Account Administrator")
    assert set(entry.fields) == {
        FieldChange("Name", "", "Desk"),
        FieldChange("Members", "", "one@wdc.example"),
    }


def test_a_change_tells_only_what_differs(administrator: Actor, wdc: Account) -> None:
    person = make(PEOPLE, wdc, name="One", cost_per_hour=Decimal("12.5"))
    values = {"name": "One", "cost_per_hour": Decimal(13), "vip": True}
    save_record(administrator, PEOPLE, values, record=person)
    (change,) = Change.objects.all()
    assert (change.kind, change.user, change.import_number) == (
        "changed",
        administrator.user,
        None,
    )
    assert change.values == {"cost_per_hour": ["12.500000", "13.000000"], "vip": [False, True]}
    save_record(administrator, PEOPLE, values, record=person)
    assert Change.objects.count() == 1


def test_links_and_values_stand_in_one_entry(administrator: Actor, wdc: Account) -> None:
    one = make(PEOPLE, wdc, primary_email="one@wdc.example")
    two = make(PEOPLE, wdc, primary_email="two@wdc.example")
    team = make(TEAMS, wdc, name="Desk")
    team.members.add(one)  # type: ignore[attr-defined] # a team
    values = {"name": "Service Desk", "members": (Key("two@wdc.example"),)}
    save_record(administrator, TEAMS, values, record=team)
    (change,) = Change.objects.all()
    assert change.values == {"name": ["Desk", "Service Desk"], "members": [[one.pk], [two.pk]]}


def test_child_rows_are_told(administrator: Actor) -> None:
    calendar = save_record(administrator, CALENDARS, {"name": "Office"}, rows=[MONDAY])
    save_record(administrator, CALENDARS, {"name": "Office"}, record=calendar, rows=[FRIDAY])
    later, first = entries(administrator, CALENDARS, calendar)
    assert first.fields[-1] == FieldChange("Hours", "", "mon 09:00 17:00")
    assert later.fields == (FieldChange("Hours", "mon 09:00 17:00", "fri 09:00 17:00"),)


def test_a_record_that_was_made_to_point_here_tells_it(administrator: Actor, wdc: Account) -> None:
    project = make(registry.get("projects"), wdc)
    request = make(REQUESTS, wdc)
    values = {"requests": (Key(str(request.pk)),)}
    save_record(administrator, registry.get("projects"), values, record=project)
    assert {each.record_type: each.values for each in Change.objects.all()} == {
        "projects": {"requests": [[], [request.pk]]},
        "requests": {"project": [None, project.pk]},
    }


def test_an_added_note_is_told_by_its_text(administrator: Actor, wdc: Account) -> None:
    request = make(REQUESTS, wdc)
    notes = (NoteText(None, None, "It is back."),)
    save_record(administrator, REQUESTS, {"note": notes}, record=request)
    (entry, _) = entries(administrator, REQUESTS, request)
    assert [(field.old, field.new) for field in entry.fields] == [("", "It is back.")]


def test_disabling_is_a_change(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc)
    set_disabled(administrator, SITES, site, disabled=True)
    assert entries(administrator, SITES, site)[0].fields == (FieldChange("Disabled", "No", "Yes"),)


def test_what_is_refused_is_not_told(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston")
    with pytest.raises(Refused):
        save_record(administrator, SITES, {"name": ""}, record=site)
    with pytest.raises(Refused):
        save_record(administrator, SITES, {"city": "Houston"})
    assert not Change.objects.exists()


def test_values_become_json() -> None:
    moment = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)
    assert plain((1, [moment, dt.date(2026, 1, 31)], Decimal("1.50"), {"a": None})) == [
        1,
        ["2026-01-31T09:00:00+00:00", "2026-01-31"],
        "1.50",
        {"a": None},
    ]
