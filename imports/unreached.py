"""What an import that ends early leaves undone of rows that it has read already."""

from imports import defer
from imports.models import DeferredRow, ImportRun, PendingLink
from imports.naming import shown
from imports.report import Stored
from imports.rows import Entry, Row

_AT_ONCE = 1000
_WAITED = "The row waited for a record further down, and the import ended before."


def reject_unreached(run: ImportRun) -> None:
    """Reject the rows that still wait, and tell which references were not filled in."""
    waiting = DeferredRow.objects.filter(run=run).order_by("row")
    while rows := list(waiting[:_AT_ONCE]):
        entries = [_entry(row) for row in rows]
        for entry in entries:
            entry.complain("", "", _WAITED, "Import it again.")
        _tell(run, entries)
        DeferredRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    links = PendingLink.objects.filter(run=run).order_by("id")
    while pending := list(links[:_AT_ONCE]):
        entries = [_entry(link) for link in pending]
        for entry, link in zip(entries, pending, strict=True):
            entry.complain(link.column, shown(link.key), defer.UNLINKED, "Import it again.")
        _tell(run, entries)
        PendingLink.objects.filter(pk__in=[link.pk for link in pending]).delete()


def _entry(row: DeferredRow | PendingLink) -> Entry:
    return Entry(Row(row.row, row.first_line, row.last_line, row.cells), [])


def _tell(run: ImportRun, entries: list[Entry]) -> None:
    Stored(run).reject(entries)
    run.failures += len(entries)
