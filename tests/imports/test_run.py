from collections.abc import Callable

from fourme.jobs.models import State
from imports.models import ImportRun
from records.models import Calendar, Organization, Person, Site
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]


def test_rows_create_update_and_stay(importing: Importing) -> None:
    first = importing("sites", "Name,City\nHouston,Houston\nAustin,Austin\n")
    assert (first.state, counters(first)) == (State.DONE, {"created": 2})
    ids = dict(Site.objects.values_list("name", "id"))
    second = importing(
        "sites", f"ID,Name,City\n{ids['Houston']},Houston,Dallas\n{ids['Austin']},Austin,Austin\n"
    )
    assert counters(second) == {"updated": 1, "unchanged": 1}
    assert Site.objects.get(name="Houston").city == "Dallas"


def test_a_bad_row_does_not_stop_the_others(importing: Importing) -> None:
    run = importing("sites", "Name,Country\nHouston,US\nAustin,XX\n,NL\nDallas,us\nHouston,US\n")
    assert (run.state, counters(run)) == (State.DONE, {"created": 2, "failures": 3})
    assert [row for row, _, _ in messages(run)] == [3, 4, 6]
    assert sorted(Site.objects.values_list("name", flat=True)) == ["Dallas", "Houston"]


def test_parents_may_stand_further_down(importing: Importing) -> None:
    run = importing(
        "organizations",
        "Name,Parent Organization\nC,B\nB,A\nA,\nX,Y\nY,X\nLost,Nobody\nChild,Lost\n",
    )
    assert counters(run) == {"created": 5, "failures": 2}
    parents = dict(Organization.objects.values_list("name", "parent__name"))
    assert parents == {"A": None, "B": "A", "C": "B", "X": "Y", "Y": "X"}
    assert messages(run)


def test_people_are_found_by_their_address(importing: Importing) -> None:
    importing("people", "Primary Email,Name\nAnalyst.One@wdc.example,Analyst One\n")
    run = importing(
        "people", "Primary Email,Name\nanalyst.one@wdc.example,Analyst\nother@wdc.example,Other\n"
    )
    assert counters(run) == {"created": 1, "updated": 1}
    assert Person.objects.get(primary_email="analyst.one@wdc.example").name == "Analyst"


def test_rows_of_a_calendar_belong_together(importing: Importing) -> None:
    text = "Name,Weekday,From,Until\nWork,mon,9:00,17:00\nWork,tue,09:00,24:00\nEmpty,,,\n"
    assert counters(importing("calendars", text)) == {"created": 2}
    assert counters(importing("calendars", text)) == {"unchanged": 2}
    run = importing("calendars", "Name,Weekday,From,Until\nWork,mon,09:00,17:00\n")
    assert counters(run) == {"updated": 1}
    assert Calendar.objects.get(name="Work").hours.count() == 1
