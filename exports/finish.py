"""The end of an export: run, entry of the system log and mail, all in one transaction."""

from collections import Counter
from typing import Any

from django.db import transaction

from exports import aftermath, mails
from exports.lifetime import lifetime
from exports.marks import Mark
from exports.models import ExportRun
from exports.names import counted, label, title
from exports.select import filter_words
from exports.strategies import unchanged
from fourme.accounts.context import person_label
from fourme.accounts.zones import zone_of
from fourme.files.models import StoredFile
from fourme.jobs.models import State
from fourme.jobs.perform import CANCELED
from fourme.logs.models import Level, LogMessage
from fourme.logs.write import append, close_log

_AGAIN = "It is tried once more in a few minutes."

#: What was changed in cells, by the slug of their type: in words, with how many.
Changes = dict[str, Counter[str]]


def succeed(run: ExportRun, stored: StoredFile, mark: Mark, changes: Changes | None = None) -> None:
    """End the run as done and tell the person. Raises Superseded when it is not ours.

    The next run of the export goes on from `mark`. `changes` are told with the entry of the log:
    what the format could not hold.
    """
    with transaction.atomic():
        run.finish(State.DONE, file=stored)
        aftermath.delivered(run, mark)
        stored.expires_at = (run.completed_at or stored.created_at) + lifetime()
        stored.save(update_fields=["expires_at"])
        total = sum(run.records.values())
        told = _tell(run, changes or {})
        level = Level.WARNING if told else Level.INFORMATION
        _close(run, level, f"{counted(total)} exported: {what(run)}.", stored)
        mails.finished(run, stored)


def leave(run: ExportRun, mark: Mark) -> None:
    """End the run as done without a file and without a mail, since nothing was changed."""
    with transaction.atomic():
        run.finish(State.DONE, unchanged(run))
        aftermath.delivered(run, mark)
        _close(run, Level.INFORMATION, f"{run.message} No file was made: {what(run)}.")


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


def fail(run: ExportRun, reason: str, *, limited: str = "", refused: bool = False) -> None:
    """End the run as failed and tell the person why. Raises Superseded when it is not ours.

    Who cancels an export knows it, and gets no mail; a planned run that is tried again sends none
    yet. What was `refused` is not tried again: a few minutes later it would be refused as well.
    """
    with transaction.atomic():
        run.finish(State.FAILED, reason, rate_limited=limited)
        canceled = reason == CANCELED
        again = None if canceled or refused else aftermath.try_again(run)
        said = f"{reason} {_AGAIN}" if again else reason
        _close(run, Level.WARNING if canceled or again else Level.ERROR, said)
        if not canceled and again is None:
            aftermath.failed(run)
            mails.failed(run)


def _close(run: ExportRun, level: str, message: str, *files: StoredFile) -> None:
    if run.log is not None:
        close_log(run.log, level=level, message=message, data=facts(run), files=files)


def what(run: ExportRun) -> str:
    """Return the name of the export, for one without a name its types in a few words."""
    return run.name or title(run.types)


def facts(run: ExportRun) -> dict[str, Any]:
    """Return what the entry of the system log says about the run."""
    since = run.since and run.since.astimezone(zone_of(run.user))
    planned = run.planned_for and run.planned_for.astimezone(zone_of(run.user))
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
        "Started by": person_label(run.started_by) if run.started_by else "",
        "Planned for": f"{planned:%Y-%m-%d %H:%M %Z}" if planned else "",
    }
    return {name: value for name, value in said.items() if value != ""}
