"""Recurrences compared with a slow model that asks every day whether it is one of them."""

import calendar
import datetime as dt
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from exports.recurrence import INDEXES, WEEKDAYS, Recurrence

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/Amsterdam",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Tokyo",
        "America/Sao_Paulo",
        "Asia/Amman",
        "Africa/Casablanca",
        "Pacific/Apia",
    )
]
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def occurs(rule: Recurrence, day: dt.date) -> bool:
    """Tell whether the rule names the day, in the words of the documentation."""
    if day < rule.start or (rule.end and day > rule.end and rule.frequency != "no_repeat"):
        return False
    start = rule.start
    years = day.year - start.year
    weeks = ((day - DAY * day.weekday()) - (start - DAY * start.weekday())).days // 7
    if rule.frequency == "no_repeat":
        return day == start
    if rule.frequency == "daily":
        return (day - start).days % rule.interval == 0
    if rule.frequency == "weekly":
        return weeks % rule.interval == 0 and day.isoweekday() % 7 in (
            rule.days or (start.isoweekday() % 7,)
        )
    if rule.frequency == "monthly":
        in_turn = (years * 12 + day.month - start.month) % rule.interval == 0
    else:
        in_turn = years % rule.interval == 0 and day.month in (rule.months or (start.month,))
    return in_turn and in_month(rule, day)


def in_month(rule: Recurrence, day: dt.date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    if rule.day_of_week:
        if WEEKDAYS[day.isoweekday() % 7] != rule.weekday:
            return False
        if rule.index == "last":
            return day.day + 7 > length
        return (day.day - 1) // 7 + 1 == INDEXES[rule.index]
    chosen = rule.days_of_month or (rule.start.day,)
    return day.day in {length if number == -1 else min(number, length) for number in chosen}


def first_shown(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the first minute at which the clocks show the wall time, or have passed it."""
    moment = wall.replace(tzinfo=dt.UTC)
    offsets = {(moment + DAY * days).astimezone(zone).utcoffset() for days in (-2, 2)}
    if len(offsets) == 1:
        return moment - (offsets.pop() or dt.timedelta())
    minute = moment - DAY
    while minute.astimezone(zone).replace(tzinfo=None) < wall:
        minute += MINUTE
    return minute


def slowly(rule: Recurrence, after: dt.datetime, until: dt.date) -> list[dt.datetime]:
    """Return the occurrences after a moment, on days up to one, by asking every day."""
    day, found = rule.start, set()
    while day <= until:
        if occurs(rule, day):
            found.add(first_shown(dt.datetime.combine(day, rule.time), rule.zone))
        day += DAY
    return sorted(each for each in found if each > after)


@st.composite
def rules(draw: st.DrawFn) -> Recurrence:
    """Make any recurrence that begins between 2008 and 2028, mostly without an end."""
    numbers: Any = st.integers
    start = draw(st.dates(dt.date(2008, 1, 1), dt.date(2028, 12, 31)))
    by_weekday = draw(st.booleans())
    return Recurrence(
        draw(st.sampled_from(["no_repeat", "daily", "weekly", "monthly", "yearly"])),
        start,
        dt.time(draw(numbers(0, 23)), draw(st.sampled_from([0, 15, 30, 59]))),
        draw(st.sampled_from(ZONES)),
        interval=draw(numbers(1, 5)),
        days=tuple(draw(st.sets(numbers(0, 6)))),
        days_of_month=tuple(draw(st.sets(numbers(1, 31) | st.just(-1), max_size=5))),
        day_of_week=by_weekday,
        index=draw(st.sampled_from(list(INDEXES))) if by_weekday else "",
        weekday=draw(st.sampled_from(WEEKDAYS)) if by_weekday else "",
        months=tuple(draw(st.sets(numbers(1, 12), max_size=4))),
        end=start + DAY * draw(numbers(-5, 800)) if draw(st.booleans()) else None,
    )


@settings(max_examples=400, deadline=None)
@given(rules(), st.integers(-30, 3000), st.integers(0, 24 * 60 - 1))
def test_the_same_as_asking_every_day(rule: Recurrence, days: int, minutes: int) -> None:
    moment = dt.datetime.combine(rule.start, dt.time.min, dt.UTC) + DAY * days + MINUTE * minutes
    until = moment.date() + DAY * 420
    end = dt.datetime.combine(until, dt.time.min, dt.UTC) - DAY
    expected = [each for each in slowly(rule, moment, until) if each < end]
    assert list(takewhile(lambda each: each < end, rule.after(moment))) == expected
