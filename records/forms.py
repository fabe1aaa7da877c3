"""The form of a record, made from the columns of its type."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory

from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of
from records import cells
from records.fields import KindField, field_of
from records.models.record import Record
from records.references import RecordTarget
from records.saving import Refused
from records.types import Children, Column, NotesOf, RecordType, ReplaceGroup

_SOURCE = ("source", "source_id")
_EMPTY_ROWS = 3
_MAX_ROWS = 500


def editable(record_type: RecordType) -> list[Column]:
    """Return the columns that people fill in; those of the source come last.

    Disabling is an action of its own, and the flag of imported groups is set by imports only. Of
    columns without a field only notes are edited: others belong to other records.
    """
    merge = record_type.merge
    left_out = {"id", "account", "disabled"} | (
        {merge.flag} if isinstance(merge, ReplaceGroup) else set()
    )
    found = [
        column
        for column in record_type.columns
        if (column.field or isinstance(column.links, NotesOf))
        and not (column.read_only or column.create_only)
        and not column.relation
        and column.name not in left_out
    ]
    return sorted(found, key=lambda column: column.name in _SOURCE)


class RecordForm(forms.Form):
    """The columns of one record, and the moment at which it was read (`seen`)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        record_type: RecordType,
        actor: Actor,
        record: Record | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        suggested: Mapping[str, str] | None = None,
    ) -> None:
        self.record_type = record_type
        self.columns = editable(record_type)
        initial = texts(record_type, actor, record) if record else defaults(self.columns)
        initial |= {} if record or not suggested else dict(suggested)
        super().__init__(data, initial=initial)
        for column in self.columns:
            self.fields[column.name] = field_of(column)

    def values(self) -> dict[str, Any]:
        """Return the values that can be read: of an existing record those that were changed."""
        names = [column.name for column in self.columns]
        if self.initial.get("seen"):
            changed = set(self.changed_data)
            # What counts within a column means another record when that one changes.
            changed |= {column.name for column in self.columns if column.within in changed}
            names = [name for name in names if name in changed]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def seen_at(self) -> dt.datetime | None:
        """Return when the record was read that the person saw."""
        try:
            return dt.datetime.fromisoformat(self.data.get("seen", ""))
        except ValueError:
            return None

    def refuse(self, refused: Refused) -> None:
        """Show what the service refused at its fields."""
        for name, messages in refused.errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def differences(self) -> Iterator[tuple[str, str]]:
        """Yield labels and stored texts of the columns that differ from what was submitted."""
        for column in self.columns:
            if self.fields[column.name].has_changed(
                self.initial.get(column.name), self._sent(column)
            ):
                yield cells.label(column), str(self.initial.get(column.name) or "empty")

    def _sent(self, column: Column) -> Any:
        field = self[column.name]
        return field.field.widget.value_from_datadict(self.data, self.files, field.html_name)

    def plain_fields(self) -> list[BoundField]:
        """Return the fields of the record itself."""
        return [self[column.name] for column in self.columns if column.name not in _SOURCE]

    def source_fields(self) -> list[BoundField]:
        """Return the fields that name the record in another system."""
        return [self[column.name] for column in self.columns if column.name in _SOURCE]


class RowForm(forms.Form):
    """A child row; one that is left empty does not count."""

    columns: tuple[Column, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self.columns:
            self.fields[column.name] = KindField(column)

    def values(self) -> dict[str, Any]:
        """Return the values of the valid row, none when it is removed or empty."""
        if self.cleaned_data.get("DELETE") or (not self.has_changed() and not self.initial):
            return {}
        return {column.name: self.cleaned_data[column.name] for column in self.columns}


def row_forms(
    record_type: RecordType, record: Record | None = None, data: Mapping[str, Any] | None = None
) -> "BaseFormSet[RowForm] | None":
    """Return the forms of the child rows; None for a type without any."""
    merge = record_type.merge
    if not isinstance(merge, Children):
        return None
    columns = tuple(column for column in record_type.columns if column.relation)
    form = type("ChildRowForm", (RowForm,), {"columns": columns})
    factory: type[BaseFormSet[RowForm]] = formset_factory(
        form, extra=_EMPTY_ROWS, can_delete=True, max_num=_MAX_ROWS, absolute_max=_MAX_ROWS
    )
    stored = getattr(record, merge.relation).all() if record else ()
    initial = [
        {column.name: _text(column, getattr(row, column.name)) for column in columns}
        for row in stored
    ]
    return factory(data, prefix=merge.relation, initial=initial)


def rows_title(record_type: RecordType) -> str:
    """Return what the child rows of a type are called, "" for a type without any."""
    merge = record_type.merge
    return merge.relation.capitalize() if isinstance(merge, Children) else ""


def row_values(rows: "BaseFormSet[RowForm]") -> list[tuple[int, dict[str, Any]]]:
    """Return the numbers and values of the rows that are filled in and not removed."""
    numbered = [(number, form.values()) for number, form in enumerate(rows.forms)]
    return [(number, values) for number, values in numbered if any(values.values())]


def defaults(columns: list[Column]) -> dict[str, Any]:
    """Return the texts of a new record."""
    return {column.name: _text(column, column.default) for column in columns}


def texts(record_type: RecordType, actor: Actor, record: Record) -> dict[str, Any]:
    """Return the texts of a record as they are edited, with one query for its references."""
    columns = editable(record_type)
    references = [each for each in columns if each.target and not isinstance(each.links, NotesOf)]
    asked = {f"text_{column.name}": column.text() for column in references}
    labels: dict[str, Any] = dict(
        record_type.model._default_manager.values(**asked).get(pk=record.pk)
    )
    found: dict[str, Any] = {"seen": record.updated_at.isoformat()}
    for column in columns:
        if isinstance(column.links, NotesOf):
            found[column.name] = ""  # those that are stored stay
        elif isinstance(column.target, RecordTarget):
            found[column.name] = labels[f"text_{column.name}"] or ""
        else:
            value = getattr(record, column.name)
            found[column.name] = _text(column, value, zone_of(actor.user))
    return found


def _text(column: Column, value: Any, zone: dt.tzinfo = dt.UTC) -> Any:
    if isinstance(value, bool) or value in (None, "", ()):
        return value or ""
    return column.kind.format(value, zone)
