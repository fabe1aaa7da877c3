"""When schedules run: regular days, missing days, and the clock changes of several zones."""

import datetime as dt
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.recurrence import Recurrence, existing

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
TOKYO = ZoneInfo("Asia/Tokyo")
NINE = dt.time(9)
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def walls(recurrence: Recurrence, number: int = 5, after: dt.datetime = LONG_AGO) -> list[str]:
    """Return the next wall times in the zone."""
    found = islice(recurrence.after(after), number)
    return [f"{each.astimezone(recurrence.zone):%Y-%m-%d %H:%M}" for each in found]


def test_once() -> None:
    once = Recurrence("no_repeat", dt.date(2026, 3, 2), NINE, AMSTERDAM)
    assert walls(once) == ["2026-03-02 09:00"]
    assert walls(once, after=dt.datetime(2026, 3, 3, tzinfo=dt.UTC)) == []


def test_every_third_day_with_an_end() -> None:
    rule = Recurrence(
        "daily", dt.date(2026, 3, 1), NINE, TOKYO, interval=3, end=dt.date(2026, 3, 7)
    )
    assert walls(rule) == ["2026-03-01 09:00", "2026-03-04 09:00", "2026-03-07 09:00"]


def test_the_days_of_every_second_week() -> None:
    rule = Recurrence("weekly", dt.date(2026, 3, 2), NINE, AMSTERDAM, interval=2, days=(1, 5))
    assert walls(rule, 4) == [
        "2026-03-02 09:00", "2026-03-06 09:00", "2026-03-16 09:00", "2026-03-20 09:00",
    ]  # fmt: skip


def test_a_day_that_a_month_has_not_is_its_last_day() -> None:
    rule = Recurrence("monthly", dt.date(2026, 1, 1), NINE, AMSTERDAM, days_of_month=(15, 31))
    assert walls(rule, 6) == [
        "2026-01-15 09:00", "2026-01-31 09:00", "2026-02-15 09:00", "2026-02-28 09:00",
        "2026-03-15 09:00", "2026-03-31 09:00",
    ]  # fmt: skip


def test_the_last_day_and_the_31st_are_one_run() -> None:
    rule = Recurrence("monthly", dt.date(2026, 1, 1), NINE, AMSTERDAM, days_of_month=(-1, 30, 31))
    assert walls(rule, 4) == [
        "2026-01-30 09:00", "2026-01-31 09:00", "2026-02-28 09:00", "2026-03-30 09:00",
    ]  # fmt: skip


def test_the_second_tuesday_and_the_last_friday() -> None:
    second = Recurrence(
        "monthly", dt.date(2026, 1, 1), NINE, NEW_YORK,
        day_of_week=True, index="second", weekday="tuesday",
    )  # fmt: skip
    assert walls(second, 3) == ["2026-01-13 09:00", "2026-02-10 09:00", "2026-03-10 09:00"]
    last = Recurrence(
        "yearly", dt.date(2026, 1, 1), NINE, NEW_YORK,
        day_of_week=True, index="last", weekday="friday", months=(2, 11),
    )  # fmt: skip
    assert walls(last, 3) == ["2026-02-27 09:00", "2026-11-27 09:00", "2027-02-26 09:00"]


def test_29_february() -> None:
    rule = Recurrence("yearly", dt.date(2026, 1, 1), NINE, TOKYO, months=(2,), days_of_month=(29,))
    assert walls(rule, 3) == ["2026-02-28 09:00", "2027-02-28 09:00", "2028-02-29 09:00"]


@pytest.mark.parametrize(
    ("zone", "day", "time", "wall", "utc"),
    [
        # Put forward: the next time that exists.
        (AMSTERDAM, dt.date(2026, 3, 29), dt.time(2, 30), "03:00", "01:00"),
        (NEW_YORK, dt.date(2026, 3, 8), dt.time(2, 0), "03:00", "07:00"),
        (LORD_HOWE, dt.date(2026, 10, 4), dt.time(2, 15), "02:30", "15:30"),
        # Put back: the first of both.
        (AMSTERDAM, dt.date(2026, 10, 25), dt.time(2, 30), "02:30", "00:30"),
        (NEW_YORK, dt.date(2026, 11, 1), dt.time(1, 30), "01:30", "05:30"),
        (LORD_HOWE, dt.date(2026, 4, 5), dt.time(1, 45), "01:45", "14:45"),
        # No change at all.
        (TOKYO, dt.date(2026, 3, 29), dt.time(2, 30), "02:30", "17:30"),
    ],
)
def test_clock_changes(zone: ZoneInfo, day: dt.date, time: dt.time, wall: str, utc: str) -> None:
    rule = Recurrence("daily", day - dt.timedelta(days=1), time, zone)
    before, changed, after = islice(rule.after(LONG_AGO), 3)
    assert f"{changed.astimezone(zone):%H:%M}" == wall
    assert f"{changed:%H:%M}" == utc
    for each in (before, after):
        assert each.astimezone(zone).time() == time


def test_the_words_of_icalendar() -> None:
    rule = Recurrence("weekly", dt.date(2026, 3, 2), NINE, AMSTERDAM, days=(1,))
    assert (
        rule.ical() == "DTSTART;TZID=Europe/Amsterdam:20260302T000000\nRRULE:FREQ=WEEKLY;BYDAY=MO"
    )


MOMENTS = st.datetimes(
    dt.datetime(2020, 1, 1),  # noqa: DTZ001 -- Hypothesis adds the zone
    dt.datetime(2030, 1, 1),  # noqa: DTZ001 -- as above
    timezones=st.just(dt.UTC),
)


@given(MOMENTS, st.times(), st.sampled_from([AMSTERDAM, NEW_YORK, LORD_HOWE, TOKYO]))
def test_every_day_has_one_run(moment: dt.datetime, time: dt.time, zone: ZoneInfo) -> None:
    rule = Recurrence("daily", dt.date(2020, 1, 1), time.replace(microsecond=0), zone)
    found = list(islice(rule.after(moment), 10))
    assert found == sorted(set(found))
    assert all(each > moment for each in found)
    days = [each.astimezone(zone).date() for each in found]
    assert [(later - day).days for day, later in pairwise(days)] == [1] * 9


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)))  # noqa: DTZ001 -- wall time
def test_a_wall_time_that_exists_is_kept(wall: dt.datetime) -> None:
    wall = wall.replace(microsecond=0)
    shown = existing(wall, AMSTERDAM).astimezone(AMSTERDAM).replace(tzinfo=None)
    assert shown == wall or shown.minute == shown.second == 0
