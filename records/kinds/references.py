"""Kinds that name other records by their key, with `@account` for those of another account."""

import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import ClassVar

from django import forms
from django.db.models import Expression

from records.kinds.kind import Kind, Problem

LINE_BREAK = re.compile(r"\r\n?|\n")
_SUFFIX = re.compile(r"(?P<text>.+) @(?P<account>[a-z0-9][a-z0-9-]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Key:
    """The text that names a record, and the account that was named with it ("" when none was)."""

    text: str
    account: str = ""

    @classmethod
    def of(cls, text: str) -> "Key":
        """Read `Widget North America @wna`."""
        match = _SUFFIX.fullmatch(text)
        return cls(match["text"].strip(), match["account"]) if match else cls(text)

    def __str__(self) -> str:
        return f"{self.text} @{self.account}" if self.account else self.text


def _article(thing: str) -> str:
    return "an" if thing[0] in "aeio" else "a"


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

    def explain(self) -> str:
        """Say by what the record is named."""
        return (
            f"The {self.by} of {_article(self.thing)} {self.thing}, followed by a space, @ and "
            f"the account id when it is in another account."
        )


@dataclass(frozen=True)
class References(Kind[tuple[Key, ...]]):
    """Several other records, one a line. Their order has no meaning; exports sort them."""

    thing: str = "record"
    by: str = "name"

    name: ClassVar[str] = "references"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True

    @property
    def blank(self) -> tuple[Key, ...]:
        """No records."""
        return ()

    def parse(self, text: str) -> tuple[Key, ...] | Problem:
        """Read the keys, one a line; a record named twice counts once."""
        lines = [line.strip() for line in LINE_BREAK.split(text)]
        return tuple(dict.fromkeys(Key.of(line) for line in lines if line))

    def format(self, value: tuple[Key, ...], zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone
        """Write one key a line."""
        return "\n".join(str(key) for key in value)

    def sql(self, column: Expression) -> Expression:
        """Return the labels: the column makes them (`records.columns.Refs`)."""
        return column

    def widget(self) -> forms.Widget:
        """Edit one key a line."""
        return forms.Textarea(attrs={"rows": 4})

    def explain(self) -> str:
        """Say by what the records are named."""
        return (
            f"The {self.by} of each {self.thing}, one a line, followed by a space, @ and the "
            f"account id when it is in another account."
        )
