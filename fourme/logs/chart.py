"""The bar chart above a log: entries per day of the last 30, by outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Count, Model, QuerySet
from django.db.models.functions import TruncDate

from fourme.logs.outcomes import Outcome, Outcomes

M = TypeVar("M", bound=Model)

DAYS = 30
HEIGHT = 100  # of the tallest bar, in units of the drawing; a day is 10 wide
_WIDTH, _GAP = 10, 2
_LEAST = 3  # a single entry can still be seen and clicked


@dataclass(frozen=True)
class Segment:
    """The entries of one day and outcome, as a rectangle of the drawing."""

    outcome: Outcome
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Day:
    """One bar: its segments from the bottom to the top."""

    day: date
    x: int
    count: int
    segments: list[Segment]

    @property
    def words(self) -> str:
        """What the mouse is told about the bar: "June 3: 12 information, 1 error"."""
        counted = _words([(one.outcome, one.count) for one in self.segments])
        return f"{self.day:%B} {self.day.day}: {counted}"


@dataclass(frozen=True)
class Chart:
    """The drawing, and the sums of its days by outcome."""

    days: list[Day]
    sums: list[tuple[Outcome, int]]
    width: int = DAYS * _WIDTH
    height: int = HEIGHT
    bar_width: int = _WIDTH - _GAP

    @property
    def words(self) -> str:
        """The sums in words: "65 information, 3 error"."""
        return _words(self.sums)

    @property
    def first(self) -> date:
        """The day of the leftmost bar."""
        return self.days[0].day

    @property
    def middle(self) -> date:
        """The day in the middle."""
        return self.days[DAYS // 2].day


def draw(entries: QuerySet[M], outcomes: Outcomes, zone: ZoneInfo, today: date) -> Chart:
    """Count the entries of the days up to today, as the zone has them, in one query."""
    first = today - timedelta(days=DAYS - 1)
    counts = _counts(entries, outcomes.field, zone, first)
    tallest = max((sum(by.values()) for by in counts.values()), default=0)
    dates = [first + timedelta(days=number) for number in range(DAYS)]
    days = [
        _bar(number, day, outcomes, counts.get(day, {}), tallest)
        for number, day in enumerate(dates)
    ]
    sums = [
        (outcome, count)
        for outcome in outcomes
        if (count := sum(counts.get(day, {}).get(outcome.name, 0) for day in dates))
    ]
    return Chart(days, sums)


def _words(sums: list[tuple[Outcome, int]]) -> str:
    return ", ".join(f"{count:,} {one.label.lower()}" for one, count in sums) or "no entries"


def _counts(
    entries: QuerySet[M], field: str, zone: ZoneInfo, first: date
) -> dict[date, dict[str, int]]:
    counts: dict[date, dict[str, int]] = {}
    rows = (
        entries.filter(created_at__gte=datetime.combine(first, time(), zone))
        .order_by()
        .annotate(day=TruncDate("created_at", tzinfo=zone))
        .values_list("day", field)
        .annotate(count=Count("pk"))
    )
    for day, outcome, count in rows:
        counts.setdefault(day, {})[outcome] = count
    return counts


def _bar(
    number: int, day: date, outcomes: Outcomes, counts: Mapping[str, int], tallest: int
) -> Day:
    x, top, segments = number * _WIDTH, float(HEIGHT), []
    for outcome in outcomes:
        if count := counts.get(outcome.name, 0):
            height = max(count / tallest * HEIGHT, _LEAST)
            top = max(top - height, 0)
            segments.append(Segment(outcome, count, x, round(top, 2), round(height, 2)))
    return Day(day, x, sum(counts.values()), segments)
