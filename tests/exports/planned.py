"""Exports with a schedule, and what a tick and a worker that fails make of them."""

import datetime as dt
from typing import Any

from exports import definitions, schedule
from exports.aftermath import TRIES
from exports.models import Export, ExportRun
from fourme.accounts.rights import Actor
from fourme.jobs import clock
from fourme.jobs.models import STOPPED, State
from fourme.jobs.reap import give_up

MONDAY = dt.datetime(2026, 12, 7, 8, 0, tzinfo=dt.UTC)
WEEK = dt.timedelta(weeks=1)


def weekly(actor: Actor, **options: Any) -> Export:
    """Save an export of sites that is due each Monday at 08:00 UTC."""
    chosen = {"name": "Weekly sites", "types": ["sites"], "strategy": "incremental", **options}
    export = Export(
        account=actor.account,
        user=actor.user,
        frequency="weekly",
        day=[1],
        start_date=dt.date(2026, 12, 1),
        time_of_day=dt.time(8),
        time_zone="UTC",
        **chosen,
    )
    with clock.showing(MONDAY - WEEK):
        definitions.save(export)
    return export


def due(export: Export, weeks: int = 0) -> ExportRun:
    """Let a tick start the run of a Monday."""
    with clock.showing(MONDAY + weeks * WEEK):
        schedule.start_due()
    return latest_run(export)


def fail(run: ExportRun, reason: str = STOPPED) -> ExportRun:
    """Let the worker of a run give up."""
    ExportRun.objects.filter(pk=run.pk).update(state=State.PROCESSING, attempt=2)
    run.refresh_from_db()
    give_up(run, reason)
    run.refresh_from_db()
    return run


def latest_run(export: Export) -> ExportRun:
    """Return the run that was started last."""
    export.refresh_from_db()
    assert export.last_run is not None
    return ExportRun.objects.get(pk=export.last_run.pk)


def second_try(export: Export) -> ExportRun:
    """Return the second try of the run that failed last, without its pause."""
    run = latest_run(export)
    assert run.try_number == TRIES
    ExportRun.objects.filter(pk=run.pk).update(due_at=run.created_at)
    run.refresh_from_db()
    return run
