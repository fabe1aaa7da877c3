"""Choose candidates for an example row such that the rules of the type hold and keys are free."""

from collections.abc import Sequence
from itertools import islice, product
from typing import Any

from django.db.models import Q, UniqueConstraint

from fourme.accounts.models import Account
from imports import conditions
from imports.candidates import Candidate, Choices
from imports.headers import identifying
from records.beyond import Beyond
from records.types import Column, RecordType

Row = dict[str, Candidate]
#: So often a rule may object, and so many keys are tried.
_TRIES, _KEYS = 200, 5_000
#: So many stored records with keys that are among the candidates are looked at.
_STORED = 10_000


def keys_of(record_type: RecordType) -> dict[tuple[str, ...], Q | None]:
    """Return the columns that no two records may share, with the condition under which."""
    columns = {each.name: each for each in record_type.columns if each.field is not None}
    found: dict[tuple[str, ...], Q | None] = dict.fromkeys(identifying(record_type))
    found |= {
        tuple(name for name in each.fields if name != "account"): each.condition
        for each in record_type.model._meta.constraints
        if isinstance(each, UniqueConstraint) and each.fields
    }
    return {
        names: condition
        for names, condition in found.items()
        if names != ("id",) and all(name in columns for name in names)
    }


class Fitting:
    """Makes the rows of one example, each with keys that neither records nor other rows have."""

    def __init__(self, record_type: RecordType, account: Account) -> None:
        self._record_type = record_type
        self._account = account
        self._taken: dict[tuple[str, ...], set[tuple[Any, ...]]] = {}
        self._beyond = Beyond(record_type)

    def row(self, choices: Choices, *, same: bool = False) -> Row | None:
        """Return a row that can be imported, None when all keys are taken.

        With `same` it is about the record of the row before.
        """
        row = {name: found[0] for name, found in choices.items()}
        for _ in range(_TRIES):
            wrong = self._objection(row)
            if wrong and self._advance(row, choices, wrong):
                continue
            free = {} if same else self._free(row, choices)
            if free is None:
                return None
            if not free:
                break
            row |= free
        for names in self._keys(row):
            self._taken[names].add(tuple(row[name].value for name in names))
        return row

    def _objection(self, row: Row) -> str:
        """Return the column that a rule of the type blames, "" when all hold."""
        values = {each.name: each.default for each in self._record_type.columns}
        values |= {name: each.value for name, each in row.items()} | {"id": None}
        self._beyond.add([values])
        found = (rule.check(values) for rule in self._record_type.rules)
        return next((wrong[0] for wrong in found if wrong), "")

    def _advance(self, row: Row, choices: Choices, name: str) -> bool:
        """Take the next candidate of the column."""
        found = choices.get(name, [])
        place = found.index(row[name]) + 1 if found else 0
        if place >= len(found):
            return False
        row[name] = found[place]
        return True

    def _keys(self, row: Row) -> list[tuple[str, ...]]:
        """Return the keys that the row has."""
        return [
            names
            for names, condition in keys_of(self._record_type).items()
            if row.keys() >= set(names) and row[names[0]].value and _holds(condition, row)
        ]

    def _free(self, row: Row, choices: Choices) -> Row | None:
        """Return what has to change so that no key is taken; None when all are."""
        for names in self._keys(row):
            taken = self._stored(names, choices)
            if tuple(row[name].value for name in names) not in taken:
                continue
            tried = (
                [each for each in choices[name] if each.text] if row[name].text else [row[name]]
                for name in names
            )
            for some in islice(product(*tried), _KEYS):
                free = dict(zip(names, some, strict=True))
                if tuple(each.value for each in some) not in taken and (
                    self._objection(row | free) not in names
                ):
                    return free
            return None
        return {}

    def _stored(self, names: tuple[str, ...], choices: Choices) -> set[tuple[Any, ...]]:
        """Return the keys among the candidates that records have, read once."""
        if names not in self._taken:
            columns = [self._record_type.column(name) for name in names]
            condition = Q(account=self._account)
            for column in columns:
                condition &= _among(column, choices[column.name])
            rows = self._record_type.model._default_manager.order_by().filter(condition)
            fields = [_attribute(column) for column in columns]
            self._taken[names] = set(rows.values_list(*fields)[:_STORED])
        return self._taken[names]


def _among(column: Column, found: Sequence[Candidate]) -> Q:
    values = [each.value for each in found if each.value is not None]
    condition = Q(**{f"{_attribute(column)}__in": values})
    return condition if len(values) == len(found) else condition | Q(**{column.name: None})


def _attribute(column: Column) -> str:
    return str(getattr(column.field, "attname", column.name))


def _holds(condition: Q | None, row: Row) -> bool:
    names = list(dict.fromkeys(conditions.names(condition)))
    values = [row[name].value if name in row else None for name in names]
    return conditions.test(condition, names)(values)
