"""The screen that adds or edits a record: its form, its child rows, and saving both."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import QueryDict

from fourme.accounts.rights import Actor
from records import services
from records.forms import RecordForm, row_forms, row_values, rows_title
from records.models.record import Record
from records.pages import Page
from records.types import RecordType


class Editing:
    """What is on the screen; `conflict` tells that somebody else saved meanwhile."""

    def __init__(
        self,
        actor: Actor,
        record_type: RecordType,
        record: Record | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        suggested: Mapping[str, str] | None = None,
    ) -> None:
        self.actor = actor
        self.record_type = record_type
        self.record = record
        self.form = RecordForm(record_type, actor, record, data=data, suggested=suggested)
        self.rows = row_forms(record_type, record, data)
        self.conflict: list[tuple[str, str]] | None = None

    @property
    def back(self) -> str:
        """Where Cancel leads."""
        return (
            self.record.get_absolute_url() if self.record else f"/records/{self.record_type.slug}/"
        )

    @cached_property
    def title(self) -> str:
        """What people call the record."""
        return Page(self.actor, self.record_type, self.record).title if self.record else ""

    @property
    def rows_title(self) -> str:
        """What the child rows are called."""
        return rows_title(self.record_type)

    @property
    def wrong(self) -> bool:
        """Whether something has to be mended."""
        return self.form.is_bound and bool(
            self.form.errors or (self.rows is not None and self.rows.total_error_count())
        )

    def save(self) -> Record | None:
        """Save what was sent; None when there is nothing to save or something is wrong."""
        if not self.form.is_bound:
            return None
        if not self._valid():
            checked = services.check_references(self.actor, self.record_type, self.form.values())
            self.form.refuse(checked)
            return None
        numbered = row_values(self.rows) if self.rows else []
        try:
            return services.save_record(
                self.actor,
                self.record_type,
                self.form.values(),
                record=self.record,
                rows=[row for _, row in numbered] if self.rows else None,
                seen=self.form.seen_at() if self.record else None,
            )
        except services.Refused as refused:
            self.form.refuse(refused)
            for number, name, message in refused.rows:
                self.rows.forms[numbered[number][0]].add_error(name, message)  # type: ignore[union-attr] # only rows have such
        except services.Conflict:
            self._show_conflict()
        return None

    def _valid(self) -> bool:
        valid = self.form.is_valid()
        return (self.rows is None or self.rows.is_valid()) and valid

    def _show_conflict(self) -> None:
        """Show what is stored now; saving once more replaces it."""
        self.conflict = list(self.form.differences())
        data = QueryDict(mutable=True)
        data.update(self.form.data)
        data["seen"] = self.form.initial.get("seen", "")
        self.form.data = data
