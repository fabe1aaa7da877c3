"""Stage 5: from keys to records, with one search per target for a whole batch."""

from collections.abc import Sequence

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
            value = entry.values[place]
            if value.__class__ is Key:
                keys[value] = None
            elif value.__class__ is tuple:
                keys.update(dict.fromkeys(value))
    ours = RecordTarget(layout.record_type.model)
    found = {
        target: target.find(keys, scope, suggest=target != ours) for target, keys in wanted.items()
    }
    for place, column, target in places:
        outcomes = found[target]
        own = target == ours and not column.relation
        home = {"", scope.account.id} if own else set()
        for entry in entries:
            value = entry.values[place]
            if value.__class__ is Key:
                outcome = outcomes[value]
                if isinstance(outcome, Problem):
                    _complain_or_wait(entry, place, column, outcome, home)
                else:
                    entry.values[place] = outcome
            elif value.__class__ is tuple:
                _replace_all(entry, place, column, outcomes)


def _complain_or_wait(
    entry: Entry, place: int, column: Column, outcome: Problem, home: set[str]
) -> None:
    key: Key = entry.values[place]
    may_come = key.account in home and len(key.text) <= _LONGEST_KEY
    if isinstance(outcome, Missing) and may_come:
        entry.waits[place] = key
    else:
        entry.complain(column.header, key, outcome.reason, outcome.hint)


def _replace_all(entry: Entry, place: int, column: Column, outcomes: Found) -> None:
    ids = []
    for key in entry.values[place]:
        outcome = outcomes[key]
        if isinstance(outcome, Problem):
            entry.complain(column.header, key, outcome.reason, outcome.hint)
        else:
            ids.append(outcome)
    entry.values[place] = tuple(dict.fromkeys(ids))
