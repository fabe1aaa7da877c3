"""Keep the exports of the Settings console: save, pause, copy, delete."""

from django.db import models, transaction

from exports import schedule
from exports.models import Export
from fourme.accounts.rights import Actor, Door
from fourme.jobs.models import OPEN

#: What other than a form changes an export: runs and the schedule.
_KEPT_BY_RUNS = {"marks", "last_run", "failures", "created_at"}
_EDITED = [
    field.name
    for field in Export._meta.concrete_fields
    if field.name not in _KEPT_BY_RUNS and not field.primary_key
]


def exports_of(actor: Actor) -> models.QuerySet[Export]:
    """Return the exports that the actor may see; none without the right to export."""
    if not actor.may(Door.EXPORT):
        return Export.objects.none()
    exports = Export.objects.filter(account=actor.account)
    return exports.select_related(
        "last_run__file", "last_run__user__person", "user__person", "account", "calendar"
    )


@transaction.atomic
def save(export: Export) -> None:
    """Store a new or an edited export, with the time when it is due next.

    What runs note of it meanwhile stays. One that is enabled begins without failures. A time that
    has come is not lost while nothing is changed of when it runs.
    """
    if export.pk is None:
        schedule.plan(export)
        export.save()
        return
    stored = Export.objects.select_for_update().get(pk=export.pk)
    if _timing(stored) == _timing(export):
        export.next_run_at = stored.next_run_at
    else:
        schedule.plan(export)
    if not export.disabled:
        Export.objects.filter(pk=export.pk).update(failures=0)
    export.save(update_fields=_EDITED)


def _timing(export: Export) -> tuple[object, ...]:
    return export.recurrence(), export.calendar, export.disabled


def copy(export: Export) -> Export:
    """Return an unsaved copy, which is disabled and has delivered nothing."""
    twin = Export.objects.get(pk=export.pk)
    twin.pk, twin.marks, twin.last_run, twin.failures = None, {}, None, 0
    twin.name = f"{twin.name[:110]} (copy)"
    twin._state.adding = True
    twin.disabled, twin.next_run_at = True, None
    return twin


@transaction.atomic
def delete(export: Export) -> None:
    """Delete an export; its runs stay in the System Logs, one under way is canceled."""
    Export.objects.select_for_update().filter(pk=export.pk).first()  # so that none begins
    for run in export.runs.filter(state__in=OPEN):
        run.cancel()
    export.delete()
