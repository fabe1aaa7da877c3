"""Conditions on one column of a list: which there are, how they read, what they ask for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from records.kinds import Boolean, Problem, Timestamp
from records.references import RecordTarget, Scope
from records.types import Column, RecordType

#: What stands between the column and the lookup in the name of a parameter: `name__icontains`.
SEPARATOR = "__"
EMPTY, FILLED = "empty", "filled"
_WITHOUT_VALUE = (EMPTY, FILLED)
_WORDS = {
    "exact": "is",
    "icontains": "contains",
    "istartswith": "begins with",
    "gte": "from",
    "lte": "until",
    EMPTY: "is empty",
    FILLED: "is not empty",
}
_NUMBER_WORDS = {"gte": "is at least", "lte": "is at most"}
_YES, _NO = "yes", "no"
_MAX_LENGTH = 1000


class InvalidFilter(ValueError):  # noqa: N818 -- it reads as what it is
    """A filter that cannot be applied; the message is for people. `name` is its parameter."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Condition:
    """A condition as it stands in an address: `name__icontains=widget`."""

    column: Column
    lookup: str
    text: str

    @property
    def name(self) -> str:
        """The name of its parameter."""
        return f"{self.column.name}{SEPARATOR}{self.lookup}"

    def describe(self) -> str:
        """Say it in words: Organization is “Widget”."""
        word = lookups_of(self.column)[self.lookup]
        if self.lookup in _WITHOUT_VALUE:
            return f"{self.column.header} {word}"
        return f"{self.column.header} {word} “{self.text}”"

    def q(self, scope: Scope, user: User) -> Q:
        """Return what it asks of the database. Raises InvalidFilter."""
        if self.lookup in _WITHOUT_VALUE:
            return _blank(self.column) if self.lookup == EMPTY else ~_blank(self.column)
        return Q(**{f"{self.column.name}{SEPARATOR}{self.lookup}": self._value(scope, user)})

    def _value(self, scope: Scope, user: User) -> Any:
        value = self._read(user)
        if isinstance(value, Problem):
            raise InvalidFilter(f"{self.column.header}: “{self.text}” {value}", self.name)
        if self.column.target is None:
            return value
        keys = value if isinstance(value, tuple) else (value,)
        if len(keys) != 1:
            raise InvalidFilter(f"{self.column.header}: name a single record.", self.name)
        found = self.column.target.find(keys, scope)[keys[0]]
        if isinstance(found, Problem):
            raise InvalidFilter(f"{self.column.header}: {found}", self.name)
        return found

    def _read(self, user: User) -> Any:
        kind = self.column.kind
        if isinstance(kind, Boolean):
            answers = {_YES: True, _NO: False}
            return answers.get(self.text, Problem("is neither yes nor no.", "Write yes or no."))
        if isinstance(kind, Timestamp) and (day := _day(self.text)):
            time = dt.time.min if self.lookup == "gte" else dt.time.max
            return dt.datetime.combine(day, time, tzinfo=zone_of(user))
        if kind.free_text or self.lookup in ("icontains", "istartswith"):
            return self.text if self.column.target is None else kind.parse(self.text)
        return kind.parse(self.text)


def lookups_of(column: Column) -> Mapping[str, str]:
    """Return the lookups that a column offers, with their words; none for derived columns."""
    if column.field is None or column.relation or not column.kind.lookups:
        return {}
    if column.target is not None and not isinstance(column.target, RecordTarget):
        return {}
    words = _WORDS | (_NUMBER_WORDS if column.kind.numeric else {})
    empty = () if isinstance(column.kind, Boolean) or column.required else _WITHOUT_VALUE
    return {lookup: words[lookup] for lookup in (*column.kind.lookups, *empty)}


def filterable(record_type: RecordType) -> list[Column]:
    """Return the columns that have lookups, in the order of the type."""
    return [column for column in record_type.columns if lookups_of(column)]


def read(record_type: RecordType, name: str, text: str) -> Condition:
    """Read a parameter of an address. Raises InvalidFilter when it is no condition of the type."""
    column_name, separator, lookup = name.rpartition(SEPARATOR)
    column = next((each for each in filterable(record_type) if each.name == column_name), None)
    if not separator or column is None or lookup not in lookups_of(column):
        raise InvalidFilter(f"“{name}” is not a filter of {record_type.label}.", name)
    if lookup not in _WITHOUT_VALUE and not text.strip():
        raise InvalidFilter(f"{column.header}: the filter has no value.", name)
    if "\0" in text or len(text) > _MAX_LENGTH:
        raise InvalidFilter(f"{column.header}: the value of the filter cannot be used.", name)
    return Condition(column, lookup, text.strip())


def _blank(column: Column) -> Q:
    blank = column.kind.blank
    if blank is None or column.target is not None:
        return Q(**{f"{column.name}__isnull": True})
    return Q(**{column.name: blank})


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
