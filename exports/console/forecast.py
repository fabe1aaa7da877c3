"""What will be refused, told before it happens."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings

from exports import schedule
from exports.console.sizes import counts
from exports.console.types import known
from exports.limits import FULL_EXPORT_PAUSE, last_full
from exports.models import Export
from exports.models.options import Strategy
from exports.recurrence_words import listed
from exports.request import OLDEST_CHANGE
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of
from fourme.jobs import clock
from records.types import RecordType

_LONGEST_SPAN = 4  # two months back and two months ahead differ by some days

#: Of which types the next run of an export takes all records, by its strategy.
_WHOLE: dict[str, Callable[[Export], Collection[str]]] = {
    Strategy.FULL: lambda export: export.types,
    Strategy.PARTIAL: lambda _: (),
    Strategy.INCREMENTAL: lambda export: set(export.types) - set(export.marks),
}


def whole(export: Export) -> list[RecordType]:
    """Return the types of which the next run takes all records."""
    return known(_WHOLE[export.strategy](export))


@dataclass(frozen=True)
class Forecast:
    """How many records of which type the next run takes whole, and what will be refused."""

    counts: dict[str, int]
    big: tuple[RecordType, ...]
    warnings: tuple[str, ...]


def forecast(
    export: Export, planned: Sequence[datetime], run_as: Actor, zone: ZoneInfo
) -> Forecast:
    """Look ahead over the planned moments, which are told in the zone."""
    types = whole(export)
    found = counts(run_as, types)
    big = tuple(each for each in types if found.get(each.slug, 0) > settings.FULL_EXPORT_LIMIT)
    warnings = [*_too_soon(export, big, planned, zone), *_too_old(export, zone)]
    return Forecast(found, big, tuple(warnings))


def said(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment in words: "Monday 7 December 2026, 09:00 CET"."""
    return f"{moment.astimezone(zone):%A %-d %B %Y, %H:%M %Z}"


def _too_soon(
    export: Export, big: Sequence[RecordType], planned: Sequence[datetime], zone: ZoneInfo
) -> list[str]:
    """Say which full exports of big types come too soon after the last, or after one another."""
    if not big:
        return []
    warnings = []
    for again, labels in _free_again(export, big).items():
        text = f"All {listed(labels)} were exported less than 23 hours ago. Before "
        text += f"{said(again, zone)} another full export of them fails"
        early = next((moment for moment in planned if moment < again), None)
        too = f", also the one planned for {said(early, zone)}" if early else ""
        warnings.append(f"{text}{too}.")
    close = next((two for two in pairwise(planned) if two[1] - two[0] < FULL_EXPORT_PAUSE), None)
    if close and export.strategy == Strategy.FULL:
        text = "It is planned more often than once in 23 hours: when the run of "
        text += f"{said(close[0], zone)} has succeeded, that of {said(close[1], zone)} fails, "
        text += f"because of {listed([each.label for each in big])}. "
        warnings.append(f"{text}Plan it once a day, or choose Incremental.")
    return warnings


def _free_again(export: Export, big: Sequence[RecordType]) -> dict[datetime, list[str]]:
    """Return when big types that were exported lately may be again, with their labels."""
    last = last_full(export.account, [each.slug for each in big], clock.now())
    free: dict[datetime, list[str]] = {}
    for each in big:
        if each.slug in last:
            free.setdefault(last[each.slug] + FULL_EXPORT_PAUSE, []).append(each.label)
    return free


def _too_old(export: Export, zone: ZoneInfo) -> list[str]:
    """Say from when on the fixed moment of a partial export lies too far back."""
    if export.since is None:
        return []
    fails = fails_from(export.since, zone_of(export.user))
    refused = next(schedule.upcoming(export, fails - timedelta(microseconds=1)), None)
    if refused is None:
        return []
    text = f"Changes go at most two months back, so from {said(fails, zone)} on its runs fail, "
    return [f"{text}first that of {said(refused, zone)}. Incremental goes on by itself."]


def fails_from(since: datetime, zone: ZoneInfo) -> datetime:
    """Return when changes since that moment cannot be exported any more: a midnight of the zone."""
    day = (since.astimezone(zone) + OLDEST_CHANGE).date()
    days = (day + timedelta(days=more) for more in range(-_LONGEST_SPAN, _LONGEST_SPAN + 1))
    midnights = (datetime.combine(each, time(), zone) for each in days)
    return next(
        midnight
        for midnight in midnights
        if since < datetime.combine((midnight - OLDEST_CHANGE).date(), time(), zone)
    )
