"""Which part of the records a run takes, in words."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from exports.models import ExportRun
from exports.models.options import Strategy
from exports.select import filter_words
from fourme.accounts.zones import zone_of
from fourme.jobs.models import State


def chosen(run: ExportRun, zone: ZoneInfo) -> str:
    """Return strategy and records: "Partial: records created or updated since 1 November 2026"."""
    name = run.get_strategy_display().partition(" - ")[0]
    return f"{name}: {_WORDS[Strategy(run.strategy)](run, zone)}"


def unchanged(run: ExportRun) -> str:
    """Return why there was nothing to export, in the zone of the person in whose name it ran."""
    since = _since(run)
    if since is None:
        return "There was no record to export."
    return f"Nothing was changed since {said(since, zone_of(run.user))}."


def said(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment for people: "7 December 2026, 09:00 CET"."""
    return f"{moment.astimezone(zone):%-d %B %Y, %H:%M %Z}"


def _since(run: ExportRun) -> datetime | None:
    """Return since when changes count; None when all records do."""
    if run.strategy != Strategy.INCREMENTAL:
        return run.since
    before = _delivered_before(run)
    return before.claimed_at if before else None


def _delivered_before(run: ExportRun) -> ExportRun | None:
    """Return the run after which an incremental one goes on, as long as it is kept."""
    if run.export_id is None:
        return None
    runs = ExportRun.objects.filter(export=run.export_id, state=State.DONE)
    runs = runs.exclude(strategy=Strategy.PARTIAL)
    return (runs.filter(pk__lt=run.pk) if run.pk else runs).order_by("-pk").first()


def _all(_run: ExportRun, _zone: ZoneInfo) -> str:
    return "all records"


def _changed(run: ExportRun, zone: ZoneInfo) -> str:
    since = _since(run)
    return f"records created or updated since {said(since, zone)}" if since else "all records"


def _changed_since_last(run: ExportRun, zone: ZoneInfo) -> str:
    since = _since(run)
    if since is None:
        return "records created or updated since the last run; the first run takes all"
    return f"records created or updated since the run of {said(since, zone)}"


def _filtered(run: ExportRun, _zone: ZoneInfo) -> str:
    return filter_words(run.filter_type, run.filter_query)


_WORDS: dict[Strategy, Callable[[ExportRun, ZoneInfo], str]] = {
    Strategy.FULL: _all,
    Strategy.PARTIAL: _changed,
    Strategy.INCREMENTAL: _changed_since_last,
    Strategy.FILTERED: _filtered,
}
