"""The hours of a calendar: which occurrences fall into off-hours or holidays, and are left out.

Calendars and holidays have no time zone; their times are wall times of the zone of the recurrence.
A period is over at its end: hours until 17:00 leave 17:00 out. A calendar without hours is never
open.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from records.models import Calendar, CalendarHour, Holiday
from records.models.slm import WEEKDAYS

#: After so many occurrences in a row without an open one, there is none.
SEARCHED = 2000

#: The texts of beginning and end: `09:00` of days, `2026-12-25T00:00` of moments. They sort as
#: time does, and 24:00 comes after the last minute of a day.
Period = tuple[str, str]


@dataclass(frozen=True)
class Hours:
    """When a calendar is open: its periods by the name of the weekday, less its holidays."""

    zone: ZoneInfo
    periods: dict[str, list[Period]]
    holidays: list[Period]

    def is_open(self, moment: dt.datetime) -> bool:
        """Tell whether the moment lies in the hours and in no holiday."""
        wall = moment.astimezone(self.zone)
        periods = self.periods.get(WEEKDAYS[wall.weekday()], [])
        return _within(f"{wall:%H:%M}", periods) and not _within(
            f"{wall:%Y-%m-%dT%H:%M}", self.holidays
        )


def hours_of(calendar: Calendar, zone: ZoneInfo) -> Hours:
    """Return the hours of a calendar, read as wall time of the zone."""
    periods: dict[str, list[Period]] = {}
    hours = CalendarHour.objects.filter(calendar=calendar)
    for weekday, begin, end in hours.values_list("weekday", "time_from", "time_until"):
        periods.setdefault(weekday, []).append((begin, end))
    holidays = Holiday.objects.filter(calendars=calendar)
    return Hours(zone, periods, list(holidays.values_list("start_at", "end_at")))


def skipping(occurrences: Iterable[dt.datetime], hours: Hours) -> Iterator[dt.datetime]:
    """Yield the occurrences at which the calendar is open.

    Ends when it was not at any of 2,000 in a row, so that one that never is comes to an end.
    """
    closed = 0
    for moment in occurrences:
        if hours.is_open(moment):
            closed = 0
            yield moment
        else:
            closed += 1
            if closed == SEARCHED:
                return


def _within(wall: str, periods: Iterable[Period]) -> bool:
    return any(begin <= wall < end for begin, end in periods)
