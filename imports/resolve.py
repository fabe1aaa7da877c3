"""Stage 5: from keys to records, with one search per target for a whole batch."""

from collections.abc import Sequence
from typing import Any

from psycopg import sql

from imports import tables
from imports.headers import Layout
from imports.known import Known
from imports.naming import Naming
from imports.rows import Entry
from records.kinds import Key, Problem
from records.references import Missing, Scope, readable
from records.resolving import Find, Refuse, Resolver, search


def resolve(entries: Sequence[Entry], layout: Layout, scope: Scope, known: Known) -> None:
    """Replace the keys in the values by primary keys, and complain of those without one.

    A reference to a record of the same type that is not there (yet) goes to `Entry.waits`.
    """
    resolver, naming = _resolver(layout, scope, known.find)
    resolver.resolve([e.values for e in entries], _refuser(entries, layout, scope, naming))


def resolve_within_stored(entries: Sequence[Entry], layout: Layout, scope: Scope) -> None:
    """Do the same with references within something that the file does not say.

    Of a record that exists what is stored counts: the board that a request is on.
    """
    resolver, naming = _resolver(layout, scope)
    refuse = _refuser(entries, layout, scope, naming)
    for place, within in resolver.outside:
        found = [e.id for e in entries if not e.new and e.values[place] not in (None, ())]
        query = sql.SQL("SELECT id, {} FROM {} WHERE id = ANY(%s)").format(
            tables.identifier(tables.field(within)), tables.table(layout.record_type.model)
        )
        known = dict(tables.rows(query, [found])) if found else {}
        scopes = [known.get(e.id, within.default) for e in entries]
        resolver.resolve_within([e.values for e in entries], place, scopes, refuse)


def _resolver(layout: Layout, scope: Scope, find: Find = search) -> tuple[Resolver, Naming | None]:
    naming = Naming.of(layout)
    patient = naming.target if naming else None
    return Resolver(layout.record_type, layout.columns, scope, patient, find), naming


def _refuser(
    entries: Sequence[Entry], layout: Layout, scope: Scope, naming: Naming | None
) -> Refuse:
    """Return the function that complains of a reference, or lets its row wait."""

    def refuse(number: int, place: int, value: Any, problem: Problem) -> None:
        entry, column = entries[number], layout.columns[place]
        key = value if isinstance(value, Key) else None
        may_come = naming and key and naming.awaits(column, key, scope)
        if key and may_come and isinstance(problem, Missing):
            entry.waits[place] = (*entry.waits.get(place, ()), key)
        else:
            shown = readable(key) if key else value
            entry.complain(column.header, shown, problem.reason, problem.hint)

    return refuse
