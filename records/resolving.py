"""Keys become records: those of the rows of a batch, or of the one record that is edited.

A row is a list of values in the order of the columns. The keys in it are replaced by the primary
keys of their records, with one search per target; where there is none, the key stays in its place
and `Refuse` is told.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from records.kinds import BY_ID, Key, Problem
from records.references import Found, Scope, Target
from records.types import Column, RecordType

Values = list[Any]
#: Told of what is wrong: number of the row, place of the column, the value, and the problem.
Refuse = Callable[[int, int, Any, Problem], None]


class Find(Protocol):
    """How keys are searched: as `Target.find` does."""

    def __call__(
        self, target: Target, keys: Collection[Key], scope: Scope, *, suggest: bool
    ) -> Found:
        """Return what the keys mean."""


def search(target: Target, keys: Collection[Key], scope: Scope, *, suggest: bool) -> Found:
    """Search the keys in the database."""
    return target.find(keys, scope, suggest=suggest)


@dataclass(frozen=True)
class Resolver:
    """Resolves rows whose values are those of `columns`.

    A target that is `patient` is searched without suggestions: its records may come later.
    """

    record_type: RecordType
    columns: Sequence[Column]
    scope: Scope
    patient: Target | None = None
    find: Find = search

    def resolve(self, rows: Sequence[Values], refuse: Refuse) -> None:
        """Replace all keys but those within a column that the rows have not."""
        every = range(len(self.columns))
        self._replace(rows, [place for place in every if not self.columns[place].within], refuse)
        self._prefer_ids(rows, refuse)
        inner = []
        for place in every:
            scope = self._place(self.columns[place].within)
            if scope is not None:
                inner.append(place)
                self._put_within(rows, place, [row[scope] for row in rows], refuse)
        self._replace(rows, inner, refuse)

    @property
    def outside(self) -> list[tuple[int, Column]]:
        """The places of columns within a column that the rows have not, and that column."""
        return [
            (place, self.record_type.column(column.within))
            for place, column in enumerate(self.columns)
            if column.within and self._place(column.within) is None
        ]

    def resolve_within(
        self, rows: Sequence[Values], place: int, scopes: Sequence[Any], refuse: Refuse
    ) -> None:
        """Replace the keys of a column of `outside`; `scopes` are the values of the other."""
        self._put_within(rows, place, scopes, refuse)
        self._replace(rows, [place], refuse)

    def _place(self, name: str) -> int | None:
        return next((i for i, column in enumerate(self.columns) if column.name == name), None)

    def _target(self, column: Column) -> Target | None:
        if column.by == BY_ID:
            return self.record_type.column(column.names).target
        return column.target

    def _replace(self, rows: Sequence[Values], places: Sequence[int], refuse: Refuse) -> None:
        wanted: dict[Target, dict[Key, None]] = {}
        targets = [(place, self._target(self.columns[place])) for place in places]
        for place, target in targets:
            if target is not None:
                self._collect(rows, place, wanted.setdefault(target, {}))
        found = {
            target: self.find(target, keys, self.scope, suggest=target != self.patient)
            for target, keys in wanted.items()
        }
        for place, target in targets:
            if target is not None:
                self._put(rows, place, found[target], refuse)

    def _collect(self, rows: Sequence[Values], place: int, keys: dict[Key, None]) -> None:
        """Add the keys of a column to those that are searched."""
        column = self.columns[place]

        def add(key: Key) -> Key:
            if key.within is not None or not column.within:
                keys[key] = None
            return key

        distinct = dict.fromkeys(row[place] for row in rows)
        for value in distinct:
            if value.__class__ is Key:
                add(value)
            elif value.__class__ is tuple and value:
                column.kind.map_keys(value, add)

    def _put(self, rows: Sequence[Values], place: int, found: Found, refuse: Refuse) -> None:
        column = self.columns[place]
        instead = next(
            (i for i, c in enumerate(self.columns) if c.names == column.name and c.by == BY_ID),
            None,
        )
        wrong: list[tuple[Key, Problem]] = []

        def change(key: Key) -> Any:
            outcome = found.get(key, key)
            if isinstance(outcome, Problem):
                wrong.append((key, outcome))
                return key
            return outcome

        for number, row in enumerate(rows):
            value = row[place]
            if value.__class__ is Key:
                row[place] = change(value)
            elif value.__class__ is tuple and value:
                row[place] = column.kind.map_keys(value, change)
                judged = None if wrong else column.kind.judge(row[place])
                if judged is not None:
                    refuse(number, place, "", judged)
            if wrong:
                if instead is None or not row[instead]:
                    for key, problem in dict(wrong).items():
                        refuse(number, place, key, problem)
                wrong.clear()

    def _prefer_ids(self, rows: Sequence[Values], refuse: Refuse) -> None:
        """Let the ID tell the record of a reference where it is filled in beside the text."""
        for place, column in enumerate(self.columns):
            reference = self._place(column.names)
            if column.by != BY_ID or reference is None:
                continue
            for number, row in enumerate(rows):
                if row[place].__class__ is not int:
                    continue
                if row[reference].__class__ is int and row[reference] != row[place]:
                    header = self.columns[reference].header
                    hint = f"Leave {column.header} or {header} empty, or make them the same."
                    problem = Problem(f"is not the ID of what {header} names.", hint)
                    refuse(number, place, row[place], problem)
                row[reference] = row[place]

    def _put_within(
        self, rows: Sequence[Values], place: int, scopes: Sequence[Any], refuse: Refuse
    ) -> None:
        """Give the keys of a column the value of the other column within which they count."""
        column = self.columns[place]
        header = self.record_type.column(column.within).header
        blank = Problem(f"is only clear with a value of {header}.", f"Fill in {header}.")
        for number, (row, scope) in enumerate(zip(rows, scopes, strict=True)):
            value = row[place]
            if value is None or value == () or isinstance(value, Problem):
                continue
            if scope in (None, ""):
                refuse(number, place, value if isinstance(value, Key) else "", blank)
            elif isinstance(scope, int | str):
                row[place] = column.kind.map_keys(value, partial(replace, within=scope))
