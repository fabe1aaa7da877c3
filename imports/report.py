"""Stage 9: what to tell about rows; stored with their batch, or after the test is taken back."""

import json
import tempfile
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from fourme.logs import write
from fourme.logs.models import Level, LogMessage
from imports.defer import place
from imports.models import ChangePreview, ImportRun, RejectedRow
from imports.rows import Complaint, Entry, Row

_AT_ONCE = 1000


class Report(Protocol):
    """Takes what is told about rows."""

    def reject(self, entries: Sequence[Entry]) -> None:
        """Tell of rows that were not imported."""

    def warn(self, complaints: Sequence[Complaint], row: int | None = None) -> None:
        """Tell of something that did not stop anything."""

    def preview(self, changes: Sequence[dict[str, Any]]) -> None:
        """Tell what a test would change."""


class Stored:
    """Stores it at once, in the transaction of the caller."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run

    def reject(self, entries: Sequence[Entry]) -> None:
        """Store the rows, and a message for each of their problems."""
        RejectedRow.objects.bulk_create(
            [
                RejectedRow(run=self._run, **place(entry.row), reasons=reasons(entry.complaints))
                for entry in entries
            ],
            batch_size=_AT_ONCE,
        )
        write.append(
            self._message(
                complaint,
                Level.ERROR,
                row=entry.row.number,
                first_line=entry.row.first_line,
                last_line=entry.row.last_line,
            )
            for entry in entries
            for complaint in entry.complaints
        )

    def warn(self, complaints: Sequence[Complaint], row: int | None = None) -> None:
        """Store a message for each."""
        write.append(self._message(each, Level.WARNING, row=row) for each in complaints)

    def preview(self, changes: Sequence[dict[str, Any]]) -> None:
        """Store the changes."""
        ChangePreview.objects.bulk_create(ChangePreview(run=self._run, **each) for each in changes)

    def _message(self, complaint: Complaint, level: Level, **where: int | None) -> LogMessage:
        return LogMessage(
            log=self._run.log,
            level=level,
            column=complaint.column,
            value=complaint.value,
            reason=complaint.reason,
            hint=complaint.hint,
            **where,
        )


class Spooled:
    """Keeps it in a temporary file, since a test takes back what it stores; then `replay`."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 -- closed on exit

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def reject(self, entries: Sequence[Entry]) -> None:
        """Keep the rows."""
        for entry in entries:
            self._keep("reject", [entry.row, entry.complaints])

    def warn(self, complaints: Sequence[Complaint], row: int | None = None) -> None:
        """Keep the messages."""
        self._keep("warn", [complaints, row])

    def preview(self, changes: Sequence[dict[str, Any]]) -> None:
        """Keep the changes."""
        self._keep("preview", [changes])

    def replay(self, run: ImportRun) -> None:
        """Store everything, in the same order."""
        target = Stored(run)
        self._file.seek(0)
        for line in self._file:
            what, arguments = json.loads(line)
            if what == "reject":
                row, complaints = arguments
                entry = Entry(Row(*row), [], [Complaint(*each) for each in complaints])
                target.reject([entry])
            elif what == "warn":
                target.warn([Complaint(*each) for each in arguments[0]], arguments[1])
            else:
                target.preview(arguments[0])

    def _keep(self, what: str, arguments: list[Any]) -> None:
        self._file.write(json.dumps([what, arguments]) + "\n")


def reasons(complaints: Iterable[Complaint]) -> str:
    """Return all problems of a row in one text."""
    return " ".join(sentence(each) for each in complaints)


def sentence(complaint: Complaint) -> str:
    """Return a problem as a sentence: `Country “XX” is not a country code.`."""
    reason = complaint.reason
    if complaint.column and reason[:1].islower():
        shown = f" “{complaint.value}”" if complaint.value else ""
        reason = f"{complaint.column}{shown} {reason}"
    elif complaint.column:
        reason = f"{complaint.column}: {reason}"
    return f"{reason} {complaint.hint}".strip()
