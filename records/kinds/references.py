"""Kinds that name other records by their key, with `@account` for those of another account."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from itertools import pairwise
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Expression, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact, Regex

from records.kinds.kind import Glue, Kind, Problem

BY_ID, BY_SOURCE = "id", "source"
#: Between Source and Source ID in the text of a key `BY_SOURCE`.
SOURCE_SEPARATOR = "\x1f"
LINE_BREAK = re.compile(r"\r\n?|\n")
#: A mark that the example of `Phases` has too.
_EXAMPLE_MARK = "Preparation"
_SUFFIX = re.compile(r"(?P<text>.+) @(?P<account>[a-z0-9][a-z0-9-]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Key:
    """The text that names a record, and the account that was named with it ("" when none was).

    `by` says that the text is not the natural key of the record: `BY_ID` or `BY_SOURCE`. `within`
    is the value that the record has to share with the one that refers to it (the board of a
    board's column, the type of a record that is named by its ID).
    """

    text: str
    account: str = ""
    by: str = ""
    within: int | str | None = None

    @classmethod
    def of(cls, text: str) -> "Key":
        """Read `Widget North America @wna`."""
        match = _SUFFIX.fullmatch(text)
        return cls(match["text"].strip(), match["account"]) if match else cls(text)

    def __hash__(self) -> int:  # imports look up several keys a row; the text tells most apart
        return hash(self.text)

    def __str__(self) -> str:
        return f"{self.text} @{self.account}" if self.account else self.text


def with_article(thing: str) -> str:
    """Return what a record is called with "a" or "an" before it."""
    article = "an" if thing[0] in "aeio" or thing[:2] in {"FL", "SL", "SS"} else "a"
    return f"{article} {thing}"


@dataclass(frozen=True)
class Reference(Kind[Key]):
    """One other record. `thing` names it for people ("organization"), `by` its key ("name")."""

    thing: str = "record"
    by: str = "name"

    name: ClassVar[str] = "reference"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True

    def parse(self, text: str) -> Key | Problem | None:
        """Read the key; that it exists is found out later, for many rows at once."""
        text = text.strip()
        if "\n" in text or "\r" in text:
            return Problem("names more than one record.", "This column holds a single one.")
        return Key.of(text) if text else None

    def format(self, value: Key, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone matters
        """Write the key, with its account when it has one."""
        return str(value)

    def sql(self, column: Expression) -> Expression:
        """Return the label itself: the column makes it (`records.columns.Ref`)."""
        return column

    def map_keys(self, value: Key, change: Callable[[Any], Any]) -> Any:
        """Change the key."""
        return change(value)

    def explain(self) -> str:
        """Say by what the record is named."""
        return f"The {self.by} of {with_article(self.thing)}."

    def naming(self, records: Sequence[Any]) -> Any:
        """Return the first one."""
        return records[0] if records else None


@dataclass(frozen=True)
class References(Kind[tuple[Any, ...]]):
    """Several other records, one per line. Their order has no meaning; exports sort them.

    With `semicolons` a semicolon at the end of a line is read as part of the line break.
    """

    thing: str = "record"
    by: str = "name"
    semicolons: bool = False

    name: ClassVar[str] = "references"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True

    @property
    def blank(self) -> tuple[Key, ...]:
        """No records."""
        return ()

    def parse(self, text: str) -> tuple[Any, ...] | Problem:
        """Read the keys, one per line; a record named twice counts once."""
        return tuple(dict.fromkeys(map(Key.of, self._lines(text))))

    def _lines(self, text: str) -> list[str]:
        lines = (line.strip() for line in LINE_BREAK.split(text))
        if self.semicolons:
            lines = (line.removesuffix(";").rstrip() for line in lines)
        return [line for line in lines if line]

    def line_sql(self, *parts: Expression) -> Expression:
        """Return the expression of a line from those of its parts."""
        return parts[0]

    def format(self, value: tuple[Any, ...], zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone
        """Write one key a line."""
        return "\n".join(str(key) for key in value)

    def sql(self, column: Expression) -> Expression:
        """Return the labels: the column makes them (`records.columns.Refs`)."""
        return column

    def map_keys(self, value: tuple[Any, ...], change: Callable[[Any], Any]) -> tuple[Any, ...]:
        """Change each key; those that become the same count once."""
        return tuple(dict.fromkeys(map(change, value)))

    def widget(self) -> forms.Widget:
        """Edit one key a line."""
        return forms.Textarea(attrs={"rows": 4})

    def explain(self) -> str:
        """Say by what the records are named."""
        return f"The {self.by} of each {self.thing}, one per line."

    def naming(self, records: Sequence[Any]) -> tuple[Any, ...]:
        """Return them all."""
        return tuple(records)


_MARKED = re.compile(r"(?P<name>.*) /(?: (?P<mark>.*))?")


@dataclass(frozen=True)
class MarkedReferences(References):
    """Several other records, each with a word behind a slash: `Laptop rollout / Preparation`.

    `marks` are the words that are allowed, () for any; without a mark the slash is left out where
    `optional`. A value is a tuple of pairs (key, mark).
    """

    marks: tuple[str, ...] = ()
    what: str = "mark"
    optional: bool = True

    def parse(self, text: str) -> tuple[tuple[Key, str], ...] | Problem:
        """Read a key and a mark from each line."""
        found: dict[tuple[Key, str], None] = {}
        for line in self._lines(text):
            parts = _MARKED.fullmatch(line)
            name, mark = (parts["name"], parts["mark"] or "") if parts else (line, "")
            name, mark = name.strip(), mark.strip()
            if self.marks:
                mark = mark.lower()
                if mark and mark not in self.marks:
                    return Problem(
                        f"has “{mark}” behind the slash.", f"Use one of {', '.join(self.marks)}."
                    )
            if not (mark or self.optional):
                return Problem(f"names no {self.what} for “{line}”.", self.explain())
            found[Key.of(name), mark] = None
        return tuple(found)

    def format(self, value: tuple[tuple[Key, str], ...], zone: tzinfo = UTC) -> str:  # noqa: ARG002
        """Write one key with its mark a line."""
        return "\n".join(f"{key}{self._suffix(str(key), mark)}" for key, mark in value)

    @staticmethod
    def _suffix(key: str, mark: str) -> str:
        """Return what follows the key: one that has a slash itself gets one even without a mark."""
        return f" / {mark}" if mark else " /" if _MARKED.fullmatch(key) else ""

    def map_keys(self, value: tuple[Any, ...], change: Callable[[Any], Any]) -> tuple[Any, ...]:
        """Change the key of each pair."""
        return tuple(dict.fromkeys((change(key), mark) for key, mark in value))

    def judge(self, value: tuple[tuple[Any, str], ...]) -> Problem | None:
        """Refuse a record with two marks."""
        marks: dict[Any, str] = {}
        for record, mark in value:
            first = marks.setdefault(record, mark)
            if first != mark:
                return Problem(
                    f"names a {self.thing} twice, with the {self.what} “{first}” and “{mark}”.",
                    f"Name each {self.thing} once.",
                )
        return None

    def line_sql(self, *parts: Expression) -> Expression:
        """Put the mark behind the key."""
        key, mark = parts
        suffix = Case(
            When(Regex(key, r" /( |$)") & Exact(mark, Value("")), then=Value(" /")),
            default=Coalesce(Glue(Value(" / "), NullIf(mark, Value(""))), Value("")),
            output_field=TextField(),
        )
        return Glue(key, suffix)

    def explain(self) -> str:
        """Say what stands behind the slash."""
        what = f"one of {', '.join(self.marks)}" if self.marks else f"the {self.what}"
        return f"{super().explain()[:-1]}; behind it a blank, a slash, a blank and {what}."

    def naming(self, records: Sequence[Any]) -> tuple[Any, ...]:
        """Return each with a mark."""
        mark = self.marks[0] if self.marks else _EXAMPLE_MARK
        return tuple((record, mark) for record in records)


_ARROW = re.compile(r"""(?:'(?P<a>.+)'|(?P<m>[0-9]+)) *=> *(?:'(?P<b>.+)'|(?P<n>[0-9]+))""")


@dataclass(frozen=True)
class Arrows(References):
    """Which record comes before which, one pair a line: `'Approve' => 'Install'`, or `44 => 45`.

    Names stand between single quotes, numbers are IDs. A value is a tuple of pairs of keys.
    """

    def parse(self, text: str) -> tuple[tuple[Key, Key], ...] | Problem:
        """Read the pair of each line."""
        found: dict[tuple[Key, Key], None] = {}
        for line in self._lines(text):
            match = _ARROW.fullmatch(line)
            if match is None:
                return Problem(f"has a line “{line[:60]}”, which links nothing.", self.explain())
            first = Key.of(match["a"]) if match["a"] else Key(match["m"], by=BY_ID)
            second = Key.of(match["b"]) if match["b"] else Key(match["n"], by=BY_ID)
            found[first, second] = None
        return tuple(found)

    def format(self, value: tuple[tuple[Key, Key], ...], zone: tzinfo = UTC) -> str:  # noqa: ARG002
        """Write one pair a line."""
        return "\n".join(f"{_quoted(first)} => {_quoted(second)}" for first, second in value)

    def map_keys(self, value: tuple[Any, ...], change: Callable[[Any], Any]) -> tuple[Any, ...]:
        """Change both keys of each pair."""
        return tuple(dict.fromkeys((change(first), change(second)) for first, second in value))

    def judge(self, value: tuple[tuple[Any, Any], ...]) -> Problem | None:
        """Refuse a record that comes before itself."""
        if any(first == second for first, second in value):
            return Problem(
                f"links a {self.thing} with itself.", f"Name two different {self.thing}s."
            )
        return None

    def line_sql(self, *parts: Expression) -> Expression:
        """Write the pair."""
        first, second = parts
        return Glue(Value("'"), first, Value("' => '"), second, Value("'"))

    def explain(self) -> str:
        """Give an example of either form."""
        return "One link a line: 'Approve' => 'Install' by names, or 44 => 45 by IDs."

    def naming(self, records: Sequence[Any]) -> tuple[Any, ...]:
        """Return the arrow from each to the next."""
        return tuple(pairwise(records))


def _quoted(key: Key) -> str:
    return key.text if key.by == BY_ID else f"'{key}'"
