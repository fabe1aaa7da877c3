"""When schedules run as clocks change, in zones of many kinds."""

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
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
AMMAN = ZoneInfo("Asia/Amman")
APIA = ZoneInfo("Pacific/Apia")
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "day", "time", "wall", "utc"),
    [
        # Put forward: the moment of the change.
        (AMSTERDAM, dt.date(2026, 3, 29), dt.time(2, 30), "03:00", "01:00"),
        (AMSTERDAM, dt.date(2026, 3, 29), dt.time(2, 0), "03:00", "01:00"),
        (NEW_YORK, dt.date(2026, 3, 8), dt.time(2, 0), "03:00", "07:00"),
        (LORD_HOWE, dt.date(2026, 10, 4), dt.time(2, 15), "02:30", "15:30"),
        (SAO_PAULO, dt.date(2018, 11, 4), dt.time(0, 0), "01:00", "03:00"),
        (AMMAN, dt.date(2022, 2, 25), dt.time(0, 30), "01:00", "22:00"),
        # Put back: the first of both.
        (AMSTERDAM, dt.date(2026, 10, 25), dt.time(2, 30), "02:30", "00:30"),
        (NEW_YORK, dt.date(2026, 11, 1), dt.time(1, 30), "01:30", "05:30"),
        (LORD_HOWE, dt.date(2026, 4, 5), dt.time(1, 45), "01:45", "14:45"),
        # Just beside a change.
        (AMSTERDAM, dt.date(2026, 3, 29), dt.time(1, 59), "01:59", "00:59"),
        (AMSTERDAM, dt.date(2026, 3, 29), dt.time(3, 0), "03:00", "01:00"),
        (AMSTERDAM, dt.date(2026, 10, 25), dt.time(3, 0), "03:00", "02:00"),
        # No change at all; none any more, in summer and winter.
        (TOKYO, dt.date(2026, 3, 29), dt.time(2, 30), "02:30", "17:30"),
        (SAO_PAULO, dt.date(2019, 11, 3), dt.time(0, 0), "00:00", "03:00"),
        (AMMAN, dt.date(2022, 10, 28), dt.time(0, 30), "00:30", "21:30"),
        (AMMAN, dt.date(2026, 2, 27), dt.time(0, 30), "00:30", "21:30"),
    ],
)
def test_clock_changes(zone: ZoneInfo, day: dt.date, time: dt.time, wall: str, utc: str) -> None:
    rule = Recurrence("daily", day - dt.timedelta(days=1), time, zone)
    before, changed, after = islice(rule.after(LONG_AGO), 3)
    assert f"{changed.astimezone(zone):%F %H:%M}" == f"{day} {wall}"
    assert f"{changed:%H:%M}" == utc
    for each in (before, after):
        assert each.astimezone(zone).time() == time


def test_a_time_that_comes_twice_runs_once_whenever_one_asks() -> None:
    rule = Recurrence("daily", dt.date(2026, 10, 24), dt.time(2, 30), AMSTERDAM)
    first = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    next_day = dt.datetime(2026, 10, 26, 1, 30, tzinfo=dt.UTC)
    for minutes, expected in ((-1, first), (0, next_day), (30, next_day), (60, next_day)):
        assert next(rule.after(first + dt.timedelta(minutes=minutes))) == expected


def test_a_time_that_does_not_exist_runs_once_whenever_one_asks() -> None:
    rule = Recurrence("daily", dt.date(2026, 3, 28), dt.time(2, 30), AMSTERDAM)
    change = dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    next_day = dt.datetime(2026, 3, 30, 0, 30, tzinfo=dt.UTC)
    for minutes, expected in ((-60, change), (-1, change), (0, next_day), (30, next_day)):
        assert next(rule.after(change + dt.timedelta(minutes=minutes))) == expected


def test_a_day_that_a_country_left_out() -> None:
    # Samoa crossed the date line: it had no 30 December 2011.
    rule = Recurrence("daily", dt.date(2011, 12, 29), dt.time(0), APIA)
    found = [f"{each.astimezone(APIA):%d %H:%M}" for each in islice(rule.after(LONG_AGO), 3)]
    assert found == ["29 00:00", "31 00:00", "01 00:00"]


def test_the_end_counts_with_its_last_hour_in_every_zone() -> None:
    last = dt.date(2026, 7, 31)
    for zone in (AMSTERDAM, NEW_YORK, LORD_HOWE, TOKYO):
        rule = Recurrence("daily", last, dt.time(23, 59), zone, end=last)
        (only,) = rule.after(LONG_AGO)
        assert only.astimezone(zone).date() == last


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
