"""The records that refer to a record, by type and column: how many, and a few of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Case, Expression, Func, TextField, Value, When
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import Exact

from fourme.accounts.rights import Actor
from records import cells, conditions, glimpses, registry
from records.cells import Cell, record_url
from records.filters import View, can_be_disabled
from records.glimpses import Glimpse
from records.models.record import Record
from records.naming import SEPARATOR, naming, title_of
from records.pointing import refers
from records.references import RecordTarget, TypedTarget
from records.selectors import visible_to
from records.types import Backward, Column, NotesOf, RecordType, Through, in_sentence

#: How much a record without words says of itself, and what never helps.
_TOLD, _LAST = 2, ("id", "created_at", "updated_at")


@dataclass(frozen=True)
class Origin:
    """A column by which records of a type refer to those of another.

    `within` is what the type's own column says, where the column names records of several types.
    """

    record_type: RecordType
    column: Column
    within: str = ""

    def query(self, pk: int) -> str:
        """Return the query string of the list of those that refer to a record."""
        view = [("view", str(View.ALL))] if can_be_disabled(self.record_type) else []
        if not self.within:
            return urlencode([*view, (self.column.name, pk)])
        exact = f"{conditions.SEPARATOR}exact"
        typed = (f"{self.column.within}{exact}", self.within)
        return urlencode([*view, typed, (f"{self.column.name}{exact}", pk)])


@dataclass(frozen=True)
class Group:
    """The records of a type that refer to the record by one column."""

    label: str
    #: The header of the column, "" when it says nothing that the label does not.
    by: str
    glimpse: Glimpse
    url: str
    records: list[tuple[Cell, bool]]


def origins(record_type: RecordType) -> tuple[Origin, ...]:
    """Return the columns that refer to records of the type: those of its sub-options first."""
    return _origins()[record_type.slug]


def related(actor: Actor, record_type: RecordType, record: Record) -> list[Group]:
    """Return the groups that have records, of types that the actor may see: two statements."""
    asked = [
        origin
        for origin in origins(record_type)
        if actor.may(origin.record_type.door) and not _is_on_page(record_type, origin)
    ]
    found = glimpses.glimpses(
        [
            visible_to(actor, each.record_type).filter(refers(each.column, record.pk, each.within))
            for each in asked
        ]
    )
    filled = [(origin, seen) for origin, seen in zip(asked, found, strict=True) if seen.count]
    types = {origin.record_type.slug: origin.record_type for origin, _ in filled}
    wanted: dict[str, set[int]] = {}
    for origin, seen in filled:
        wanted.setdefault(origin.record_type.slug, set()).update(seen.ids)
    named = glimpses.names(wanted, types, {slug: _label(each) for slug, each in types.items()})
    return [_group(record_type, record, origin, seen, named) for origin, seen in filled]


def _group(
    record_type: RecordType,
    record: Record,
    origin: Origin,
    seen: Glimpse,
    named: dict[tuple[str, int], glimpses.Named],
) -> Group:
    slug = origin.record_type.slug
    shown = [(pk, named[slug, pk]) for pk in seen.ids if (slug, pk) in named]
    plain = origin.column.header in (record_type.singular, record_type.label) or origin.within
    return Group(
        label=origin.record_type.label,
        by="" if plain else in_sentence(origin.column.header),
        glimpse=seen,
        url=f"/records/{slug}/?{origin.query(record.pk)}",
        records=[(Cell(each.label, url=record_url(slug, pk)), each.disabled) for pk, each in shown],
    )


def _label(record_type: RecordType) -> Expression:
    """Return what a record is called; one without words has its number and what its list shows."""
    if not record_type.key.number or title_of(record_type):
        return naming(record_type)
    told = (record_type.column(name) for name in record_type.list_columns if name not in _LAST)
    texts = [_words(column) for column in told if not column.many][:_TOLD]
    shown = [NullIf(text, Value(""), output_field=TextField()) for text in texts]
    return Func(
        Value(SEPARATOR),
        Cast("id", TextField()),
        *shown,
        function="CONCAT_WS",
        output_field=TextField(),
    )


def _words(column: Column) -> Expression:
    """Return the text of a column; a value chosen from a list has its label."""
    text = column.text()
    labels = cells.labels(column.kind)
    cases = [When(Exact(text, Value(value)), then=Value(labels[value])) for value in labels]
    return Case(*cases, default=text, output_field=TextField()) if cases else text


@cache
def _origins() -> dict[str, tuple[Origin, ...]]:
    found: dict[str, list[Origin]] = {each.slug: [] for each in registry.types()}
    for record_type in registry.types():
        for column in record_type.columns:
            for slug, within in _named(column):
                found[slug].append(Origin(record_type, column, within))
    return {
        slug: tuple(sorted(each, key=lambda origin: origin.record_type.parent != slug))
        for slug, each in found.items()
    }


def _named(column: Column) -> Iterator[tuple[str, str]]:
    """Yield the types whose records a column names, each with what stands for it."""
    target = column.target
    if column.field is None or column.relation:
        return
    if isinstance(target, RecordTarget):
        yield target.model.record_type().slug, ""
    elif isinstance(target, TypedTarget):
        for value, name in target.models:
            yield str(apps.get_model("records", name).record_type().slug), value


def _is_on_page(record_type: RecordType, origin: Origin) -> bool:
    """Tell whether the page of a record lists the records of the origin anyway."""
    return any(_mirrors(column, origin) for column in record_type.columns)


def _mirrors(column: Column, origin: Origin) -> bool:
    links, theirs = column.links, origin.column.links
    if isinstance(links, NotesOf):
        return links.model is origin.record_type.model
    if isinstance(links, Backward):
        same = links.model is origin.record_type.model
        return same and links.field == origin.column.name
    if isinstance(links, Through) and isinstance(theirs, Through):
        return links.model is theirs.model and links.owner in theirs.parts
    return False
