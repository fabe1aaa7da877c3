"""How values are shown to people: in lists and on the pages of records."""

import datetime as dt
import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, singledispatch
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Case, Expression, F, OuterRef, Subquery, TextField, When
from django.db.models.functions import Left

from records import kinds, naming
from records.kinds import Kind, Problem
from records.kinds.structures import canonical
from records.references import RecordTarget, TypedTarget
from records.types import Column

_LONG = 600
#: So much of a long text is read for the cell of a list.
_BRIEF = 200
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
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text or self.moment)

    @property
    def long(self) -> bool:
        """Whether the text is better folded."""
        return len(self.text) > _LONG


def is_shown(column: Column) -> bool:
    """Tell whether people see the column: not one by which files only name or remove records."""
    return column.field is not None or column.many or column.read_only


def expressions(column: Column, alias: str, *, brief: bool = False) -> dict[str, Expression | F]:
    """Return what a query has to read for the cell of a column: never another query per row.

    With `brief` long texts are cut.
    """
    target = column.target
    if isinstance(target, RecordTarget) and not column.many:
        return {
            alias: naming.reference(column),
            f"{alias}_id": F(f"{column.name}_id"),
            f"{alias}_account": F(f"{column.name}__account_id"),
        }
    if isinstance(target, TypedTarget):
        return {
            alias: F(column.path),
            f"{alias}_type": F(column.within),
            f"{alias}_account": _account(column, target),
        }
    if column.field is None or column.many or target is not None:
        return {alias: column.text()}
    if brief and isinstance(column.kind, kinds.Text):
        return {alias: Left(column.path, _BRIEF)}
    return {alias: F(column.path)}


def cell(column: Column, row: Mapping[str, Any], alias: str, account_id: str) -> Cell:
    """Return the cell of a row that was read with `expressions`, seen from an account."""
    value, target = row[alias], column.target
    if column.many:
        return Cell(str(value or ""), block=True)
    if isinstance(target, RecordTarget):
        own = row[f"{alias}_account"] == account_id
        slug = target.model.record_type().slug
        return Cell(str(value or ""), url=record_url(slug, row[f"{alias}_id"]) if own else "")
    if isinstance(target, TypedTarget):
        model = dict(target.models).get(row[f"{alias}_type"], "")
        own = row[f"{alias}_account"] == account_id
        return Cell(str(value or ""), url=record_url(_slug(model), value) if own else "")
    if target is not None:
        return Cell(str(value or ""))
    if column.field is None:
        value = column.kind.read(str(value or ""))
    return Cell() if isinstance(value, Problem) else show(column.kind, value)


def _account(column: Column, target: TypedTarget) -> Expression:
    """Return the account of the record that is named by its ID, NULL when it is gone."""
    cases = [
        When(
            **{column.within: value},
            then=Subquery(
                _model(name)
                ._default_manager.order_by()
                .filter(pk=OuterRef(column.name))
                .values("account_id")
            ),
        )
        for value, name in target.models
    ]
    return Case(*cases, output_field=TextField())


def _model(name: str) -> Any:
    return apps.get_model("records", name)


def _slug(name: str) -> str:
    return str(_model(name).record_type().slug)


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
def between(kind: Kind[Any]) -> str:  # noqa: ARG001 -- the kind chooses the function
    """Return what stands between the parts of a value of several parts."""
    return " "


@between.register
def _(kind: kinds.MarkedReferences) -> str:  # noqa: ARG001 -- as above
    return " / "


@between.register
def _(kind: kinds.Arrows) -> str:  # noqa: ARG001 -- as above
    return " → "


@singledispatch
def _shown(kind: Kind[Any], value: Any) -> Cell:
    text = kind.format(value)
    return Cell(labels(kind).get(text, text))


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
def labels(kind: Kind[Any]) -> Mapping[str, str]:
    """Return the labels of a kind that is chosen from a list."""
    widget = kind.widget()
    if not isinstance(widget, forms.Select):
        return {}
    return {str(value): str(label) for value, label in widget.choices}
