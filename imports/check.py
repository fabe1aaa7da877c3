"""Stage 7: the rules over whole records, before they are stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import UniqueConstraint
from psycopg import sql

from fourme.accounts.models import Account, User
from imports import tables
from imports.headers import Layout
from imports.rows import Entry
from records import links
from records.beyond import Beyond
from records.models.record import Record
from records.types import Column, RecordType

Old = Mapping[int, Mapping[str, Any]]


def lock(entries: Sequence[Entry], layout: Layout, account: Account) -> Old:
    """Lock the records that entries update, in the order of their ids.

    Returns the stored values that rules and constraints look at: id → column name → value. Of
    columns with several values only those that the file has not are read.
    """
    ids = sorted({entry.id for entry in entries if not entry.new})
    if not ids:
        return {}
    model = layout.record_type.model
    columns = _looked_at(layout.record_type)
    query = sql.SQL("SELECT {} FROM {} WHERE id = ANY(%s) ORDER BY id FOR UPDATE").format(
        sql.SQL(", ").join(
            [sql.Identifier("id"), *(tables.identifier(tables.field(each)) for each in columns)]
        ),
        tables.table(model),
    )
    names = ["id", *(each.name for each in columns)]
    old = {row[0]: dict(zip(names, row, strict=True)) for row in tables.rows(query, [ids])}
    for column in _several(layout):
        values = links.stored(column, ids, account)
        for pk, stored in old.items():
            stored[column.name] = values.get(pk, ())
    return old


def _several(layout: Layout) -> list[Column]:
    """Return the columns with several values that rules look at and the file has not."""
    names = {name for rule in layout.record_type.rules for name in rule.names}
    return [
        column
        for column in layout.record_type.columns
        if column.many and column.name in names and layout.position(column.name) is None
    ]


def check(entries: Sequence[Entry], layout: Layout, old: Old) -> None:
    """Complain of entries whose record would break a rule of its type."""
    rules = layout.record_type.rules
    if not rules:
        return
    values_of = merger({name for rule in rules for name in rule.names}, layout, old)
    headers = {column.name: column.header for column in layout.record_type.columns}
    all_values = [values_of(entry) for entry in entries]
    Beyond(layout.record_type).add(all_values)
    for entry, values in zip(entries, all_values, strict=True):
        for rule in rules:
            wrong = rule.check(values)
            if wrong is not None:
                name, problem = wrong
                shown = values.get(name)
                entry.complain(
                    headers.get(name, name),
                    "" if shown is None or _refers(layout, name) else shown,
                    problem.reason,
                    problem.hint,
                )


def protect(
    entries: Sequence[Entry], layout: Layout, user: User, protected: Mapping[int, Record]
) -> None:
    """Complain of entries that would do to the user's own records what nobody may do to himself."""
    for entry in entries:
        record = protected.get(entry.id)
        values = {column.name: entry.values[i] for i, column in enumerate(layout.columns)}
        wrong = record.protects(user, values) if record is not None else None
        if wrong is not None:
            name, problem = wrong
            shown = values.get(name, "")
            entry.complain(
                layout.record_type.column(name).header, shown, problem.reason, problem.hint
            )


def merger(names: Iterable[str], layout: Layout, old: Old) -> Callable[[Entry], dict[str, Any]]:
    """Return the function of the values that the record of an entry would have, and its id."""
    here, absent, generated = [], {}, []
    for name in set(names) - {"id", "account"}:
        place, column = layout.position(name), layout.record_type.column(name)
        if place is not None:
            here.append((name, place))
            generated += [name] if column.generated else []
        else:
            absent[name] = column.default

    def merged(entry: Entry) -> dict[str, Any]:
        stored: Mapping[str, Any] = {} if entry.new else old[entry.id]
        values = {name: stored.get(name, default) for name, default in absent.items()}
        for name, place in here:
            values[name] = entry.values[place]
        for name in generated:  # a blank cell leaves the stored value alone
            if values[name] in (None, ""):
                values[name] = stored.get(name, values[name])
        values["id"] = entry.id
        return values

    return merged


def _looked_at(record_type: RecordType) -> list[Column]:
    """Return the stored columns of the record itself that rules and constraints look at."""
    names = {name for rule in record_type.rules for name in rule.names}
    for constraint in record_type.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            names.update(constraint.fields)
    stored: Iterable[Column] = (
        column
        for column in record_type.columns
        if column.name in names and column.field is not None
    )
    return [
        column
        for column in stored
        if not column.relation and not column.many and column.name not in {"id", "account"}
    ]


def _refers(layout: Layout, name: str) -> bool:
    return any(c.name == name and c.target is not None for c in layout.record_type.columns)
