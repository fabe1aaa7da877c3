"""Exports of the Settings console for tests, and what their form sends."""

import datetime as dt
from typing import Any

from exports import definitions
from exports.models import Export
from fourme.accounts.rights import Actor


def define(actor: Actor, **fields: Any) -> Export:
    """Store an export of sites that runs by hand, unless the fields say otherwise."""
    export = Export(
        **{
            "account": actor.account,
            "user": actor.user,
            "name": "Nightly",
            "types": ["sites"],
            "time_zone": "UTC",
            **fields,
        }
    )
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
