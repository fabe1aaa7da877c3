"""The screen of a record: its values in groups, its child rows, what may be done with it."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from django.apps import apps

from fourme.accounts.rights import Actor, Door
from records import cells, linked, registry, walking
from records.cells import Cell
from records.forms import rows_title
from records.linked import Links, Notes
from records.models.record import Record
from records.naming import title_of
from records.references import RecordTarget, TypedTarget
from records.services import locked_by
from records.types import Backward, Children, Column, NotesOf, RecordType, Through

_ADMINISTRATIVE = ("id", "source", "source_id", "created_at", "updated_at", "account")


@dataclass(frozen=True)
class Page:
    """What the page of a record shows."""

    actor: Actor
    record_type: RecordType
    record: Record

    @cached_property
    def title(self) -> str:
        """What people call the record."""
        words = title_of(self.record_type)
        if words and getattr(self.record, words):
            return str(getattr(self.record, words))
        thing = self.record_type.singular
        names = self.record_type.list_columns[:1]
        first = next((each for each in self._own if each.target and each.name in names), None)
        return f"{thing} · {self._cell(first).text}" if first else f"{thing} {self.record.pk}"

    @cached_property
    def parent(self) -> tuple[RecordType, Cell] | None:
        """The record that this one is a sub-option of, with its type; None when there is none."""
        for column in self._own:
            for owner in _owners(self.record_type, column):
                cell = self._cell(column)
                if cell.url.startswith(f"/records/{owner.slug}/"):
                    return owner, cell
        return None

    @property
    def disabled(self) -> bool | None:
        """Whether the record is disabled; None when its type has no such state."""
        return getattr(self.record, "disabled", None)

    @property
    def locked(self) -> str:
        """Why the record cannot be changed by hand, "" when it can."""
        return locked_by(self.record_type, self.record)

    @property
    def may_edit(self) -> bool:
        """Whether Edit, Disable and Enable are offered."""
        return self.actor.may(Door.EDIT) and self.record_type.importable and not self.locked

    @cached_property
    def facts(self) -> list[tuple[str, Cell]]:
        """The short values that are not empty, by label."""
        return [(cells.label(c), cell) for c, cell in self._shown if not (cell.block or cell.empty)]

    @cached_property
    def empty(self) -> list[str]:
        """The labels of the columns without a value."""
        unlinked = [each.label for each in self._links if not each.lines]
        unsaid = [each.label for each in self._notes if not each.notes]
        return [cells.label(c) for c, cell in self._shown if cell.empty] + unlinked + unsaid

    @cached_property
    def texts(self) -> list[tuple[str, Cell]]:
        """The texts of several lines that are not empty, by label."""
        return [(cells.label(c), cell) for c, cell in self._shown if cell.block and not cell.empty]

    @property
    def administration(self) -> list[tuple[str, Cell]]:
        """ID, source and times."""
        known = {column.name for column in self.record_type.columns}
        found = [("ID", cells.show(_column(self.record, "id").kind, self.record.pk))]
        names = [name for name in ("source", "source_id") if name in known]
        found += [self._labelled(name) for name in (*names, "created_at", "updated_at")]
        return [(label, cell) for label, cell in found if not cell.empty]

    @property
    def links(self) -> list[Links]:
        """The columns that name several records, those that name any."""
        return [each for each in self._links if each.lines]

    @property
    def notes(self) -> list[Notes]:
        """The columns of notes, those that have any."""
        return [each for each in self._notes if each.notes]

    @cached_property
    def _links(self) -> list[Links]:
        """All columns that name several records; one query each."""
        return [
            linked.links(column, self.record)
            for column in self.record_type.columns
            if isinstance(column.links, Through | Backward)
        ]

    @cached_property
    def _notes(self) -> list[Notes]:
        """All columns of notes; one query each."""
        return [
            linked.notes(column, self.record)
            for column in self.record_type.columns
            if isinstance(column.links, NotesOf)
        ]

    @cached_property
    def rows(self) -> tuple[list[str], list[list[Cell]]] | None:
        """The headers and cells of the child rows; None for a type without any."""
        merge = self.record_type.merge
        if not isinstance(merge, Children):
            return None
        columns = [column for column in self.record_type.columns if column.relation]
        stored = getattr(self.record, merge.relation).all()
        return [cells.label(column) for column in columns], [
            [cells.show(column.kind, getattr(row, column.name)) for column in columns]
            for row in stored
        ]

    @property
    def rows_title(self) -> str:
        """What the child rows are called."""
        return rows_title(self.record_type)

    @cached_property
    def additions(self) -> list[tuple[str, str]]:
        """The sub-options that can be added to the record: what they are, address of the form."""
        if not (self.may_edit and self._options):
            return []
        key = self.record_type.model._default_manager.values_list(self.record_type.key.expression())
        text = str(key.get(pk=self.record.pk)[0])
        return [
            (option.label_of(1), f"/records/{option.slug}/add/?{urlencode({name: text})}")
            for option, name in self._options
        ]

    @property
    def _options(self) -> list[tuple[RecordType, str]]:
        return [
            (option, column.name)
            for option in registry.options(self.record_type)[1:]
            if option.importable
            for column in option.columns
            if self.record_type in _owners(option, column)
            and isinstance(column.target, RecordTarget)
        ]

    @cached_property
    def _row(self) -> dict[str, Any]:
        with walking.as_written():
            return dict(_rows(self.record_type).get(pk=self.record.pk))

    @property
    def _own(self) -> list[Column]:
        return _own(self.record_type)

    @cached_property
    def _shown(self) -> list[tuple[Column, Cell]]:
        left_out = (*_ADMINISTRATIVE, "disabled")
        return [(each, self._cell(each)) for each in self._own if each.name not in left_out]

    def _cell(self, column: Column) -> Cell:
        return cells.cell(column, self._row, f"cell_{column.name}", self.record.account_id)

    def _labelled(self, name: str) -> tuple[str, Cell]:
        column = _column(self.record, name)
        return cells.label(column), cells.show(column.kind, getattr(self.record, name))


def _own(record_type: RecordType) -> list[Column]:
    """Return the columns that have one value."""
    return [
        each
        for each in record_type.columns
        if cells.is_shown(each) and not (each.many or each.relation)
    ]


@cache
def _rows(record_type: RecordType) -> Any:
    """Return the query for the cells of records: to compose it takes longer than to run it."""
    asked = {
        alias: expression
        for column in _own(record_type)
        for alias, expression in cells.expressions(column, f"cell_{column.name}").items()
    }
    return record_type.model._default_manager.values(**asked)


def _owners(record_type: RecordType, column: Column) -> tuple[RecordType, ...]:
    """Return the types of which the record that the column names can be the parent."""
    target = column.target
    if record_type.parent is None or column.many:
        return ()
    if isinstance(target, RecordTarget):
        named = target.model.record_type()
        return (named,) if named.slug == record_type.parent else ()
    if isinstance(target, TypedTarget):
        models = (apps.get_model("records", name) for _, name in target.models)
        return tuple(registry.of(model) for model in models)
    return ()


def _column(record: Record, name: str) -> Column:
    described: Column = record._meta.get_field(name).describe()  # type: ignore[union-attr] # columns of every record
    return described
