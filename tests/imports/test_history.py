"""What imports write into the histories of the records that they change."""

from collections.abc import Callable

import pytest
from django.db import connection

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records import registry
from records.history import FieldChange, entries
from records.models import Calendar, Change, Person, Project, Request, Team
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
PEOPLE, TEAMS = registry.get("people"), registry.get("teams")
HEADER = "Primary Email,Name,Manager,Cost per Hour,VIP\n"


def values(slug: str) -> list[dict[str, object]]:
    """Return what the histories of a type say, the earliest first."""
    changes = Change.objects.filter(record_type=slug).order_by("id")
    return [each.values for each in changes]


def test_only_what_differs_is_told(importing: Importing, administrator: Actor) -> None:
    first = importing("people", HEADER + "one@wdc.example,One,,,\ntwo@wdc.example,Two,,,\n")
    one, two = Person.objects.filter(name__in=("One", "Two")).order_by("id")
    assert (one.import_number, two.import_number) == (first.pk, first.pk)
    assert not Change.objects.exists()
    run = importing(
        "people", HEADER + "one@wdc.example,One,two@wdc.example,12.5,1\ntwo@wdc.example,Two,,,\n"
    )
    assert counters(run) == {"updated": 1, "unchanged": 1}
    (change,) = Change.objects.all()
    assert change.values == {
        "manager": [None, two.pk],
        "cost_per_hour": [None, "12.500000"],
        "vip": [False, True],
    }
    assert (change.record_type, change.record_id, change.kind) == ("people", one.pk, "changed")
    assert (change.account_id, change.user, change.import_number) == (
        "wdc",
        administrator.user,
        run.pk,
    )
    one.refresh_from_db()
    assert one.import_number == first.pk


def test_the_page_tells_imports_with_their_address(
    importing: Importing, administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    first = importing("people", HEADER + "one@wdc.example,One,,,\n")
    second = importing("people", HEADER + "one@wdc.example,Uno,,,1\n")
    person = Person.objects.get(primary_email="one@wdc.example")
    changed, created = entries(administrator, PEOPLE, person)
    assert changed.fields == (FieldChange("Name", "One", "Uno"), FieldChange("VIP", "No", "Yes"))
    assert (changed.how, changed.who) == (f"in import {second.pk}", "Account Administrator")
    assert changed.address == second.get_absolute_url()
    assert (created.how, created.who) == (f"in import {first.pk}", "Account Administrator")
    assert created.address == first.get_absolute_url()
    reader = enrol(wdc, Role.SPECIALIST)
    assert [each.address for each in entries(reader, PEOPLE, person)] == ["", ""]


def test_links_stand_in_the_same_entry(importing: Importing) -> None:
    importing("people", "Primary Email,Name\none@wdc.example,One\ntwo@wdc.example,Two\n")
    one, two = Person.objects.filter(name__in=("One", "Two")).order_by("id")
    header = "Source,Source ID,Name,Members\n"
    importing("teams", header + "s,1,Desk,one@wdc.example\n")
    run = importing("teams", header + 's,1,Service Desk,"two@wdc.example"\n')
    assert counters(run) == {"updated": 1}
    assert values("teams") == [
        {"name": ["Desk", "Service Desk"], "members": [[one.pk], [two.pk]]},
    ]
    only_links = importing("teams", f"ID,Members\n{Team.objects.get().pk},\n")
    assert counters(only_links) == {"updated": 1}
    assert values("teams")[1:] == [{"members": [[two.pk], []]}]


def test_child_rows_are_told_as_lists(importing: Importing) -> None:
    header = "Name,Weekday,From,Until\n"
    importing("calendars", header + "Office,mon,09:00,17:00\nOffice,tue,09:00,17:00\n")
    run = importing("calendars", header + "Office,mon,09:00,17:00\nOffice,fri,09:00,12:00\n")
    assert counters(run) == {"updated": 1}
    assert values("calendars") == [
        {
            "hours": [
                [["mon", "09:00", "17:00"], ["tue", "09:00", "17:00"]],
                [["mon", "09:00", "17:00"], ["fri", "09:00", "12:00"]],
            ]
        }
    ]
    assert Calendar.objects.get().hours.count() == 2


def test_records_that_a_file_makes_point_here_tell_it_too(
    importing: Importing, wdc: Account
) -> None:
    project = make(registry.get("projects"), wdc, source="s", source_id="1")
    request = make(registry.get("requests"), wdc)
    run = importing("projects", f"Source,Source ID,Requests\ns,1,{request.pk}\n")
    assert counters(run) == {"updated": 1}
    assert values("projects") == [{"requests": [[], [request.pk]]}]
    assert values("requests") == [{"project": [None, project.pk]}]
    assert Request.objects.get().project == Project.objects.get()


def test_a_reference_that_comes_later_stands_in_the_same_entry(importing: Importing) -> None:
    """Rows that wait for each other are stored without the reference first."""
    header = "Primary Email,Name,Manager\n"
    importing("people", header + "old@wdc.example,Old,\none@wdc.example,One,old@wdc.example\n")
    importing("people", "Primary Email,Name\ntwo@wdc.example,Two\n")
    old, one, two = Person.objects.filter(name__in=("Old", "One", "Two")).order_by("id")
    rows = ["one@wdc.example,Uno,late@wdc.example\ntwo@wdc.example,Two,late@wdc.example\n"]
    rows += [f"p{number}@wdc.example,P,late@wdc.example\n" for number in range(1000)]
    run = importing("people", header + "".join(rows) + "late@wdc.example,Late,one@wdc.example\n")
    assert counters(run) == {"created": 1001, "updated": 2}
    late = Person.objects.get(name="Late")
    assert list(Change.objects.order_by("record_id").values_list("record_id", "values")) == [
        (one.pk, {"name": ["One", "Uno"], "manager": [old.pk, late.pk]}),
        (two.pk, {"manager": [None, late.pk]}),
    ]


def test_a_removed_contact_detail_is_told(importing: Importing) -> None:
    header = "Person,Contact Protocol,Contact Label,Contact URI,Integration\n"
    importing("people", "Primary Email,Name\none@wdc.example,One\n")
    row = "one@wdc.example,telephone,{},+1 555 1,true\n"
    importing("people_contact_details", header + row.format("work"))
    importing("people_contact_details", header + row.format("mobile"))
    (change,) = Change.objects.all()
    assert change.kind == "removed"
    assert change.values["contact_uri"] == ["+1 555 1", None]


def test_what_the_database_fills_in_is_left_alone(importing: Importing) -> None:
    header = "Source,Source ID,Name,Reference\n"
    importing("risk_severities", header + "s,1,Very High,\n")
    run = importing("risk_severities", header + "s,1,Very High,\n")
    assert counters(run) == {"unchanged": 1}
    run = importing("risk_severities", header + "s,1,Top,\n")
    assert counters(run) == {"updated": 1}
    assert values("risk_severities") == [{"name": ["Very High", "Top"]}]
    importing("risk_severities", header + "s,1,Top,top\n")
    assert values("risk_severities")[1:] == [{"reference": ["very_high", "top"]}]


def test_a_test_leaves_nothing(importing: Importing) -> None:
    importing("people", HEADER + "one@wdc.example,One,,,\n")
    run = importing("people", HEADER + "one@wdc.example,Uno,,,1\n", test_only=True)
    assert counters(run) == {"updated": 1}
    assert not Change.objects.exists()


def test_a_rejected_row_leaves_nothing(importing: Importing) -> None:
    importing("people", HEADER + "one@wdc.example,One,,,\n")
    run = importing("people", HEADER + "one@wdc.example,Uno,nobody@wdc.example,,\n")
    assert counters(run) == {"failures": 1}
    assert not Change.objects.exists()


def test_history_and_data_are_committed_together(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies after the statement that writes both: neither is there."""
    importing("people", HEADER + "one@wdc.example,One,,,\n")

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr("imports.work.defer.defer", die)
    with pytest.raises(SystemExit):
        importing("people", HEADER + "one@wdc.example,Uno,,,\n")
    assert not Change.objects.exists()
    assert Person.objects.get(primary_email="one@wdc.example").name == "One"


def test_a_creation_date_comes_from_the_file_once(importing: Importing, wdc: Account) -> None:
    header = "Source,Source ID,Subject,Requested by,Requested for,Category,Created At\n"
    row = "s,{},Printer,one@wdc.example,one@wdc.example,other,{}\n"
    make(PEOPLE, wdc, primary_email="one@wdc.example")
    run = importing("requests", header + row.format(1, "2019-01-31T09:00:00Z") + row.format(2, ""))
    assert messages(run) == []
    assert counters(run) == {"created": 2}
    old, new = Request.objects.order_by("source_id")
    assert old.created_at.isoformat() == "2019-01-31T09:00:00+00:00"
    assert abs((new.updated_at - new.created_at).total_seconds()) < 60
    again = importing("requests", header + row.format(1, "2020-01-31T09:00:00Z"))
    assert counters(again) == {"unchanged": 1}
    assert Request.objects.get(source_id="1").created_at == old.created_at


def test_the_history_has_an_index(wdc: Account) -> None:
    Change.objects.bulk_create(
        Change(account=wdc, record_type="people", record_id=number % 500) for number in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_change")  # of a table that is empty, any index is as good
        cursor.execute(
            "EXPLAIN SELECT * FROM records_change WHERE record_id = 1 AND record_type = 'people' "
            "ORDER BY id DESC LIMIT 50"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "change_record" in plan
