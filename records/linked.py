"""What the page of a record lists beside its facts: the records it names, and its notes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Expression, F

from records import cells, pointing, registry
from records.cells import Cell, record_url
from records.columns.references import label
from records.models.record import Record
from records.naming import naming
from records.references import RecordTarget
from records.types import Backward, Column, NotesOf, RecordType, Through

_LINKS, _NOTES = 100, 50


@dataclass(frozen=True)
class Links:
    """The records that a column of several names, a line each; `more` tells that there are others.

    A line has several cells where the column says more than a name. `url` leads to the list of all.
    """

    label: str
    lines: list[list[Cell]]
    between: str
    more: bool
    url: str


@dataclass(frozen=True)
class Note:
    """A note, as people read it."""

    author: Cell
    moment: dt.datetime
    text: str


@dataclass(frozen=True)
class Notes:
    """The latest notes of a column; `more` tells that there are older ones."""

    label: str
    notes: list[Note]
    more: bool


def links(column: Column, record: Record) -> Links:
    """Read what a column names, by one query."""
    target = column.target
    assert isinstance(target, RecordTarget)  # noqa: S101 -- columns of several have such a target
    own = record.account_id
    asked: dict[str, Expression | F] = {}
    places = _places(column)
    for number, (prefix, named) in enumerate(places):
        if named is None:
            asked[f"text{number}"] = F(prefix)
            continue
        text = naming(named, prefix, target.key)
        asked |= {
            f"text{number}": label(prefix, text, F(_ours(column))) if prefix else text,
            f"account{number}": F(f"{prefix}account_id"),
            f"pk{number}": F(f"{prefix}pk"),
        }
    order = [f"text{number}" for number in range(len(places))]
    rows = list(_rows(column, record).values(**asked).order_by(*order)[: _LINKS + 1])
    return Links(
        cells.label(column),
        [list(_line(row, places, own)) for row in rows[:_LINKS]],
        cells.between(column.kind),
        len(rows) > _LINKS,
        _all(column, record),
    )


def notes(column: Column, record: Record) -> Notes:
    """Read the latest notes of a column, by one query."""
    assert isinstance(column.links, NotesOf)  # noqa: S101 -- the caller asks for notes only
    found = (
        column.links.model._default_manager.filter(
            **pointing.about(column.links), record_id=record.pk
        )
        .order_by("-created_at", "-id")
        .values_list(
            "created_at",
            "text",
            "person_id",
            "person__account_id",
            label("person__", F("person__name"), F("account_id")),  # type: ignore[arg-type] # F resolves to an expression
        )[: _NOTES + 1]
    )
    written = [
        Note(
            Cell(name, url=record_url("people", pk) if account == record.account_id else ""),
            moment,
            text,
        )
        for moment, text, pk, account, name in found
    ]
    return Notes(cells.label(column), written[:_NOTES], len(written) > _NOTES)


def _places(column: Column) -> list[tuple[str, RecordType | None]]:
    """Return for each part of a value the lookup path, and the type of the record it names."""
    links = column.links
    if not isinstance(links, Through):
        target: Any = column.target
        return [("", target.model.record_type())]
    fields = [links.model._meta.get_field(part) for part in links.parts]
    return [
        (f"{each.name}__", each.related_model.record_type())  # type: ignore[union-attr] # a Record
        if each.is_relation
        else (each.name, None)
        for each in fields
    ]


def _ours(column: Column) -> str:
    return f"{column.links.owner}__account_id" if isinstance(column.links, Through) else ""


def _rows(column: Column, record: Record) -> Any:
    links = column.links
    if isinstance(links, Through):
        found = links.model._default_manager.filter(**{links.owner: record.pk})
        own = {f"{links.parts[0]}__account_id": record.account_id} if links.own else {}
        return found.filter(**own)
    assert isinstance(links, Backward)  # noqa: S101 -- notes are read by `notes`
    return links.model._default_manager.filter(
        **{links.field: record.pk}, account_id=record.account_id
    )


def _line(
    row: dict[str, Any], places: list[tuple[str, RecordType | None]], own: str
) -> Iterator[Cell]:
    for number, (_, named) in enumerate(places):
        text = str(row[f"text{number}"] or "")
        if named is not None and row[f"account{number}"] == own:
            yield Cell(text, url=record_url(named.slug, row[f"pk{number}"]))
        elif text:
            yield Cell(text)


def _all(column: Column, record: Record) -> str:
    """Return the address of the list of all records that refer to this one, "" for no such list."""
    target: Any = column.target
    there = registry.of(target.model)
    links = column.links
    for each in there.columns:
        same = isinstance(links, Through) and (
            isinstance(each.links, Through)
            and each.links.model is links.model
            and links.own
            and not each.links.own
        )
        if same or (isinstance(links, Backward) and each.name == links.field):
            return f"/records/{there.slug}/?{each.name}={record.pk}"
    return ""
