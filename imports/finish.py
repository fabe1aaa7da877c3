"""The end of a run: log file, system log, mail, and the turn of the next one."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from fourme.jobs.models import State
from fourme.logs.models import Level
from fourme.logs.write import close_log
from fourme.mail import outbox
from imports.logfile import write_log
from imports.models import ImportRun, RejectedRow
from imports.rows import Row
from imports.turn import ring_next
from imports.unreached import reject_unreached
from imports.words import subject, summary
from records import registry

MAILED_ROWS = 20


def finish(
    run: ImportRun,
    state: State,
    message: str = "",
    *,
    told: Callable[[ImportRun], None] | None = None,
) -> None:
    """End a run that we own, in one transaction. Raises Superseded.

    `told` stores first what a test has to tell.
    """
    with transaction.atomic():
        run.message = message
        if told is not None:
            told(run)
        reject_unreached(run)
        logfile = write_log(run)
        run.finish(
            state,
            message,
            logfile=logfile,
            phase=run.Phase.FINISH,
            total=run.total,
            **run.results,
        )
        run.line = max(run.line, run.total or 0) if state == State.DONE else run.line
        if run.log is not None:
            close_log(
                run.log,
                level=level(run),
                message=summary(run),
                data={"File": run.name, "Rows": run.total or 0, **run.results},
                files=[run.source, logfile],
            )
        if run.notify:
            _post(run)
        transaction.on_commit(lambda: ring_next(run))


def level(run: ImportRun) -> Level:
    """Return the level of the entry in the Import Log."""
    if run.canceled:
        return Level.WARNING
    if run.state == State.FAILED:
        return Level.FATAL
    return Level.ERROR if run.failures or run.errors else Level.INFORMATION


def _post(run: ImportRun) -> None:
    rejected = [
        {"place": Row(row.row, row.first_line, row.last_line, []).place, "reasons": row.reasons}
        for row in RejectedRow.objects.filter(run=run).order_by("row")[:MAILED_ROWS]
    ]
    person: Any = getattr(run.user, "person", None)
    outbox.post(
        key=f"import/{run.token}",
        to=(person.primary_email if person else "") or run.user.email,
        subject=subject(run),
        template="mail/import_finished",
        context={
            "run": run,
            "record_type": registry.get(run.type),
            "summary": summary(run),
            "rejected": rejected,
            "more": max(run.failures + run.errors - len(rejected), 0),
        },
        headers={"X-4me-Import": run.token, "X-4me-ImportID": str(run.pk)},
    )
