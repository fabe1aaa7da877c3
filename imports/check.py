"""Stage 7: the rules over whole records, and uniqueness, before the database has to refuse."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.db.models import UniqueConstraint
from psycopg import sql

from fourme.accounts.models import Account, User
from imports import conditions, tables
from imports.headers import Layout
from imports.match import finder
from imports.rows import Entry
from records import links
from records.beyond import Beyond
from records.kinds.references import with_article
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
    values_of = _merger({name for rule in rules for name in rule.names}, layout, old)
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


def _merger(names: Iterable[str], layout: Layout, old: Old) -> Callable[[Entry], dict[str, Any]]:
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


def _picker(names: Sequence[str], layout: Layout, old: Old) -> Callable[[Entry], tuple[Any, ...]]:
    """Return the function of these values of the record of an entry, in their order."""
    places = [layout.position(name) for name in names]
    plain = not any(layout.record_type.column(name).generated for name in names)
    here = [place for place in places if place is not None]
    if plain and len(here) == len(names) > 1:
        pick = itemgetter(*here)
        return lambda entry: pick(entry.values)
    merged = _merger(names, layout, old)
    return lambda entry: tuple(map(merged(entry).__getitem__, names))


def unique(entries: Sequence[Entry], layout: Layout, account: Account, old: Old) -> int | None:
    """Complain of entries that would have the unique values of another record.

    Returns the place of the first entry whose values belong to a record that an earlier entry is
    about to change, so that only the order of the file can tell; None when there is none.
    """
    cut: int | None = None
    for constraint in layout.record_type.model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            place = _constraint(constraint, entries, layout, account, old)
            if place is not None:
                cut = place if cut is None else min(cut, place)
    return cut


def _constraint(
    constraint: UniqueConstraint,
    entries: Sequence[Entry],
    layout: Layout,
    account: Account,
    old: Old,
) -> int | None:
    columns = [layout.record_type.column(name) for name in constraint.fields if name != "account"]
    if not any(layout.position(column.name) is not None for column in columns):
        return None
    names = [column.name for column in columns]
    looked_at = dict.fromkeys((*names, *conditions.names(constraint.condition)))
    values_of = _picker(list(looked_at), layout, old)
    holds = conditions.test(constraint.condition, list(looked_at))
    # A new record was searched by these values just now, and there was none.
    found_by, key = finder(layout), () if any(c.target for c in columns) else tuple(names)
    candidates: list[tuple[int, Entry, tuple[Any, ...]]] = []
    for place, entry in enumerate(entries):
        if entry.complaints:
            continue
        values = values_of(entry)
        mine = values[: len(names)]
        unchanged = not entry.new and mine == tuple(old[entry.id].get(name) for name in names)
        if not unchanged and holds(values):
            candidates.append((place, entry, mine))
    asked = {
        number: mine
        for number, (_, entry, mine) in enumerate(candidates, 1)
        if not (entry.new and found_by(entry) == key)
    }
    holders = _holders(constraint, columns, asked, layout, account)
    changing = {entry.id: place for place, entry in enumerate(entries) if not entry.new}
    taken: dict[tuple[Any, ...], int] = {}
    for number, (place, entry, mine) in enumerate(candidates, 1):
        holder = holders.get(number)
        if holder is not None and holder != entry.id:
            if changing.get(holder, place) < place:
                return place
            _duplicate(entry, columns, mine, layout, f"ID {holder}")
        elif mine in taken and (constraint.nulls_distinct is False or None not in mine):
            _duplicate(entry, columns, mine, layout, f"row {taken[mine]}")
        else:
            taken[mine] = entry.row.number
    return None


def _holders(
    constraint: UniqueConstraint,
    columns: Sequence[Column],
    values: Mapping[int, tuple[Any, ...]],
    layout: Layout,
    account: Account,
) -> dict[int, int]:
    """Return the ids of the records that have these values, by their number."""
    if not values:
        return {}
    fields = [tables.field(column) for column in columns]
    names = [sql.Identifier(f"c{number}") for number in range(len(fields))]
    alike = sql.SQL("t.{} IS NOT DISTINCT FROM u.{}")
    equal = sql.SQL("t.{} = u.{}")  # only this one can use an index
    same = [
        (alike if stored.null and constraint.nulls_distinct is False else equal).format(
            tables.identifier(stored), name
        )
        for stored, name in zip(fields, names, strict=True)
    ]
    query = sql.SQL(
        "SELECT u.n, min(t.id) FROM unnest({arrays}) WITH ORDINALITY AS u({names}, n) "
        "JOIN {table} t ON t.account_id = %s AND {same} GROUP BY u.n"
    ).format(
        arrays=sql.SQL(", ").join(sql.SQL("%s::") + tables.array_type(each) for each in fields),
        names=sql.SQL(", ").join(names),
        table=tables.table(layout.record_type.model),
        same=sql.SQL(" AND ").join([*same, conditions.as_sql(constraint.condition, layout)]),
    )
    numbers = list(values)
    arrays = [tables.array(each) for each in zip(*values.values(), strict=True)]
    found = tables.rows(query, [*arrays, account.id])
    return {numbers[place - 1]: pk for place, pk in found}


def _duplicate(
    entry: Entry, columns: Sequence[Column], mine: tuple[Any, ...], layout: Layout, where: str
) -> None:
    shown = ", ".join(str(value) for value in mine if value and not isinstance(value, int))
    headers = " and ".join(column.header for column in columns)
    singular = layout.record_type.label_of(1)
    identifies = {"id"} & {column.name for column in layout.record_type.columns}
    entry.complain(
        columns[0].header,
        shown,
        f"There is already {with_article(singular)} with this {headers} ({where}).",
        "Fill in the ID to change that one, or use another value." if identifies else "",
    )


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
