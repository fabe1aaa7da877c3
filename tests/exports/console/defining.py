"""Exports of the Settings console for tests, what their form sends, and runs that have ended."""

import datetime as dt
from typing import Any

from django.utils import timezone

from exports import definitions
from exports.models import Export, ExportRun
from fourme.accounts.rights import Actor
from fourme.files.models import StoredFile
from fourme.jobs.models import State
from fourme.logs import events
from fourme.logs.write import open_log

#: A Sunday.
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}


def define(actor: Actor, **fields: Any) -> Export:
    """Store an export of sites that runs by hand, unless the fields say otherwise."""
    usual = {
        "account": actor.account,
        "user": actor.user,
        "name": "Nightly",
        "types": ["sites"],
        "time_zone": "UTC",
    }
    export = Export(**usual | fields)
    definitions.save(export)
    return export


def weekly(actor: Actor, **fields: Any) -> Export:
    """Store an incremental export, each Monday at 08:00 UTC."""
    when: dict[str, Any] = {
        "strategy": "incremental",
        "frequency": "weekly",
        "day": [1],
        "start_date": dt.date(2026, 11, 2),
        "time_of_day": dt.time(8),
    }
    return define(actor, **when | fields)


def sent(actor: Actor, **fields: Any) -> dict[str, Any]:
    """Return what the form sends for an export of sites that runs by hand."""
    return {
        "name": "Nightly",
        "user": str(actor.user.pk),
        "strategy": "full",
        "types": ["sites"],
        "export_format": "csv",
        "line_separator": "lf",
        "frequency": "no_repeat",
        "time_zone": "UTC",
        "action": "save",
    } | fields


def sent_weekly(actor: Actor, **fields: Any) -> dict[str, Any]:
    """Return what the form sends for an incremental export, each Monday at 08:00 UTC."""
    when = {"strategy": "incremental", "frequency": "weekly", "day": ["1"], "time_of_day": "08:00"}
    return sent(actor, **when | fields)


def ran(export: Export, *, size: int = 0, expired: bool = False, **fields: Any) -> ExportRun:
    """Store a run of the export that is done unless `fields` say otherwise, and is its last one.

    With a size it has a file.
    """
    now = timezone.now()
    usual: dict[str, Any] = {
        "export": export,
        "account": export.account,
        "user": export.user,
        "name": export.name,
        "types": export.types,
        "strategy": export.strategy,
        "export_format": export.export_format,
        "line_separator": export.line_separator,
        "state": State.DONE,
        "claimed_at": now,
        "completed_at": now,
        "file": _file(export, size, expired=expired) if size else None,
        "log": open_log(
            events.EXPORT, account=export.account, user=export.user, ip_address="192.0.2.7"
        ),
    }
    run = ExportRun.objects.create(**usual | fields)
    Export.objects.filter(pk=export.pk).update(last_run=run)
    export.last_run = run
    return run


def _file(export: Export, size: int, *, expired: bool) -> StoredFile:
    hours = dt.timedelta(hours=-1 if expired else 47)
    number = StoredFile.objects.count()
    return StoredFile.objects.create(
        name="20261122-sites-1.csv",
        size=size,
        content_type="text/csv",
        path=f"exports/{number}",
        purpose=StoredFile.Purpose.EXPORT,
        account=export.account,
        expires_at=timezone.now() + hours,
    )
