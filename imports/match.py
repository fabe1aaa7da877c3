"""Stage 6: find the record of each row: by ID, else by Source, else by the type's own key."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from psycopg import sql

from fourme.accounts.models import Account
from imports import tables
from imports.headers import Layout, identifying
from imports.rows import Entry
from records.kinds import Problem
from records.types import Append, Column

_SEPARATOR = "\x1f"  # NUL would be natural, but keys of waiting rows are stored


def keyer(layout: Layout) -> Callable[[Entry], None]:
    """Return the function that sets the keys of an entry: by what it is found, and could be."""
    rules = [(number, places, needed) for number, (places, needed, _) in enumerate(_rules(layout))]

    def key(entry: Entry) -> None:
        values = entry.values
        keys = []
        for number, places, all_needed in rules if values else ():
            mine = [values[place] for place in places]
            if _applies(mine, all_needed):
                keys.append(f"{number}{_SEPARATOR}{_SEPARATOR.join(map(str, mine))}")
        entry.keys = tuple(keys)

    return key


def match(entries: Sequence[Entry], layout: Layout, account: Account) -> None:
    """Set the id of the record that each entry finds.

    Entries that find nothing are new. References are resolved already. One query per rule.
    """
    rules = _rules(layout)
    groups: list[list[Entry]] = [[] for _ in rules]
    for entry in entries:
        entry.id, entry.new = 0, True
        for group, (places, all_needed, _) in zip(groups, rules, strict=True):
            if _applies([entry.values[place] for place in places], all_needed):
                group.append(entry)
                break
    for group, (places, _, absent) in zip(groups, rules, strict=True):
        if group:
            _find(group, places, absent, layout, account)


def finder(layout: Layout) -> Callable[[Entry], tuple[str, ...]]:
    """Return the function of the columns by whose values the record of an entry was searched."""
    names = {
        str(number): tuple(layout.columns[place].name for place in places) if not absent else ()
        for number, (places, _, absent) in enumerate(_rules(layout))
    }

    def found_by(entry: Entry) -> tuple[str, ...]:
        return names[entry.keys[0].partition(_SEPARATOR)[0]] if entry.keys else ()

    return found_by


def refuse_new(entries: Iterable[Entry], layout: Layout) -> None:
    """Complain of entries that would make a record and may or can not."""
    place = layout.position("id")
    able = layout.creates and not layout.missing
    for entry in entries:
        if entry.new and not (able and (place is None or entry.values[place] in {None, ""})):
            _refuse_new(entry, layout)


def _rules(layout: Layout) -> list[tuple[list[int], bool, list[Column]]]:
    """Return the rules whose first column the file has.

    Of each: the places of its columns, whether all need a value, and the columns that the file has
    not, which count as blank.
    """
    if isinstance(layout.record_type.merge, Append):
        return []
    found = []
    for names in identifying(layout.record_type):
        here = [place for name in names if (place := layout.position(name)) is not None]
        absent = [layout.record_type.column(n) for n in names if layout.position(n) is None]
        first = layout.position(names[0]) is not None
        if first and (not absent or names[0] not in {"id", "source"}):
            found.append((here, names[0] == "source", absent))
    return found


def _applies(values: Sequence[Any], all_needed: bool) -> bool:
    if not values[0]:
        return False
    for value in values:  # noqa: SIM110 -- five times as fast as all(), once a row and rule
        if value.__class__ is Problem or (all_needed and not value):
            return False
    return True


def _find(
    group: list[Entry], places: list[int], absent: list[Column], layout: Layout, account: Account
) -> None:
    fields = [tables.field(layout.columns[place]) for place in places]
    names = [sql.Identifier(f"c{number}") for number in range(len(fields))]
    # Only with this can the partial index of the sources be used.
    blank = sql.SQL("t.{} <> ''")
    sourced = fields if fields[0].name == "source" else ()
    conditions = [blank.format(tables.identifier(each)) for each in sourced]
    conditions += [
        sql.SQL("t.{} {} u.{}").format(
            tables.identifier(stored),
            sql.SQL("IS NOT DISTINCT FROM" if stored.null else "="),
            name,
        )
        for stored, name in zip(fields, names, strict=True)
    ]
    conditions += [
        sql.SQL("coalesce(t.{}::text, '') = ''").format(tables.identifier(tables.field(each)))
        for each in absent
    ]
    arrays = [sql.SQL("%s::") + tables.array_type(stored) for stored in fields]
    query = sql.SQL(
        "SELECT u.n, min(t.id) FROM unnest({arrays}) WITH ORDINALITY AS u({names}, n) "
        "JOIN {table} t ON t.account_id = %s AND {conditions} GROUP BY u.n"
    ).format(
        arrays=sql.SQL(", ").join(arrays),
        names=sql.SQL(", ").join(names),
        table=tables.table(layout.record_type.model),
        conditions=sql.SQL(" AND ").join(conditions),
    )
    values = [tables.array([entry.values[place] for entry in group]) for place in places]
    for number, pk in tables.rows(query, [*values, account.id]):
        group[number - 1].id, group[number - 1].new = pk, False


def _refuse_new(entry: Entry, layout: Layout) -> None:
    singular = layout.record_type.label_of(1)
    place = layout.position("id")
    if isinstance(layout.record_type.merge, Append):
        if place is not None and entry.values[place]:
            entry.complain(
                "ID",
                entry.values[place],
                f"{layout.record_type.label} are only added; none can be named by its ID.",
                "Leave the ID empty.",
            )
    elif place is not None and isinstance(entry.values[place], int):
        entry.complain(
            "ID",
            entry.values[place],
            f"There is no {singular} with this ID.",
            "Leave the ID empty to add a new one.",
        )
    elif not layout.creates:
        entry.complain(
            "",
            "",
            f"There is no such {singular}, and your role lets you change existing ones only.",
            "Ask an account administrator to add it.",
        )
    else:
        for column in layout.missing:
            entry.complain(
                column.header,
                "",
                f"The file has no column {column.header}, which a new {singular} needs.",
                "Add the column, or name existing records.",
            )
