"""When something recurs: wall time in a zone, after the rules of iCalendar (RFC 5545).

Where wall time and calendar are not as regular as the rule: a day that a month has not is its last
day, a time that a clock change leaves out is the next one that exists, and one that it repeats
counts once, the first time.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from zoneinfo import ZoneInfo

from dateutil import rrule

FREQUENCIES = ("no_repeat", "daily", "weekly", "monthly", "yearly")
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
INDEXES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
LAST_DAY = -1
_SHORTEST_MONTH = 28
#: Sunday is 0 in the documented lists, and 6 for dateutil.
_DAYS = (rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA)


@dataclass(frozen=True)
class Recurrence:
    """A recurrence with the fields of the documented section of that name.

    `days` count from 0 for Sunday (weekly); `days_of_month` are 1 to 31 or -1 for the last one;
    with `day_of_week` the `index`-th `weekday` counts instead (monthly, yearly); `months` are 1 to
    12 (yearly). `end` is the last day.
    """

    frequency: str
    start: dt.date
    time: dt.time
    zone: ZoneInfo
    interval: int = 1
    days: tuple[int, ...] = ()
    days_of_month: tuple[int, ...] = ()
    day_of_week: bool = False
    index: str = ""
    weekday: str = ""
    months: tuple[int, ...] = ()
    end: dt.date | None = None

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the occurrences later than `moment`, as moments in UTC, in their order."""
        every = (existing(wall, self.zone) for wall in self._walls(moment))
        return dropwhile(lambda each: each <= moment, _once(every))

    def ical(self) -> str:
        """Return the rule as iCalendar writes it, without the time of day."""
        lines = [f"DTSTART;TZID={self.zone.key}:{self.start:%Y%m%d}T000000"]
        lines += [
            line
            for rule in self._rules(self.start)
            for line in str(rule).split("\n")
            if "RRULE" in line
        ]
        return "\n".join(lines)

    def _walls(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the wall times, from some time before `moment` on."""
        if self.frequency == "no_repeat":
            yield dt.datetime.combine(self.start, self.time)
            return
        # A clock change moves an occurrence by hours, so a day before is early enough.
        since = moment.astimezone(self.zone).replace(tzinfo=None) - dt.timedelta(days=2)
        first = dt.datetime.combine(self.start, self.time)
        found = [rule.xafter(max(since, first), inc=True) for rule in self._rules(self.start)]
        yield from heapq.merge(*found)

    def _rules(self, start: dt.date) -> list[rrule.rrule]:
        """Return the rules whose union it is."""
        if self.frequency == "daily":
            return [self._rule(rrule.DAILY, start)]
        if self.frequency == "weekly":
            days = [_DAYS[day] for day in self.days]
            return [self._rule(rrule.WEEKLY, start, byweekday=days or None)]
        if self.frequency == "monthly":
            return [self._rule(rrule.MONTHLY, start, **days) for days in self._in_month()]
        return [
            self._rule(rrule.YEARLY, start, bymonth=month, **days)
            for month in self.months or (start.month,)
            for days in self._in_month()
        ]

    def _rule(self, frequency: int, start: dt.date, **by: object) -> rrule.rrule:
        return rrule.rrule(
            frequency,  # type: ignore[arg-type] # one of its constants
            dtstart=dt.datetime.combine(start, self.time),
            interval=self.interval,
            until=self.end and dt.datetime.combine(self.end, dt.time.max),
            **by,  # type: ignore[arg-type] # its parts
        )

    def _in_month(self) -> Iterable[dict[str, object]]:
        """Yield the parts of the rules that choose days within a month."""
        if self.day_of_week:
            weekday = _DAYS[WEEKDAYS.index(self.weekday)]
            yield {"byweekday": weekday(INDEXES[self.index])}
            return
        days = self.days_of_month or (self.start.day,)
        if plain := [day for day in days if day <= _SHORTEST_MONTH]:
            yield {"bymonthday": plain}
        for day in days:
            if day > _SHORTEST_MONTH:
                yield {"bymonthday": range(_SHORTEST_MONTH, day + 1), "bysetpos": -1}


def existing(wall: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return the moment in UTC at which the clocks of the zone show `wall`.

    When they never do, because they are put forward past it, the moment at which that happens;
    when they do twice, the first.
    """
    moment = wall.replace(tzinfo=zone).astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    before = wall.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)  # by the offset after the gap
    offset = before.astimezone(zone).utcoffset()
    low, high = before, moment
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def _once(moments: Iterator[dt.datetime]) -> Iterator[dt.datetime]:
    """Leave out what comes twice, since several rules may name the same day."""
    last = None
    for moment in moments:
        if moment != last:
            yield moment
        last = moment
