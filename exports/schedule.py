"""The schedule: which exports are due, and when each is due next."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from exports import off_hours
from exports.models import Export
from exports.models.recurring import Recurring
from exports.start import start_planned
from fourme.jobs import clock

logger = logging.getLogger(__name__)

_AT_ONCE = 1000


def plan(export: Export) -> None:
    """Set when the export is due next, seen from now; None when it does not recur."""
    export.next_run_at = next(upcoming(export, clock.now()), None)


def upcoming(export: Recurring, after: datetime) -> Iterator[datetime]:
    """Yield when the export is due after a moment, in UTC; nothing when it does not recur."""
    recurrence = export.recurrence()
    if recurrence is None:
        return iter(())
    found = recurrence.after(after)
    if export.calendar is None:
        return found
    return off_hours.skipping(found, off_hours.hours_of(export.calendar, recurrence.zone))


def start_due() -> None:
    """Start each export whose time has come, once for all times that were missed.

    A step of the tick: run twice at once, it starts a run for each planned time once. An export
    that is still running waits for its end.
    """
    due = Export.objects.filter(disabled=False, next_run_at__lte=clock.now())
    for pk in list(due.order_by("next_run_at").values_list("pk", flat=True)[:_AT_ONCE]):
        try:
            with transaction.atomic():
                # Its last run is read after that: one joined could be older than the row.
                export = due.select_for_update(skip_locked=True).filter(pk=pk).first()
                if export is not None and not export.is_running:
                    _start(export)
        except Exception:
            logger.exception("The export %s could not be started", pk)


def _start(export: Export) -> None:
    # A tick that was given a later time may have started what is due only now.
    if not export.runs.filter(planned_for=export.next_run_at).exists():
        export.last_run = start_planned(export)
    plan(export)
    export.save(update_fields=["next_run_at", "last_run"])
