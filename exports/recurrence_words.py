"""A recurrence in plain words, and what to know of the clock changes that it meets."""

import calendar as almanac
import datetime as dt
from collections.abc import Iterable
from itertools import takewhile

from exports.recurrence import FEBRUARY, LAST_DAY, LEAP_DAY, ONCE, WEEKDAYS, Recurrence

_COMMON_YEAR = 2026
_SUNDAY = 7
_LAST = "last day"


def words(recurrence: Recurrence, calendar: str = "", *, today: dt.date | None = None) -> str:
    """Return the recurrence as one sentence without its full stop.

    `calendar` is the name of the calendar whose off-hours it leaves out. A start that lies before
    `today` is only named when periods are counted from it.
    """
    say = _SENTENCES[recurrence.frequency]
    return f"{say(recurrence)}{_limits(recurrence, today)}{_exception(calendar)}"


def clock_changes(
    recurrence: Recurrence, occurrences: Iterable[dt.datetime], until: dt.datetime
) -> list[str]:
    """Return a sentence for each of the occurrences whose time the clocks skip or show twice.

    Those after `until` are not looked at.
    """
    notes = []
    planned = f"{recurrence.time:%H:%M}"
    for moment in takewhile(lambda each: each <= until, occurrences):
        wall = moment.astimezone(recurrence.zone)
        day = f"On {written(wall)} the clocks"
        if wall.time() != recurrence.time:
            notes.append(f"{day} skip {planned}: the export runs at {wall:%H:%M} then.")
        elif wall.utcoffset() != wall.replace(fold=1).utcoffset():
            notes.append(f"{day} show {planned} twice: the export runs the first time.")
    return notes


def zone_words(recurrence: Recurrence) -> str:
    """Return what people call the time of the zone: `Amsterdam time`."""
    name = recurrence.zone_name or recurrence.zone.key
    if name == "UTC":
        return name
    return name.replace(" Time", " time") if " Time" in name else f"{name} time"


def listed(parts: list[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def written(day: dt.date) -> str:
    """Return a day as people write it: `1 December 2026`."""
    return f"{day.day} {almanac.month_name[day.month]} {day.year}"


def _once(recurrence: Recurrence) -> str:
    return f"Once, on {_weekday(recurrence.start)} {written(recurrence.start)}{_at(recurrence)}"


def _daily(recurrence: Recurrence) -> str:
    return f"{_every(recurrence, 'day')}{_at(recurrence)}"


def _weekly(recurrence: Recurrence) -> str:
    days = sorted(recurrence.week_days, key=lambda day: day or _SUNDAY)
    names = listed([WEEKDAYS[day].capitalize() for day in days])
    return f"{_every(recurrence, 'week')} on {names}{_at(recurrence)}"


def _monthly(recurrence: Recurrence) -> str:
    days = _days(recurrence)
    if recurrence.interval == 1:
        chosen = f"On {days} of every month"
    else:
        chosen = f"{_every(recurrence, 'month')} on {days}"
    return f"{chosen}{_shorter(recurrence, range(1, 13))}{_at(recurrence)}"


def _yearly(recurrence: Recurrence) -> str:
    months = sorted(recurrence.year_months)
    names = [almanac.month_name[month] for month in months]
    day, *others = recurrence.month_days
    if recurrence.day_of_week or others or names[1:] or day == LAST_DAY:
        chosen = f"{_days(recurrence)} of {listed(names)}"
    else:
        chosen = f"{day} {names[0]}"
    return (
        f"{_every(recurrence, 'year')} on {chosen}{_shorter(recurrence, months)}{_at(recurrence)}"
    )


_SENTENCES = {
    ONCE: _once,
    "daily": _daily,
    "weekly": _weekly,
    "monthly": _monthly,
    "yearly": _yearly,
}


def _every(recurrence: Recurrence, unit: str) -> str:
    if recurrence.interval == 1:
        return f"Every {unit}"
    return f"Every {recurrence.interval} {unit}s"


def _days(recurrence: Recurrence) -> str:
    """Return which days of a month: `the 1st, 15th and last day`, `the second Tuesday`."""
    if recurrence.day_of_week:
        return f"the {recurrence.index} {recurrence.weekday.capitalize()}"
    days = sorted(recurrence.month_days, key=lambda day: (day == LAST_DAY, day))
    return "the " + listed([_LAST if day == LAST_DAY else _ordinal(day) for day in days])


def _ordinal(day: int) -> str:
    teen = 10 < day % 100 < 20  # noqa: PLR2004 -- the teens
    return f"{day}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _shorter(recurrence: Recurrence, months: Iterable[int]) -> str:
    """Say what happens in months that do not have all of the days."""
    if recurrence.day_of_week:
        return ""
    latest = max(recurrence.month_days)
    short = [month for month in months if almanac.monthrange(_COMMON_YEAR, month)[1] < latest]
    if short == [FEBRUARY] and latest == LEAP_DAY and recurrence.month_days == (latest,):
        return " (28 February when there is none)"
    return " (in shorter months on the last day)" if short else ""


def _at(recurrence: Recurrence) -> str:
    return f" at {recurrence.time:%H:%M}, {zone_words(recurrence)}"


def _limits(recurrence: Recurrence, today: dt.date | None) -> str:
    if recurrence.frequency == ONCE:
        return ""
    told = recurrence.interval > 1 or today is None or recurrence.start > today
    begin = f", from {written(recurrence.start)}" if told else ""
    if recurrence.end is None:
        return begin
    return f"{begin}{'' if begin else ','} until {written(recurrence.end)}"


def _exception(calendar: str) -> str:
    if not calendar:
        return ""
    return f", except in the off-hours and holidays of the calendar “{calendar}”"


def _weekday(day: dt.date) -> str:
    return WEEKDAYS[day.isoweekday() % 7].capitalize()
