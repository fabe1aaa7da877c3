"""The hours of calendars: what they leave out, and that the search for an open moment ends."""

import datetime as dt
import time
from collections.abc import Callable
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from django.test.utils import CaptureQueriesContext

from exports.off_hours import Hours, hours_of, skipping
from exports.recurrence import Recurrence
from fourme.accounts.models import Account
from records.models import Calendar, CalendarHour, Holiday

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOKYO = ZoneInfo("Asia/Tokyo")
#: A Monday.
MONDAY = dt.date(2026, 11, 23)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekdays(wdc: Account) -> Calendar:
    """Monday to Friday 08:00 to 12:00 and 13:00 to 17:00, Saturday from 20:00 to its end."""
    calendar = Calendar.objects.create(account=wdc, name="Weekdays")
    periods = [
        (day, begin, end)
        for day in ("mon", "tue", "wed", "thu", "fri")
        for begin, end in (("08:00", "12:00"), ("13:00", "17:00"))
    ]
    for day, begin, end in [*periods, ("sat", "20:00", "24:00")]:
        CalendarHour.objects.create(calendar=calendar, weekday=day, time_from=begin, time_until=end)
    return calendar


def close(calendar: Calendar, begin: str, end: str) -> None:
    holiday = Holiday.objects.create(
        account=calendar.account, name="Holiday", start_at=begin, end_at=end
    )
    holiday.calendars.add(calendar)


def daily(time: dt.time, zone: ZoneInfo = AMSTERDAM) -> Recurrence:
    return Recurrence("daily", MONDAY, time, zone)


def walls(recurrence: Recurrence, calendar: Calendar, number: int = 5) -> list[str]:
    hours = hours_of(calendar, recurrence.zone)
    found = islice(skipping(recurrence.after(NOW), hours), number)
    return [f"{each.astimezone(recurrence.zone):%a %d %H:%M}" for each in found]


@pytest.mark.parametrize(
    ("wall", "is_open"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T11:59", True),
        ("2026-11-23T12:00", False),
        ("2026-11-23T13:00", True),
        ("2026-11-23T17:00", False),
        ("2026-11-28T19:59", False),
        ("2026-11-28T20:00", True),
        ("2026-11-28T23:59", True),
        ("2026-11-29T00:00", False),
        ("2026-11-29T09:00", False),
    ],
)
def test_hours_of_a_week(weekdays: Calendar, wall: str, is_open: bool) -> None:
    for zone in (AMSTERDAM, TOKYO):
        moment = dt.datetime.fromisoformat(wall).replace(tzinfo=zone)
        assert hours_of(weekdays, zone).is_open(moment.astimezone(dt.UTC)) is is_open


def test_off_hours_are_left_out(weekdays: Calendar) -> None:
    assert walls(daily(dt.time(16)), weekdays, 6) == [
        "Mon 23 16:00", "Tue 24 16:00", "Wed 25 16:00", "Thu 26 16:00", "Fri 27 16:00",
        "Mon 30 16:00",
    ]  # fmt: skip
    assert walls(daily(dt.time(22)), weekdays, 2) == ["Sat 28 22:00", "Sat 05 22:00"]


def test_holidays_are_left_out_in_the_wall_time_of_the_zone(weekdays: Calendar) -> None:
    close(weekdays, "2026-11-24T00:00", "2026-11-24T24:00")
    close(weekdays, "2026-11-26T15:00", "2026-11-27T16:00")
    for zone in (AMSTERDAM, TOKYO):
        assert walls(daily(dt.time(16), zone), weekdays, 4) == [
            "Mon 23 16:00", "Wed 25 16:00", "Fri 27 16:00", "Mon 30 16:00",
        ]  # fmt: skip


def test_a_holiday_of_other_calendars_changes_nothing(weekdays: Calendar, wdc: Account) -> None:
    close(
        Calendar.objects.create(account=wdc, name="Another"), "2026-11-23T00:00", "2027-01-01T00:00"
    )
    assert walls(daily(dt.time(16)), weekdays, 1) == ["Mon 23 16:00"]


def test_a_clock_change_moves_an_occurrence_into_the_hours(wdc: Account) -> None:
    calendar = Calendar.objects.create(account=wdc, name="From three")
    CalendarHour.objects.create(
        calendar=calendar, weekday="sun", time_from="03:00", time_until="04:00"
    )
    # Only on the Sunday that has no 02:30 the calendar is open when it recurs.
    recurrence = Recurrence("weekly", MONDAY, dt.time(2, 30), AMSTERDAM, days=(0,))
    found = next(skipping(recurrence.after(NOW), hours_of(calendar, AMSTERDAM)))
    assert found == dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC)


def test_a_calendar_that_is_never_open_then_has_no_next_run(weekdays: Calendar) -> None:
    sundays = Recurrence("weekly", MONDAY, dt.time(9), AMSTERDAM, days=(0,))
    assert walls(sundays, weekdays) == []
    rare = Recurrence("yearly", MONDAY, dt.time(18), AMSTERDAM, interval=400)
    assert walls(rare, weekdays) == []


def test_a_calendar_without_hours_is_never_open(wdc: Account) -> None:
    empty = Calendar.objects.create(account=wdc, name="Empty")
    assert walls(daily(dt.time(9)), empty) == []


def test_a_closed_year_does_not_end_the_search(weekdays: Calendar) -> None:
    close(weekdays, "2026-01-01T00:00", "2031-01-01T00:00")
    assert walls(daily(dt.time(9)), weekdays, 1) == ["Wed 01 09:00"]


def test_the_search_ends_soon() -> None:
    closed = Hours(AMSTERDAM, {}, [])
    begun = time.process_time()
    assert list(skipping(daily(dt.time(9)).after(NOW), closed)) == []
    assert time.process_time() - begun < 1


def test_two_queries(
    weekdays: Calendar, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    for day in range(1, 10):
        close(weekdays, f"2026-12-0{day}T00:00", f"2026-12-0{day}T24:00")
    with django_assert_num_queries(2):
        hours = hours_of(weekdays, AMSTERDAM)
        assert len(list(islice(skipping(daily(dt.time(9)).after(NOW), hours), 200))) == 200
