"""The text log of an import: each rejected row with its reasons, the warnings, a summary."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from fourme.files.models import StoredFile
from fourme.files.store import store
from fourme.logs.models import LogMessage
from imports.models import ImportRun
from imports.report import sentence
from imports.rows import Complaint, Row
from imports.words import summary

_AT_ONCE = 2000


def write_log(run: ImportRun) -> StoredFile:
    """Store the log file `<number>.<type>.log` of a run and return it."""
    with tempfile.TemporaryDirectory(prefix="fourme-") as folder:
        path = Path(folder) / "log"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(run))
        return store(
            path,
            f"{run.pk}.{run.type}.log",
            account=run.account,
            user=run.user,
            lifetime=timedelta(hours=settings.FILE_LIFETIME_HOURS),
            purpose=StoredFile.Purpose.LOG,
        )


def lines(run: ImportRun) -> Iterator[str]:
    """Yield the lines of the log."""
    yield f"Import {run.pk} of {run.name} ({run.type}) into {run.account}"
    yield f"Started {run.created_at:%Y-%m-%dT%H:%M:%SZ} by {run.user}"
    yield ""
    messages = LogMessage.objects.filter(log_id=run.log_id).order_by("id")
    for message in messages.iterator(chunk_size=_AT_ONCE):
        yield _line(message)
    yield ""
    yield summary(run)
    yield ", ".join(f"{name}: {number}" for name, number in run.results.items())


def _line(message: LogMessage) -> str:
    text = sentence(Complaint(message.column, message.value, message.reason, message.hint))
    if message.row is None:
        return f"{message.level}: {text}"
    first, last = message.first_line or message.row, message.last_line or message.row
    place = Row(message.row, first, last, []).place
    return f"{message.level}: {place}: {text}"
