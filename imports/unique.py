"""Stage 7, too: unique values, told before the database has to refuse them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import UniqueConstraint
from psycopg import sql

from fourme.accounts.models import Account
from imports import conditions, tables
from imports.check import Old, merger
from imports.headers import Layout
from imports.match import finder
from imports.rows import Entry
from records.kinds.references import with_article
from records.types import Column


@dataclass
class Trust:
    """Whether the values of new records are trusted to be unique.

    So they are not looked up twice, here and by the index, until the database refuses one; then
    the rows are applied again and each value is looked up, so that it can be told whose it is.
    """

    given: bool = True

    def lose(self) -> bool:
        """Look up every value from now on; return whether that was not done so far."""
        before, self.given = self.given, False
        return before

    def doubted(self, entries: Sequence[Entry]) -> list[Entry]:
        """Return the entries whose values are to be looked up."""
        return [entry for entry in entries if not (entry.new and self.given)]


def _picker(names: Sequence[str], layout: Layout, old: Old) -> Callable[[Entry], tuple[Any, ...]]:
    """Return the function of these values of the record of an entry, in their order."""
    places = [layout.position(name) for name in names]
    plain = not any(layout.record_type.column(name).generated for name in names)
    here = [place for place in places if place is not None]
    if plain and len(here) == len(names) > 1:
        pick = itemgetter(*here)
        return lambda entry: pick(entry.values)
    merged = merger(names, layout, old)
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
