"""Conditions on one column of a list: which there are, how they read, what they ask for."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Q

from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from records.kinds import BY_ID, Boolean, Identifier, Key, Problem, Timestamp
from records.naming import naming
from records.pointing import called, nothing, refers
from records.references import RecordTarget, Scope, Target, TypedTarget
from records.types import Column, RecordType

#: What stands between the column and the lookup in the name of a parameter: `name__icontains`.
SEPARATOR = "__"
EMPTY, FILLED = "empty", "filled"
CONTAINS = "icontains"
#: A reference to the record with an ID: `organization=123`.
OF_RECORD = ""
_WITHOUT_VALUE = (EMPTY, FILLED)
_WORDS = {
    "exact": "is",
    CONTAINS: "contains",
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
    """A condition as it stands in an address: `name__icontains=widget`, `organization=123`.

    `words` are what people call the record that is named by its ID, once that is looked up.
    """

    column: Column
    lookup: str
    text: str
    words: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The name of its parameter."""
        return SEPARATOR.join(part for part in (self.column.name, self.lookup) if part)

    def describe(self) -> str:
        """Say it in words: Organization is “Widget”."""
        if self.lookup == OF_RECORD:
            return f"{self.column.header} is {f'“{self.words}”' if self.words else self.text}"
        word = lookups_of(self.column)[self.lookup]
        if self.lookup in _WITHOUT_VALUE:
            return f"{self.column.header} {word}"
        return f"{self.column.header} {word} “{self.text}”"

    def q(self, scope: Scope, user: User) -> Q:
        """Return what it asks of the database. Raises InvalidFilter."""
        return self.asks(self.value(scope, user))

    def asks(self, value: Any) -> Q:
        """Return what it asks of the database, with its value."""
        if self.lookup in _WITHOUT_VALUE:
            return _blank(self.column) if self.lookup == EMPTY else ~_blank(self.column)
        if self.column.target is not None and self.lookup == CONTAINS:
            return called(self.column, self.text)
        if isinstance(self.column.target, RecordTarget):
            return refers(self.column, value)
        return Q(**{f"{self.column.name}{SEPARATOR}{self.lookup}": value})

    def worded(self, scope: Scope, user: User) -> "Condition":
        """Return the condition with what people call the record that it names by its ID.

        Raises InvalidFilter as `q`.
        """
        target = self.column.target
        if self.lookup != OF_RECORD or not isinstance(target, RecordTarget):
            return self
        named = target.model._default_manager.values_list(naming(target.model.record_type()))
        return replace(self, words=str(named.get(pk=self.value(scope, user))[0]))

    def value(self, scope: Scope, user: User) -> Any:
        """Return the value that its text stands for, of a reference the ID. Raises InvalidFilter.

        None where there is nothing to look up.
        """
        by_text = self.column.target is not None and self.lookup == CONTAINS
        if self.lookup in _WITHOUT_VALUE or by_text:
            return None
        value = self._read(user)
        if isinstance(value, Problem):
            raise InvalidFilter(f"{self.column.header}: “{self.text}” {value}", self.name)
        target = self.column.target
        if not isinstance(target, RecordTarget):
            return value
        anywhere = replace(target, within="")
        found = anywhere.find((value,), scope)[value]
        if isinstance(found, Problem):
            raise InvalidFilter(f"{self.column.header}: {found}", self.name)
        return found

    def _read(self, user: User) -> Any:
        kind = self.column.kind
        if self.column.target is not None:
            return self._named(self.column.target)
        if isinstance(kind, Boolean):
            answers = {_YES: True, _NO: False}
            return answers.get(self.text, Problem("is neither yes nor no.", "Write yes or no."))
        if isinstance(kind, Timestamp) and (day := _day(self.text)):
            time = dt.time.min if self.lookup == "gte" else dt.time.max
            return dt.datetime.combine(day, time, tzinfo=zone_of(user))
        if kind.free_text or self.lookup in (CONTAINS, "istartswith"):
            return self.text
        return kind.parse(self.text)

    def _named(self, target: Target) -> Any:
        if isinstance(target, TypedTarget):
            return Identifier().parse(self.text)
        return Key(self.text, by=BY_ID) if self.lookup == OF_RECORD else Key.of(self.text)


def lookups_of(column: Column) -> Mapping[str, str]:
    """Return the lookups that a column offers, with their words; none for derived columns."""
    stored = column.field is not None or column.links is not None
    if not stored or column.relation or not column.kind.lookups:
        return {}
    if not isinstance(column.target, RecordTarget | TypedTarget | None):
        return {}
    words = _WORDS | (_NUMBER_WORDS if column.kind.numeric else {})
    by_name = (CONTAINS,) if isinstance(column.target, RecordTarget) and not column.many else ()
    empty = () if isinstance(column.kind, Boolean) or column.required else _WITHOUT_VALUE
    return {lookup: words[lookup] for lookup in (*column.kind.lookups, *by_name, *empty)}


def filterable(record_type: RecordType) -> list[Column]:
    """Return the columns that have lookups, in the order of the type."""
    return [column for column in record_type.columns if lookups_of(column)]


def read(record_type: RecordType, name: str, text: str) -> Condition:
    """Read a parameter of an address. Raises InvalidFilter when it is no condition of the type."""
    column_name, _, lookup = name.partition(SEPARATOR)
    column = next((each for each in filterable(record_type) if each.name == column_name), None)
    if column is None or lookup not in _understood(column):
        raise InvalidFilter(f"“{name}” is not a filter of {record_type.label}.", name)
    if lookup not in _WITHOUT_VALUE and not text.strip():
        raise InvalidFilter(f"{column.header}: the filter has no value.", name)
    if "\0" in text or len(text) > _MAX_LENGTH:
        raise InvalidFilter(f"{column.header}: the value of the filter cannot be used.", name)
    return Condition(column, lookup, text.strip())


def _understood(column: Column) -> tuple[str, ...]:
    by_id = (OF_RECORD,) if isinstance(column.target, RecordTarget) else ()
    return (*lookups_of(column), *by_id)


def _blank(column: Column) -> Q:
    blank = column.kind.blank
    if blank is None or column.target is not None:
        return nothing(column)
    return Q(**{column.name: blank})


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
