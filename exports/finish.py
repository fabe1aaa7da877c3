"""The end of an export: run, entry of the system log and mail, all in one transaction."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from exports.lifetime import lifetime
from exports.models import ExportRun
from exports.names import counted, label, title
from exports.select import filter_words
from fourme.accounts.zones import zone_of
from fourme.files.links import link
from fourme.files.models import StoredFile
from fourme.jobs.models import State
from fourme.jobs.perform import CANCELED
from fourme.logs.models import Level, LogMessage
from fourme.logs.write import append, close_log
from fourme.mail.outbox import post

#: What was changed in cells, by the slug of their type: in words, with how many.
Changes = dict[str, Counter[str]]


def succeed(run: ExportRun, stored: StoredFile, changes: Changes | None = None) -> None:
    """End the run as done and tell the person. Raises Superseded when it is not ours.

    `changes` are told with the entry of the log: what the format could not hold.
    """
    with transaction.atomic():
        run.finish(State.DONE, file=stored)
        stored.expires_at = (run.completed_at or stored.created_at) + lifetime()
        stored.save(update_fields=["expires_at"])
        total = sum(run.records.values())
        told = _tell(run, changes or {})
        level = Level.WARNING if told else Level.INFORMATION
        _close(run, level, f"{counted(total)} exported: {title(run.types)}.", stored)
        _mail(run, "finished", {"file": stored, "url": link(stored), "total": total})


def _tell(run: ExportRun, changes: Changes) -> bool:
    """Tell with the entry what the format could not hold; return whether there is something."""
    messages = [
        LogMessage(
            log=run.log,
            level=Level.WARNING,
            column=label(slug),
            reason=f"{number:,} {'cell' if number == 1 else 'cells'}: {what}.",
            hint="A CSV file holds them as they are.",
        )
        for slug, of_type in changes.items()
        for what, number in of_type.items()
    ]
    if run.log is not None:
        append(messages)
    return bool(messages)


def fail(run: ExportRun, reason: str, *, limited: str = "") -> None:
    """End the run as failed and tell the person why. Raises Superseded when it is not ours.

    Who cancels an export knows it, and gets no mail.
    """
    with transaction.atomic():
        run.finish(State.FAILED, reason, rate_limited=limited)
        canceled = reason == CANCELED
        _close(run, Level.WARNING if canceled else Level.ERROR, reason)
        if not canceled:
            _mail(run, "failed", {"reason": reason})


def _close(run: ExportRun, level: str, message: str, *files: StoredFile) -> None:
    if run.log is not None:
        close_log(run.log, level=level, message=message, data=facts(run), files=files)


def facts(run: ExportRun) -> dict[str, Any]:
    """Return what the entry of the system log says about the run."""
    since = run.since and run.since.astimezone(zone_of(run.user))
    several = len(run.records) > 1
    said = {
        "Records": sum(run.records.values()) if several else "",
        **{label(slug): number for slug, number in run.records.items()},
        "Strategy": run.get_strategy_display(),
        "Changes since": f"{since:%Y-%m-%d %H:%M %Z}" if since else "",
        "Filter": filter_words(run.filter_type, run.filter_query),
        "Format": run.get_export_format_display(),
        "Line separator": run.get_line_separator_display(),
        "Started from": run.get_origin_display(),
    }
    return {name: value for name, value in said.items() if value != ""}


def _mail(run: ExportRun, outcome: str, context: Mapping[str, Any]) -> None:
    types = [(label(slug), run.records.get(slug)) for slug in run.types]
    post(
        key=f"export/{run.token}",
        to=run.user.email,
        subject=f"Export {outcome}: {title(run.types)}",
        template=f"mail/export_{outcome}",
        context={"run": run, "types": types, "zone": zone_of(run.user), **context},
        headers={"X-4me-Export": run.token, "X-4me-ExportID": str(run.pk)},
    )
