"""Rows that remove: a column of theirs says that the record they find is to go."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import models
from psycopg import sql

from imports import tables
from imports.apply import history
from imports.apply.history import Signature
from imports.headers import Layout, identifying
from imports.rows import Entry
from records import registry
from records.columns import StoredColumn
from records.models import Change
from records.models.record import Record
from records.types import Children, RecordType, Through, Upsert


class Leaving:
    """Which rows of a file remove, and what of such a row counts: only what finds the record."""

    def __init__(self, layout: Layout) -> None:
        merge = layout.record_type.merge
        self._layout = layout
        self._place = None
        if isinstance(merge, Upsert) and merge.removes:
            self._place, self._when = layout.position(merge.removes), merge.when
        keys = {name for names in identifying(layout.record_type) for name in names}
        keys |= {c.within for c in layout.columns if c.name in keys and c.within}
        finding = [c for c in layout.columns if c.name in keys or c.names in keys]
        self._headers = {"", *(column.header for column in finding)}
        self._others = [
            (place, column.kind.blank)
            for place, column in enumerate(layout.columns)
            if column not in finding and place != self._place
        ]

    def __call__(self, entry: Entry) -> bool:
        """Tell whether the row removes its record."""
        place = self._place
        return place is not None and bool(entry.values) and entry.values[place] == self._when

    def prepare(self, entries: Sequence[Entry]) -> None:
        """Take out of rows that remove what is wrong with the values that do not count."""
        if self._place is None:
            return
        for entry in filter(self, entries):
            entry.complaints = [each for each in entry.complaints if each.column in self._headers]
            for place, blank in self._others:
                entry.values[place] = blank

    def refuse_nameless(self, entries: Sequence[Entry]) -> None:
        """Complain of rows that remove and name no record at all."""
        for entry in filter(self, entries):
            if entry.new and not entry.keys and not entry.complaints:
                singular = self._layout.record_type.label_of(1)
                rules = identifying(self._layout.record_type)
                column = self._layout.record_type.column
                named = [" and ".join(column(name).header for name in names) for names in rules]
                entry.complain(
                    "",
                    "",
                    f"The row removes a {singular} and does not say which one.",
                    f"Fill in {', or '.join(named)}.",
                )


def remove(entries: Sequence[Entry], layout: Layout, signature: Signature) -> list[int]:
    """Remove the records that the entries have found, and complain where others need them."""
    record_type = layout.record_type
    found = {entry.id: entry for entry in entries if not entry.new and not entry.complaints}
    singular = record_type.label_of(1)
    for pk, other in _needed(record_type, found):
        if found[pk].complaints:
            continue
        found[pk].complain(
            "",
            "",
            f"The {singular} cannot be removed: {other} refers to it.",
            "Change or remove that one first.",
        )
    return delete(record_type, [pk for pk in found if not found[pk].complaints], signature)


def delete(record_type: RecordType, ids: Collection[int], signature: Signature) -> list[int]:
    """Remove records with the rows that are part of them; return those that were there."""
    if not ids:
        return []
    for model, owner in _parts(record_type):
        parts = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(
            tables.table(model), _column(model, owner)
        )
        with tables.cursor() as raw:
            raw.execute(parts, [list(ids)])
    fields = [
        (stored.name, stored)
        for stored in record_type.model._meta.concrete_fields
        if isinstance(stored, StoredColumn) and not stored.primary_key
    ]
    query = sql.SQL(
        "WITH gone AS (DELETE FROM {table} t WHERE t.id = ANY(%s) RETURNING t.id, {values} "
        "AS values), told AS ({telling}) SELECT id FROM gone"
    ).format(
        table=tables.table(record_type.model),
        values=history.contents(fields, "t"),
        telling=history.telling("gone", record_type, Change.Kind.REMOVED, signature),
    )
    return [pk for (pk,) in tables.rows(query, [list(ids)])]


def _parts(record_type: RecordType) -> Iterator[tuple[type[models.Model], str]]:
    """Yield the tables whose rows belong to a record of the type, and their column of the owner."""
    for column in record_type.columns:
        if isinstance(column.links, Through) and column.field is not None:
            yield column.links.model, column.links.owner
    if isinstance(record_type.merge, Children):
        relation: Any = record_type.model._meta.get_field(record_type.merge.relation)
        yield relation.related_model, relation.field.name


def _needed(record_type: RecordType, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield the records that others refer to, and what such another one is called."""
    parts = set(_parts(record_type)) if ids else set()
    relations: Any = record_type.model._meta.get_fields(include_hidden=True) if ids else ()
    for relation in relations:
        if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created:
            continue
        model, name = relation.related_model, relation.field.name
        if (model, name) in parts:
            continue
        query = sql.SQL("SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%s)")
        composed = query.format(column=_column(model, name), table=tables.table(model))
        for (pk,) in tables.rows(composed, [list(ids)]):
            yield pk, _called(model)


def _called(model: type[models.Model]) -> str:
    """Return what a record that refers to another one is called, with its article."""
    owner: Any = model._meta.auto_created or model
    if issubclass(owner, Record) and "Type" in vars(owner):
        singular = registry.of(owner).label_of(1)
        return f"{'an' if singular[0] in 'aeiou' else 'a'} {singular}"
    return "another record"


def _column(model: type[models.Model], name: str) -> sql.Identifier:
    stored: Any = model._meta.get_field(name)
    return tables.identifier(stored)
