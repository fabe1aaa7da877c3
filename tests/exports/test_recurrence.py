"""When schedules run: each rule, missing days, ends, speed, and the text of iCalendar."""

import datetime as dt
import time
from collections.abc import Callable
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from exports.recurrence import Recurrence

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
NINE = dt.time(9)
JANUARY = dt.date(2026, 1, 1)
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def every(frequency: str, start: dt.date = JANUARY, **options: Any) -> Recurrence:
    zone: ZoneInfo = options.pop("zone", AMSTERDAM)
    return Recurrence(frequency, start, NINE, zone, **options)


def days(recurrence: Recurrence, number: int = 5, after: dt.datetime = LONG_AGO) -> list[str]:
    """Return the days of the next occurrences, which are at nine."""
    walls = [each.astimezone(recurrence.zone) for each in islice(recurrence.after(after), number)]
    assert all(wall.time() == NINE for wall in walls)
    return [f"{wall:%Y-%m-%d}" for wall in walls]


def test_once() -> None:
    once = every("no_repeat", dt.date(2026, 3, 2))
    assert days(once) == ["2026-03-02"]
    assert days(once, after=dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)) == []


def test_every_day() -> None:
    assert days(every("daily"), 3) == ["2026-01-01", "2026-01-02", "2026-01-03"]


def test_every_third_day() -> None:
    assert days(every("daily", interval=3), 3) == ["2026-01-01", "2026-01-04", "2026-01-07"]


@pytest.mark.parametrize("frequency", ["daily", "weekly", "monthly", "yearly"])
def test_the_end_is_the_last_day(frequency: str) -> None:
    first, second = days(every(frequency), 2)
    rule = every(frequency, end=dt.date.fromisoformat(second))
    assert days(rule) == [first, second]
    assert days(every(frequency, end=rule.last - dt.timedelta(days=1))) == [first]


def test_an_end_before_the_start_is_never() -> None:
    assert days(every("daily", end=JANUARY - dt.timedelta(days=1))) == []


def test_only_what_is_later_than_the_moment() -> None:
    rule = every("daily", zone=TOKYO)
    nine = dt.datetime(2026, 3, 1, 9, tzinfo=TOKYO)
    assert days(rule, 1, nine - dt.timedelta(seconds=1)) == ["2026-03-01"]
    assert days(rule, 1, nine) == ["2026-03-02"]


def test_days_of_the_week() -> None:
    rule = every("weekly", dt.date(2026, 3, 2), days=(0, 1, 5))
    assert days(rule, 4) == ["2026-03-02", "2026-03-06", "2026-03-08", "2026-03-09"]


def test_a_week_without_days_is_that_of_the_start() -> None:
    assert days(every("weekly", dt.date(2026, 3, 4)), 2) == ["2026-03-04", "2026-03-11"]


def test_every_second_week_is_counted_from_the_monday_before_the_start() -> None:
    # From a Wednesday: this week's Friday and Sunday, not its Monday, then the week after the next.
    rule = every("weekly", dt.date(2026, 3, 4), interval=2, days=(0, 1, 5))
    assert days(rule, 6) == [
        "2026-03-06", "2026-03-08", "2026-03-16", "2026-03-20", "2026-03-22", "2026-03-30",
    ]  # fmt: skip


def test_every_second_week_from_a_sunday() -> None:
    # A Sunday ends its week: the next week in turn begins on the Monday eight days later.
    rule = every("weekly", dt.date(2026, 3, 8), interval=2, days=(0, 1))
    assert days(rule, 3) == ["2026-03-08", "2026-03-16", "2026-03-22"]


def test_days_of_the_month() -> None:
    rule = every("monthly", dt.date(2026, 1, 10), days_of_month=(1, 15, -1))
    assert days(rule, 5) == ["2026-01-15", "2026-01-31", "2026-02-01", "2026-02-15", "2026-02-28"]


def test_a_month_without_days_is_on_that_of_the_start() -> None:
    assert days(every("monthly", dt.date(2026, 1, 30)), 3) == [
        "2026-01-30", "2026-02-28", "2026-03-30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ((31,), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        ((15, 31), ["2026-01-15", "2026-01-31", "2026-02-15", "2026-02-28"]),
        # The last day and what is clamped to it are one run.
        ((-1, 30, 31), ["2026-01-30", "2026-01-31", "2026-02-28", "2026-03-30"]),
        ((28, 29, 30), ["2026-01-28", "2026-01-29", "2026-01-30", "2026-02-28"]),
    ],
)
def test_a_day_that_a_month_has_not_is_its_last(
    chosen: tuple[int, ...], expected: list[str]
) -> None:
    assert days(every("monthly", days_of_month=chosen), 4) == expected


def test_every_third_month_is_counted_from_the_month_of_the_start() -> None:
    rule = every("monthly", dt.date(2026, 1, 20), interval=3, days_of_month=(15, 30))
    assert days(rule, 5) == ["2026-01-30", "2026-04-15", "2026-04-30", "2026-07-15", "2026-07-30"]


@pytest.mark.parametrize(
    ("index", "weekday", "expected"),
    [
        ("first", "thursday", ["2026-01-01", "2026-02-05", "2026-03-05"]),
        ("second", "tuesday", ["2026-01-13", "2026-02-10", "2026-03-10"]),
        ("third", "sunday", ["2026-01-18", "2026-02-15", "2026-03-15"]),
        ("fourth", "monday", ["2026-01-26", "2026-02-23", "2026-03-23"]),
        ("last", "saturday", ["2026-01-31", "2026-02-28", "2026-03-28"]),
    ],
)
def test_numbered_weekdays(index: str, weekday: str, expected: list[str]) -> None:
    rule = every("monthly", day_of_week=True, index=index, weekday=weekday, zone=NEW_YORK)
    assert days(rule, 3) == expected


def test_months_of_the_year() -> None:
    rule = every("yearly", months=(3, 11), days_of_month=(1, -1), interval=2)
    assert days(rule) == ["2026-03-01", "2026-03-31", "2026-11-01", "2026-11-30", "2028-03-01"]


def test_a_numbered_weekday_of_months_of_the_year() -> None:
    rule = every("yearly", months=(2, 11), day_of_week=True, index="last", weekday="friday")
    assert days(rule, 3) == ["2026-02-27", "2026-11-27", "2027-02-26"]


def test_a_year_without_days_and_months_is_on_those_of_the_start() -> None:
    assert days(every("yearly", dt.date(2026, 5, 31)), 2) == ["2026-05-31", "2027-05-31"]


@pytest.mark.parametrize("day", [29, 30, 31, -1])
def test_29_february(day: int) -> None:
    rule = every("yearly", months=(2,), days_of_month=(day,), zone=TOKYO)
    assert days(rule, 3) == ["2026-02-28", "2027-02-28", "2028-02-29"]


def test_29_february_of_the_start() -> None:
    assert days(every("yearly", dt.date(2024, 2, 29)), 3) == [
        "2024-02-29", "2025-02-28", "2026-02-28",
    ]  # fmt: skip
    assert days(every("yearly", dt.date(2024, 2, 29), interval=4), 2) == [
        "2024-02-29",
        "2028-02-29",
    ]


FROM_1996 = [
    every("daily", dt.date(1996, 11, 1)),
    every("daily", dt.date(1996, 11, 1), interval=7),
    every("weekly", dt.date(1996, 11, 1), days=(0, 1, 2, 3, 4, 5, 6)),
    every("monthly", dt.date(1996, 11, 1), days_of_month=(1, 29, 30, 31)),
    every("yearly", dt.date(1996, 11, 1), months=tuple(range(1, 13)), days_of_month=(29, 31)),
    every("yearly", dt.date(1996, 2, 29), interval=400, months=(2,), days_of_month=(30,)),
    every("daily", dt.date(1996, 11, 1), end=dt.date(1996, 12, 1)),
    every("daily", dt.date(1996, 11, 1), end=dt.date(1996, 10, 1)),
]


@pytest.mark.parametrize("rule", FROM_1996)
def test_the_next_one_is_found_at_once_thirty_years_after_the_start(rule: Recurrence) -> None:
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert quickest(lambda: list(islice(rule.after(now), 5))) < 0.005


def quickest(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of some attempts, the others met a busy machine."""
    attempts = []
    for _ in range(20):
        begun = time.process_time()
        work()
        attempts.append(time.process_time() - begun)
    return min(attempts)


def test_the_last_occurrences_before_the_end_of_the_calendar() -> None:
    rule = every("yearly", interval=3000, zone=NEW_YORK)
    assert days(rule) == ["2026-01-01", "5026-01-01", "8026-01-01"]
    late = every("daily", dt.date(9999, 12, 28), zone=NEW_YORK)
    assert days(late) == ["9999-12-28", "9999-12-29"]


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (every("no_repeat"), []),
        (every("daily"), ["FREQ=DAILY"]),
        (every("daily", interval=3), ["FREQ=DAILY;INTERVAL=3"]),
        (every("weekly", days=(1,)), ["FREQ=WEEKLY;BYDAY=MO"]),
        (every("weekly", interval=2, days=(0, 4)), ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SU"]),
        (every("monthly", days_of_month=(15, 31)), ["FREQ=MONTHLY;BYMONTHDAY=15,-1"]),
        (every("monthly", days_of_month=(29,)), ["FREQ=MONTHLY;BYSETPOS=-1;BYMONTHDAY=28,29"]),
        (
            every("monthly", day_of_week=True, index="second", weekday="tuesday"),
            ["FREQ=MONTHLY;BYDAY=+2TU"],
        ),
        (
            every("yearly", months=(2, 11), day_of_week=True, index="last", weekday="friday"),
            ["FREQ=YEARLY;BYMONTH=2,11;BYDAY=-1FR"],
        ),
        (
            every("yearly", months=(2, 3), days_of_month=(29,)),
            ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=29"],
        ),
        (every("daily", end=dt.date(2026, 7, 31)), ["FREQ=DAILY;UNTIL=20260731T215959Z"]),
    ],
)
def test_the_text_of_icalendar(rule: Recurrence, lines: list[str]) -> None:
    first = "DTSTART;TZID=Europe/Amsterdam:20260101T000000"
    assert rule.ical() == "\n".join([first, *(f"RRULE:{line}" for line in lines)])


@pytest.mark.parametrize(
    "rule",
    [
        every("daily", interval=5, end=dt.date(2026, 1, 16)),
        every("weekly", dt.date(2026, 1, 7), interval=2, days=(0, 1, 3), zone=NEW_YORK),
        every("monthly", days_of_month=(1, 29, 30, 31)),
        every("monthly", interval=2, day_of_week=True, index="last", weekday="sunday"),
        every("yearly", months=(1, 2, 4), days_of_month=(29, 30, 31, -1), zone=TOKYO),
    ],
)
def test_what_others_read_from_the_text_of_icalendar_is_the_same(rule: Recurrence) -> None:
    start = dt.datetime.combine(rule.start, dt.time.min, rule.zone)
    read = rrulestr(rule.ical(), forceset=True, tzids=ZoneInfo).xafter(start, inc=True)
    assert [f"{each:%Y-%m-%d}" for each in islice(read, 20)] == days(rule, 20)
