"""The screen of a record: its values in groups, its child rows, what may be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from fourme.accounts.rights import Actor, Door
from records import cells, registry
from records.cells import Cell
from records.forms import rows_title
from records.models.record import Record
from records.references import RecordTarget
from records.services import locked_by
from records.types import Children, Column, RecordType

_LINKS = 100
_ADMINISTRATIVE = ("id", "source", "source_id", "created_at", "updated_at", "account")


@dataclass(frozen=True)
class Links:
    """The records that a column of several references names; `more` tells that there are others."""

    label: str
    links: list[Cell]
    more: bool


@dataclass(frozen=True)
class Page:
    """What the page of a record shows."""

    actor: Actor
    record_type: RecordType
    record: Record

    @property
    def title(self) -> str:
        """What people call the record."""
        shown = [self._cell(column).text for column in self._first if column.field]
        return " · ".join(text for text in shown if text) or f"{self.record_type} {self.record.pk}"

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
        return self.actor.may(Door.EDIT) and not self.locked

    @cached_property
    def facts(self) -> list[tuple[str, Cell]]:
        """The short values, by label."""
        return [(cells.label(c), cell) for c, cell in self._shown if not cell.block]

    @cached_property
    def texts(self) -> list[tuple[str, Cell]]:
        """The texts of several lines that are not empty, by label."""
        return [(cells.label(c), cell) for c, cell in self._shown if cell.block and cell.text]

    @property
    def administration(self) -> list[tuple[str, Cell]]:
        """ID, source and times."""
        known = {column.name for column in self.record_type.columns}
        found = [("ID", cells.show(_column(self.record, "id").kind, self.record.pk))]
        names = [name for name in ("source", "source_id") if name in known]
        return found + [self._labelled(name) for name in (*names, "created_at", "updated_at")]

    @cached_property
    def links(self) -> list[Links]:
        """The columns that name several records; one query each."""
        return [self._links(column) for column in self.record_type.columns if column.many]

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

    @property
    def related(self) -> list[tuple[str, str, str]]:
        """The sub-options that refer to the record: label, address of their list, of Add."""
        return list(self._options())

    def _options(self) -> Iterator[tuple[str, str, str]]:
        key = str(
            self.record_type.model._default_manager.values_list(
                self.record_type.key.expression(), flat=True
            ).get(pk=self.record.pk)
        )
        for option in registry.options(self.record_type)[1:]:
            for column in option.columns:
                target = column.target
                if isinstance(target, RecordTarget) and target.model is self.record_type.model:
                    listed = urlencode({f"{column.name}__exact": key})
                    added = urlencode({column.name: key})
                    address = f"/records/{option.slug}/"
                    yield option.label, f"{address}?{listed}", f"{address}add/?{added}"

    @property
    def _first(self) -> list[Column]:
        names = self.record_type.list_columns[:1]
        return [column for column in self.record_type.columns if column.name in names]

    @cached_property
    def _row(self) -> dict[str, Any]:
        asked = {
            alias: expression
            for column in self._own
            for alias, expression in cells.expressions(column, f"cell_{column.name}").items()
        }
        rows = self.record_type.model._default_manager.values(**asked)
        return dict(rows.get(pk=self.record.pk))

    @property
    def _own(self) -> list[Column]:
        return [each for each in self.record_type.columns if not (each.many or each.relation)]

    @cached_property
    def _shown(self) -> list[tuple[Column, Cell]]:
        left_out = (*_ADMINISTRATIVE, "disabled")
        return [(each, self._cell(each)) for each in self._own if each.name not in left_out]

    def _cell(self, column: Column) -> Cell:
        return cells.cell(column, self._row, f"cell_{column.name}", self.record.account_id)

    def _labelled(self, name: str) -> tuple[str, Cell]:
        column = _column(self.record, name)
        return cells.label(column), cells.show(column.kind, getattr(self.record, name))

    def _links(self, column: Column) -> Links:
        target = column.target
        assert isinstance(target, RecordTarget)  # noqa: S101 -- many columns have such a target
        named = target.model.record_type()
        own = self.record.account_id
        found = (
            getattr(self.record, column.name)
            .order_by()
            .annotate(reference_label=named.key.expression())
            .order_by("reference_label", "pk")
            .values_list("pk", "account_id", "reference_label")[: _LINKS + 1]
        )
        links = [
            Cell(text, url=cells.record_url(named.slug, pk))
            if account == own
            else Cell(f"{text} @{account}")
            for pk, account, text in found
        ]
        return Links(cells.label(column), links[:_LINKS], len(links) > _LINKS)


def _column(record: Record, name: str) -> Column:
    described: Column = record._meta.get_field(name).describe()  # type: ignore[union-attr] # columns of every record
    return described
