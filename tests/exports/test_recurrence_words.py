"""Recurrences in words."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from exports.recurrence import Recurrence
from exports.recurrence_words import clock_changes, words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = dt.date(2026, 12, 1)
NINE = dt.time(9)
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def every(frequency: str, **options: Any) -> Recurrence:
    usual: dict[str, Any] = {
        "start": START, "time": NINE, "zone": AMSTERDAM, "zone_name": "Amsterdam",
    }  # fmt: skip
    return Recurrence(frequency, **usual | options)


TUESDAY = {"day_of_week": True, "index": "second", "weekday": "tuesday"}


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (every("no_repeat"), "Once, on Tuesday 1 December 2026"),
        (every("daily"), "Every day"),
        (every("weekly", days=(1,)), "Every week on Monday"),
        (every("weekly"), "Every week on Tuesday"),
        (every("weekly", days=(0, 1, 4)), "Every week on Monday, Thursday and Sunday"),
        (every("monthly"), "On the 1st of every month"),
        (every("monthly", days_of_month=(-1,)), "On the last day of every month"),
        (
            every("monthly", days_of_month=(-1, 15, 1)),
            "On the 1st, 15th and last day of every month",
        ),
        (
            every("monthly", days_of_month=(2, 3, 11, 12, 13, 21, 22, 23)),
            "On the 2nd, 3rd, 11th, 12th, 13th, 21st, 22nd and 23rd of every month",
        ),
        (every("monthly", **TUESDAY), "On the second Tuesday of every month"),
        (
            every("monthly", days_of_month=(15, 31)),
            "On the 15th and 31st of every month (in shorter months on the last day)",
        ),
        (
            every("monthly", days_of_month=(29,)),
            "On the 29th of every month (28 February when there is none)",
        ),
        (every("yearly"), "Every year on 1 December"),
        (every("yearly", months=(5,), days_of_month=(31,)), "Every year on 31 May"),
        (
            every("yearly", months=(2,), days_of_month=(29,)),
            "Every year on 29 February (28 February when there is none)",
        ),
        (
            every("yearly", months=(6, 4), days_of_month=(1, 31)),
            "Every year on the 1st and 31st of April and June (in shorter months on the last day)",
        ),
        (
            every("yearly", months=(2,), days_of_month=(-1,)),
            "Every year on the last day of February",
        ),
        (
            every("yearly", months=(2, 11), day_of_week=True, index="last", weekday="friday"),
            "Every year on the last Friday of February and November",
        ),
    ],
)  # fmt: skip
def test_which_days(recurrence: Recurrence, expected: str) -> None:
    assert words(recurrence, today=START) == f"{expected} at 09:00, Amsterdam time"


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        (every("daily", interval=3), "Every 3 days"),
        (every("weekly", interval=2, days=(1, 4)), "Every 2 weeks on Monday and Thursday"),
        (every("monthly", interval=3, days_of_month=(15,)), "Every 3 months on the 15th"),
        (every("monthly", interval=3, **TUESDAY), "Every 3 months on the second Tuesday"),
        (
            every("monthly", interval=2, days_of_month=(30,)),
            "Every 2 months on the 30th (in shorter months on the last day)",
        ),
        (every("yearly", interval=2), "Every 2 years on 1 December"),
    ],
)
def test_intervals_name_the_day_from_which_they_are_counted(
    recurrence: Recurrence, expected: str
) -> None:
    later = START + dt.timedelta(days=900)
    expected = f"{expected} at 09:00, Amsterdam time, from 1 December 2026"
    assert words(recurrence, today=later) == expected


def test_start_and_end() -> None:
    recurrence = every("daily", end=dt.date(2027, 3, 31))
    before = START - dt.timedelta(days=1)
    told = "Every day at 09:00, Amsterdam time"
    whole = f"{told}, from 1 December 2026 until 31 March 2027"
    assert words(recurrence) == whole
    assert words(recurrence, today=before) == whole
    assert words(recurrence, today=START) == f"{told}, until 31 March 2027"
    assert words(every("daily"), today=before) == f"{told}, from 1 December 2026"


def test_calendar() -> None:
    assert words(every("daily"), "Weekdays", today=START) == (
        "Every day at 09:00, Amsterdam time,"
        " except in the off-hours and holidays of the calendar “Weekdays”"
    )


@pytest.mark.parametrize(
    ("zone", "name", "expected"),
    [
        ("Europe/Amsterdam", "Amsterdam", "Amsterdam time"),
        ("America/Los_Angeles", "Pacific Time (US & Canada)", "Pacific time (US & Canada)"),
        ("Pacific/Pago_Pago", "American Samoa", "American Samoa time"),
        ("America/Indiana/Indianapolis", "Indiana (East)", "Indiana (East) time"),
        ("Etc/UTC", "UTC", "UTC"),
        ("Asia/Tokyo", "", "Asia/Tokyo time"),
    ],
)
def test_zones(zone: str, name: str, expected: str) -> None:
    recurrence = every("daily", zone=ZoneInfo(zone), zone_name=name)
    assert words(recurrence, today=START) == f"Every day at 09:00, {expected}"


def changes(recurrence: Recurrence, days: int = 365) -> list[str]:
    return clock_changes(recurrence, recurrence.after(NOON), NOON + dt.timedelta(days=days))


def test_clock_changes_that_an_export_meets() -> None:
    early = every("daily", start=dt.date(2020, 1, 1), time=dt.time(2, 30))
    assert changes(early) == [
        "On 29 March 2026 the clocks skip 02:30: the export runs at 03:00 then.",
        "On 25 October 2026 the clocks show 02:30 twice: the export runs the first time.",
    ]
    assert changes(early, days=100) == [
        "On 29 March 2026 the clocks skip 02:30: the export runs at 03:00 then."
    ]


def test_clock_changes_of_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")
    early = every("daily", start=dt.date(2020, 1, 1), time=dt.time(2, 10), zone=zone)
    assert changes(early) == [
        "On 4 October 2026 the clocks skip 02:10: the export runs at 02:30 then."
    ]


@pytest.mark.parametrize(
    "recurrence",
    [
        every("daily", start=dt.date(2020, 1, 1), time=dt.time(3)),
        every("daily", start=dt.date(2020, 1, 1), time=dt.time(1, 59)),
        every("weekly", start=dt.date(2020, 1, 1), time=dt.time(2, 30), days=(1, 2)),
        every("daily", start=dt.date(2020, 1, 1), time=dt.time(2, 30), zone=ZoneInfo("Asia/Tokyo")),
    ],
)
def test_clock_changes_that_no_export_meets(recurrence: Recurrence) -> None:
    assert changes(recurrence) == []
