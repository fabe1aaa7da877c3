"""Change the exports of the Settings console: each change is entered in the Job Log."""

from django.db import transaction
from django.shortcuts import get_object_or_404

from exports import definitions
from exports.console.wording import described, differences
from exports.models import Export
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of
from fourme.logs import events
from fourme.logs.write import record

_ADDED = events.register("job.export_added", "job", "Export added").name
_CHANGED = events.register("job.export_changed", "job", "Export changed").name
_ENABLED = events.register("job.export_enabled", "job", "Export enabled").name
_PAUSED = events.register("job.export_paused", "job", "Export disabled by hand").name
_DELETED = events.register("job.export_deleted", "job", "Export deleted").name


class Conflict(Exception):  # noqa: N818 - no error of ours: somebody else was faster
    """Somebody else has changed the export since it was read; `stored` is how it is now."""

    def __init__(self, stored: Export) -> None:
        super().__init__(f"{stored} was changed meanwhile.")
        self.stored = stored


def version(export: Export) -> str:
    """Return what tells whether a stored export was changed; after failures it disables itself."""
    return f"{export.updated_at.isoformat()}{'/disabled' if export.disabled else ''}"


@transaction.atomic
def add(export: Export, by: Actor, ip_address: str | None) -> None:
    """Store a new export."""
    definitions.save(export)
    facts = described(export, zone_of(by.user))
    _enter(_ADDED, export, by, ip_address, message=f"“{export}” was added.", facts=facts)


@transaction.atomic
def change(export: Export, by: Actor, ip_address: str | None, *, seen: str = "") -> None:
    """Store an edited export.

    Raises Conflict when it is not the version that was `seen`, Http404 when it was deleted.
    """
    rows = Export.objects.select_for_update(of=("self",)).select_related("user", "calendar")
    stored = get_object_or_404(rows, pk=export.pk)
    if seen and seen != version(stored):
        raise Conflict(stored)
    zone = zone_of(by.user)
    changed = differences(described(stored, zone), described(export, zone))
    definitions.save(export)
    if changed:
        event, done = _event(export, [label for label, _, _ in changed])
        facts = {label: f"{old or 'none'} → {new or 'none'}" for label, old, new in changed}
        _enter(event, export, by, ip_address, message=f"“{export}” was {done}.", facts=facts)


@transaction.atomic
def delete(export: Export, by: Actor, ip_address: str | None) -> None:
    """Delete an export; its runs and their files stay."""
    facts = described(export, zone_of(by.user))
    _enter(_DELETED, export, by, ip_address, message=f"“{export}” was deleted.", facts=facts)
    definitions.delete(export)


def _event(export: Export, labels: list[str]) -> tuple[str, str]:
    if labels != ["Disabled"]:
        return _CHANGED, "changed"
    return (_PAUSED, "disabled") if export.disabled else (_ENABLED, "enabled")


def _enter(
    event: str,
    export: Export,
    by: Actor,
    ip_address: str | None,
    *,
    message: str,
    facts: dict[str, str],
) -> None:
    data = {label: text for label, text in facts.items() if text}
    record(
        event,
        account=export.account,
        user=by.user,
        ip_address=ip_address,
        message=message,
        data=data,
    )
