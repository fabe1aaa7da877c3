"""What will happen, in words."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from exports.console.summary import Summary
from exports.models import Export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs import clock
from records.models import Calendar, Site
from tests.exports.console.defining import NOW, define, ran, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sunday() -> Iterator[None]:
    """The clock of schedules stands still."""
    with clock.showing(NOW):
        yield


def test_types_are_named_until_they_are_many(administrator: Actor) -> None:
    few = Summary(define(administrator, types=["teams", "sites", "people"]), administrator)
    many = Summary(define(administrator, types=[*SLUGS, "fax_machines"]), administrator)

    assert few.types == "People, Sites and Teams"
    assert many.types.endswith("and 2 more types")
    assert many.types.count(",") == 10


SLUGS = [
    "people",
    "sites",
    "teams",
    "organizations",
    "skill_pools",
    "requests",
    "problems",
    "workflows",
    "projects",
    "risks",
    "services",
    "products",
    "contracts",
]


def test_a_full_export(administrator: Actor) -> None:
    summary = Summary(define(administrator), administrator)

    assert summary.strategy == ["Each run exports all records that the account has then."]
    assert summary.files == "One CSV file."
    assert summary.now == "0 records"
    assert "once in 23 hours" in summary.limit


def test_a_partial_export(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Amsterdam")
    summary = Summary(define(actor, strategy="partial", since=NOW), actor)

    assert summary.strategy == [
        "Each run exports what was created or changed since Sunday 22 November 2026, 10:00 CET."
    ]
    assert (summary.now, summary.limit) == ("", "")


def test_an_incremental_export(administrator: Actor) -> None:
    first = Summary(weekly(administrator, types=["sites", "teams"]), administrator)
    later = Summary(weekly(administrator, marks={"sites": {}}), administrator)
    wider = Summary(
        weekly(administrator, types=["sites", "teams"], marks={"sites": {}}), administrator
    )

    assert first.strategy == [
        (
            "The first run exports everything; each later one what was created or changed since "
            "the run before."
        )
    ]
    assert later.strategy == ["Each run exports what was created or changed since the run before."]
    assert (later.now, later.limit) == ("", "")
    assert wider.strategy[1] == "All Teams come with the next run, since no run had them yet."


@pytest.mark.parametrize("strategy", ["incremental", "partial"])
def test_types_without_marks_come_whole(administrator: Actor, strategy: str) -> None:
    export = weekly(
        administrator, types=["missing_translations", "sites"], strategy=strategy, since=NOW
    )

    assert Summary(export, administrator).strategy[-1] == (
        "Missing Translations come whole each time: their changes are not tracked."
    )


def test_the_files(administrator: Actor) -> None:
    several = define(administrator, types=["sites", "teams"])
    excel = define(administrator, export_format="xlsx")

    assert Summary(several, administrator).files == "2 CSV files in a ZIP file."
    assert Summary(excel, administrator).files.startswith("One Excel file; a type with more than")


def test_how_many_records_there_are_now(
    administrator: Actor, wdc: Account, settings: Settings
) -> None:
    Site.objects.bulk_create(Site(account=wdc, name=f"Site {number}") for number in range(3))
    assert Summary(define(administrator), administrator).now == "3 records"

    settings.FULL_EXPORT_LIMIT = 2
    summary = Summary(define(administrator), administrator)
    assert summary.now == "more than 2 sites"
    assert summary.limit == "Sites can be exported in full once in 23 hours."


def test_how_big_it_was_the_last_time(administrator: Actor) -> None:
    export = define(administrator)
    assert Summary(export, administrator).last == ""
    ran(export, size=2_621_440, records={"sites": 2410, "people": 1}, completed_at=NOW)
    ran(export, records={"sites": 0})  # nothing had changed

    assert Summary(export, administrator).last == (
        "2,411 records, 2.5\xa0MB, on Sunday 22 November 2026, 09:00 UTC"
    )


def test_without_a_recurrence_nothing_is_planned(administrator: Actor) -> None:
    summary = Summary(define(administrator), administrator)

    assert summary.when == "Only when somebody starts it: nothing is planned."
    assert (summary.next_runs, summary.notes, summary.ical) == ([], [], "")


def test_the_next_five_runs_in_the_zone_of_the_schedule_and_of_the_person(
    enrol: Enrol, wdc: Account
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Auckland")
    summary = Summary(weekly(actor, time_zone="Amsterdam"), actor)

    assert summary.when == "Every week on Monday at 08:00, Amsterdam time."
    assert summary.next_runs[0] == ("Mon 23 Nov, 08:00 CET", "20:00")
    assert [there for there, _ in summary.next_runs][1:] == [
        "Mon 30 Nov, 08:00 CET",
        "Mon 7 Dec, 08:00 CET",
        "Mon 14 Dec, 08:00 CET",
        "Mon 21 Dec, 08:00 CET",
    ]
    assert summary.ical == (
        "DTSTART;TZID=Europe/Amsterdam:20261102T000000\nRRULE:FREQ=WEEKLY;BYDAY=MO"
    )


def test_another_day_is_named_and_the_same_time_is_not_repeated(
    enrol: Enrol, wdc: Account, administrator: Actor
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_OWNER, time_zone="Auckland")
    late = {"time_of_day": dt.time(20), "time_zone": "Amsterdam"}

    assert Summary(weekly(actor, **late), actor).next_runs[0][1] == "Tue 08:00"
    assert Summary(weekly(administrator), administrator).next_runs[0][1] == ""


def test_the_year_is_named_when_it_is_another(administrator: Actor) -> None:
    yearly: dict[str, Any] = {"frequency": "yearly", "day": [], "month_of_year": [12]}
    summary = Summary(weekly(administrator, **yearly, day_of_month=[31]), administrator)

    assert [there for there, _ in summary.next_runs][:2] == [
        "Thu 31 Dec, 08:00 UTC",
        "Fri 31 Dec 2027, 08:00 UTC",
    ]


def test_clock_changes_are_told(administrator: Actor) -> None:
    summer: dict[str, Any] = {
        "frequency": "daily",
        "day": [],
        "time_of_day": dt.time(2, 30),
        "time_zone": "Amsterdam",
    }
    summary = Summary(weekly(administrator, **summer), administrator)

    assert summary.notes == [
        "On 28 March 2027 the clocks skip 02:30: the export runs at 03:00 then.",
        "On 31 October 2027 the clocks show 02:30 twice: the export runs the first time.",
    ]


def test_off_hours_of_the_calendar_are_left_out(administrator: Actor, wdc: Account) -> None:
    calendar = Calendar.objects.create(account=wdc, name="Tuesdays")
    calendar.hours.create(weekday="tue", time_from="00:00", time_until="24:00")
    summary = Summary(
        weekly(administrator, frequency="daily", day=[], calendar=calendar), administrator
    )

    assert "off-hours and holidays of the calendar “Tuesdays”" in summary.when
    assert [there[:3] for there, _ in summary.next_runs] == ["Tue"] * 5


def test_it_does_not_ask_more_for_more_types(
    administrator: Actor, django_assert_max_num_queries: Any
) -> None:
    export = Export(account=administrator.account, user=administrator.user, types=SLUGS)
    with django_assert_max_num_queries(3):
        summary = Summary(export, administrator)
        assert summary.now
        assert summary.limit
        assert not summary.forecast.warnings
