"""How values are shown to people: in lists and on the pages of records."""

import datetime as dt
import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any

from django import forms
from django.db.models import Expression, F

from records import kinds
from records.kinds import Kind
from records.kinds.structures import canonical
from records.references import RecordTarget
from records.types import Column

_LONG = 600
_LINKED = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Cell:
    """A shown value. `url` leads to a record, `address` out of fourme; "" when there is none."""

    text: str = ""
    url: str = ""
    address: str = ""
    moment: dt.datetime | None = None
    numeric: bool = False
    #: Text of several lines, to be folded when long.
    block: bool = False

    @property
    def long(self) -> bool:
        """Whether the text is better folded."""
        return len(self.text) > _LONG


def expressions(column: Column, alias: str) -> dict[str, Expression | F]:
    """Return what a query has to read for the cell of a column: never another query per row."""
    field = column.field
    if field is None or column.many or column.target is not None:
        found: dict[str, Expression | F] = {alias: column.text()}
        if isinstance(column.target, RecordTarget) and not column.many:
            found[f"{alias}_id"] = F(f"{column.name}_id")
            found[f"{alias}_account"] = F(f"{column.name}__account_id")
        return found
    return {alias: F(column.path)}


def cell(column: Column, row: Mapping[str, Any], alias: str, account_id: str) -> Cell:
    """Return the cell of a row that was read with `expressions`, seen from an account."""
    value = row[alias]
    if column.target is None and column.field is not None:
        return show(column.kind, value)
    text = str(value or "")
    if column.many:
        return Cell(text, block=True)
    target = column.target
    if isinstance(target, RecordTarget) and row[f"{alias}_account"] == account_id:
        return Cell(text, url=record_url(target.model.record_type().slug, row[f"{alias}_id"]))
    return Cell(text, numeric=column.kind.numeric)


def label(column: Column) -> str:
    """Return the header in sentence case: “Primary email”, but “Source ID”."""
    first, *rest = column.header.split(" ")
    return " ".join([first, *(word.lower() if word[1:].islower() else word for word in rest)])


def record_url(slug: str, pk: int) -> str:
    """Return the address of a record's page."""
    return f"/records/{slug}/{pk}/"


def show(kind: Kind[Any], value: Any) -> Cell:
    """Return the cell of a stored value."""
    return Cell(numeric=kind.numeric) if value in (None, "") else _shown(kind, value)


@singledispatch
def _shown(kind: Kind[Any], value: Any) -> Cell:
    text = kind.format(value)
    return Cell(_labels(kind).get(text, text))


@_shown.register
def _(kind: kinds.Boolean, value: bool) -> Cell:  # noqa: ARG001 -- the kind chooses the function
    return Cell("Yes" if value else "No")


@_shown.register(kinds.Integer)
@_shown.register(kinds.Decimal)
def _(kind: Kind[Any], value: int | decimal.Decimal) -> Cell:
    return Cell(f"{decimal.Decimal(kind.format(value)):,f}", numeric=True)


@_shown.register(kinds.Identifier)
def _(kind: Kind[int], value: int) -> Cell:
    return Cell(kind.format(value), numeric=True)


@_shown.register
def _(kind: kinds.Duration, value: int) -> Cell:  # noqa: ARG001 -- as above
    hours, minutes = divmod(value, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes or not hours)
    return Cell(" ".join(parts), numeric=True)


@_shown.register
def _(kind: kinds.Timestamp, value: dt.datetime) -> Cell:  # noqa: ARG001 -- as above
    return Cell(moment=value)


@_shown.register
def _(kind: kinds.LocalMoment, value: str) -> Cell:  # noqa: ARG001 -- as above
    return Cell(value.replace("T", " "))


@_shown.register(kinds.Text)
def _(kind: kinds.Text, value: str) -> Cell:  # noqa: ARG001 -- as above
    return Cell(value, block=True)


@_shown.register(kinds.Uri)
def _(kind: kinds.Uri, value: str) -> Cell:  # noqa: ARG001 -- as above
    return Cell(value, address=value if value.startswith(_LINKED) else "")


@_shown.register
def _(kind: kinds.Attachments, value: str) -> Cell:  # noqa: ARG001 -- as above
    return Cell(value, block=True)


@_shown.register
def _(kind: kinds.Email, value: str) -> Cell:  # noqa: ARG001 -- as above
    return Cell(value, address=f"mailto:{value}")


@_shown.register
def _(kind: kinds.Json, value: Any) -> Cell:  # noqa: ARG001 -- as above
    return Cell(canonical(value), block=True)


@_shown.register
def _(kind: kinds.CustomFields, value: list[dict[str, Any]]) -> Cell:  # noqa: ARG001 -- as above
    lines = (f"{each['id']}: {_plain(each['value'])}" for each in value)
    return Cell("\n".join(lines), block=True)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)


@cache
def _labels(kind: Kind[Any]) -> Mapping[str, str]:
    """Return the labels of a kind that is chosen from a list."""
    widget = kind.widget()
    if not isinstance(widget, forms.Select):
        return {}
    return {str(value): str(label) for value, label in widget.choices}
