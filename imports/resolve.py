"""Stage 5: from keys to records, with one search per target for a whole batch."""

from collections.abc import Iterable, Sequence

from imports.headers import Layout
from imports.rows import Entry
from records.kinds import Key, Problem
from records.references import Found, Missing, RecordTarget, Scope, Target
from records.types import Column

#: No key of a record is longer, so nobody waits for a longer one.
_LONGEST_KEY = 500


def resolve(entries: Sequence[Entry], layout: Layout, scope: Scope) -> None:
    """Replace the keys in the values by primary keys, and complain of those without one.

    A reference to a record of the same type that is not there (yet) goes to `Entry.waits`.
    """
    places = [
        (place, column, column.target)
        for place, column in enumerate(layout.columns)
        if column.target is not None
    ]
    wanted: dict[Target, dict[Key, None]] = {}
    for place, _, target in places:
        keys = wanted.setdefault(target, {})
        for entry in entries:
            keys.update(dict.fromkeys(_keys(entry, place)))
    ours = RecordTarget(layout.record_type.model)
    found = {
        target: target.find(keys, scope, suggest=target != ours) for target, keys in wanted.items()
    }
    for place, column, target in places:
        own = target == ours and not column.relation
        home = {"", scope.account.id} if own else set()
        for entry in entries:
            _replace(entry, place, column, found[target], home=home)


def _keys(entry: Entry, place: int) -> Iterable[Key]:
    value = entry.values[place] if entry.values else None
    if isinstance(value, Key):
        return (value,)
    return value if isinstance(value, tuple) else ()


def _replace(entry: Entry, place: int, column: Column, found: Found, *, home: set[str]) -> None:
    if not entry.values:
        return
    value = entry.values[place]
    if isinstance(value, Key):
        outcome = found[value]
        may_come = value.account in home and len(value.text) <= _LONGEST_KEY
        if isinstance(outcome, Missing) and may_come:
            entry.waits[place] = value
        elif isinstance(outcome, Problem):
            entry.complain(column.header, value, outcome.reason, outcome.hint)
        else:
            entry.values[place] = outcome
    elif isinstance(value, tuple):
        ids = []
        for key in value:
            outcome = found[key]
            if isinstance(outcome, Problem):
                entry.complain(column.header, key, outcome.reason, outcome.hint)
            else:
                ids.append(outcome)
        entry.values[place] = tuple(dict.fromkeys(ids))
