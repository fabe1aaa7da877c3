"""When something recurs: wall time in a zone, after the rules of iCalendar (RFC 5545).

Weeks begin on Monday, and every n-th week, month or year is counted from the one of the start.
Where wall time and calendar are not as regular as the rule: a day that a month has not is its last
day, a time that a clock change leaves out is the moment of the change, and one that it repeats
counts once, the first time.
"""

import datetime as dt
import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from zoneinfo import ZoneInfo

from dateutil import rrule
from dateutil.relativedelta import relativedelta

ONCE = "no_repeat"
FREQUENCIES = (ONCE, "daily", "weekly", "monthly", "yearly")
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
INDEXES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
LAST_DAY = -1
LONGEST_MONTH = 31
FEBRUARY, LEAP_DAY = 2, 29
_SHORTEST_MONTH = 28
#: Sunday is 0 in the documented lists, and 6 for dateutil.
_DAYS = (rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA)
_LENGTHS = {"daily": 1, "weekly": 7}
_MONTHS = {"monthly": 1, "yearly": 12}


@dataclass(frozen=True)
class Recurrence:
    """A recurrence with the fields of the documented section of that name.

    `days` count from 0 for Sunday (weekly); `days_of_month` are 1 to 31 or -1 for the last one;
    with `day_of_week` the `index`-th `weekday` counts instead (monthly, yearly); `months` are 1 to
    12 (yearly). Days and months that are not named are those of the start. `end` is the last day.
    `zone_name` is what people call the zone.
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
    zone_name: str = ""

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the occurrences later than `moment`, as moments in UTC, in their order."""
        every = (existing(wall, self.zone) for wall in self._walls(moment))
        return dropwhile(lambda each: each <= moment, _once(every))

    def ical(self) -> str:
        """Return the rule as iCalendar writes it, without the time of day."""
        lines = [f"DTSTART;TZID={self.zone.key}:{self.start:%Y%m%d}T000000"]
        until = ""
        if self.end:
            last = existing(dt.datetime.combine(self.end, dt.time(23, 59, 59)), self.zone)
            until = f";UNTIL={last:%Y%m%dT%H%M%SZ}"  # the standard wants it in UTC
        for rule in self._rules(self.start):
            lines += [line + until for line in str(rule).split("\n") if line.startswith("RRULE")]
        return "\n".join(lines)

    @property
    def week_days(self) -> tuple[int, ...]:
        """The days of the week, from 0 for Sunday; those named, else that of the start."""
        return self.days or (self.start.isoweekday() % 7,)

    @property
    def month_days(self) -> tuple[int, ...]:
        """The days of a month; those named, else that of the start."""
        return self.days_of_month or (self.start.day,)

    @property
    def year_months(self) -> tuple[int, ...]:
        """The months of a year; those named, else that of the start."""
        return self.months or (self.start.month,)

    @property
    def last(self) -> dt.date:
        """The last day; without one, the end of what clocks of all zones can show."""
        return self.end or dt.date.max - dt.timedelta(days=2)

    def _walls(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the wall times, from some time before `moment` on."""
        if self.frequency == ONCE:
            return iter([dt.datetime.combine(self.start, self.time)])
        # A clock change moves an occurrence by hours, so two days before is early enough.
        since = moment.astimezone(self.zone).replace(tzinfo=None) - dt.timedelta(days=2)
        begin = self._near(since.date())
        walls = heapq.merge(*(rule.xafter(since, inc=True) for rule in self._rules(begin)))
        return takewhile(lambda wall: wall.date() <= self.last, walls)

    def _near(self, day: dt.date) -> dt.date:
        """Return a day not after `day` from which the rules count as they do from the start."""
        if day <= self.start:
            return self.start
        if length := _LENGTHS.get(self.frequency):
            step = length * self.interval
            return self.start + dt.timedelta((day - self.start).days // step * step)
        length = _MONTHS[self.frequency]
        first = self.start.replace(day=1, month=self.start.month if length == 1 else 1)
        step = length * self.interval
        months = (day.year - first.year) * 12 + day.month - first.month
        return max(self.start, first + relativedelta(months=months // step * step))

    def _rules(self, begin: dt.date) -> list[rrule.rrule]:
        """Return the rules whose union it is, counted from `begin`."""
        return [
            rrule.rrule(
                getattr(rrule, self.frequency.upper()),
                dtstart=dt.datetime.combine(begin, self.time),
                interval=self.interval,
                wkst=rrule.MO,
                **by,  # type: ignore[arg-type] # its parts
            )
            for by in _PARTS[self.frequency](self)
        ]

    def _in_week(self) -> Iterable[dict[str, object]]:
        """Yield the part of the rule that chooses days of the week."""
        yield {"byweekday": [_DAYS[day] for day in self.week_days]}

    def _in_month(self) -> Iterable[dict[str, object]]:
        """Yield the parts of the rules that choose days of every month."""
        if self.day_of_week:
            yield {"byweekday": self._numbered_weekday()}
            return
        days = _within(LONGEST_MONTH, self.month_days)
        if plain := [day for day in days if day <= _SHORTEST_MONTH]:
            yield {"bymonthday": plain}
        for day in days:
            if day > _SHORTEST_MONTH:
                yield {"bymonthday": range(_SHORTEST_MONTH, day + 1), "bysetpos": -1}

    def _in_year(self) -> Iterable[dict[str, object]]:
        """Yield the parts of the rules that choose days of some months."""
        if self.day_of_week:
            yield {"bymonth": self.year_months, "byweekday": self._numbered_weekday()}
            return
        months: dict[tuple[int, ...], list[int]] = {}
        for month in self.year_months:
            longest = LEAP_DAY if month == FEBRUARY else LONGEST_MONTH
            months.setdefault(_within(longest, self.month_days), []).append(month)
        for days, alike in months.items():
            yield {"bymonth": alike, "bymonthday": days}

    def _numbered_weekday(self) -> rrule.weekday:
        return _DAYS[WEEKDAYS.index(self.weekday)](INDEXES[self.index])


#: What the rules of a frequency choose.
_PARTS = {
    ONCE: lambda _: (),
    "daily": lambda _: ({},),
    "weekly": Recurrence._in_week,
    "monthly": Recurrence._in_month,
    "yearly": Recurrence._in_year,
}


def _within(longest: int, days: Iterable[int]) -> tuple[int, ...]:
    """Return the days of a month that has so many at most; what is beyond is its last day."""
    return tuple(sorted({LAST_DAY if day >= longest else day for day in days}))


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


def _once(moments: Iterable[dt.datetime]) -> Iterator[dt.datetime]:
    """Leave out what comes twice, since several rules may name the same day."""
    last = None
    for moment in moments:
        if moment != last:
            yield moment
        last = moment
