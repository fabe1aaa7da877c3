"""What a test would change: old and new text of the first records that it updates."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from imports.headers import Layout
from imports.report import Report
from imports.rows import Before, Unit
from imports.settle import Outcome, Settings, settle

RECORDS = 50
Texts = dict[int, dict[str, str]]


class Previews:
    """Collects the changes of the first updated records."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.room = RECORDS

    def settle(
        self, batch: Sequence[Unit], settings: Settings, held: set[str], report: Report
    ) -> Outcome:
        """Apply a batch, and tell what it changed.

        The batch is applied, looked at, taken back, looked at, and applied again: so any change
        is seen, of columns, links and child rows alike.
        """
        point = transaction.savepoint()
        before, before_held = Before(batch), set(held)
        outcome = settle(batch, settings, held)
        ids = outcome.updated[: self.room]
        if not ids:
            transaction.savepoint_commit(point)
            return outcome
        new = self._texts(ids)
        transaction.savepoint_rollback(point)
        old = self._texts(ids)
        rows = {entry.id: entry.row.number for entry in outcome.stored}
        report.preview(list(self._changes(ids, old, new, rows)))
        self.room -= len(ids)
        before.restore()
        held.clear()
        held.update(before_held)
        return settle(batch, settings, held)

    def _texts(self, ids: Sequence[int]) -> Texts:
        """Return the exported texts of records, by id and header."""
        columns = [c for c in self._layout.columns if not c.relation and (c.field or c.many)]
        named = {f"text_{number}": column.text() for number, column in enumerate(columns)}
        model = self._layout.record_type.model
        rows = model._default_manager.filter(pk__in=ids).annotate(
            **named, label=self._layout.record_type.key.expression()
        )
        headers = [column.header for column in columns]
        return {
            pk: {"": str(label), **dict(zip(headers, (t or "" for t in texts), strict=True))}
            for pk, label, *texts in rows.values_list("pk", "label", *named)
        }

    def _changes(
        self, ids: Sequence[int], old: Texts, new: Texts, rows: dict[int, int]
    ) -> list[dict[str, Any]]:
        return [
            {
                "row": rows.get(pk, 0),
                "record": old[pk][""],
                "column": header,
                "old": str(old[pk][header]),
                "new": str(new[pk][header]),
            }
            for pk in ids
            for header in new[pk]
            if header and pk in old and str(old[pk][header]) != str(new[pk][header])
        ]
