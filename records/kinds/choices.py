"""Kinds with a fixed set of values: booleans, enumerations, zones, locales, countries, money."""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar

from django import forms
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Expression,
    ExpressionWrapper,
    Value,
    When,
)

from fourme.accounts import zones
from records.kinds.kind import Kind, Problem, TextKind
from records.kinds.values import COUNTRIES, CURRENCIES, LOCALES

_TRUE = frozenset({"1", "t", "y", "true", "yes", "on"})
_SHOWN = 12
_ZONES = tuple(zones.names())
_ABBREVIATIONS = {
    word.lower(): word
    for word in (
        *("AI", "ASLA", "CI", "CIs", "CPU", "NA", "PDF", "RFC", "RFI", "SCIM", "SLA", "SMS", "TFA"),
        *("UI", "URI", "URL", "WIP", "ES256", "ES384", "ES512", "RS256", "RS384", "RS512"),
    )
}


def did_you_mean(text: str, values: frozenset[str] | tuple[str, ...], otherwise: str = "") -> str:
    """Say which value is near, else `otherwise`, else which values there are."""
    near = difflib.get_close_matches(text, values, n=1, cutoff=0.75)
    if near:
        return f"Did you mean “{near[0]}”?"
    if otherwise:
        return otherwise
    shown = list(values) if isinstance(values, tuple) else sorted(values)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return f"Use one of {', '.join(shown[:_SHOWN])}{more}."


@dataclass(frozen=True)
class Boolean(Kind[bool]):
    """True or false: anything but 1, T, Y, TRUE, YES, ON is false, as documented."""

    true: str = "1"
    false: str = "0"

    name: ClassVar[str] = "boolean"

    @property
    def blank(self) -> bool:
        """A blank cell is false."""
        return False

    def parse(self, text: str) -> bool | Problem:
        """Read a boolean; every text is one."""
        return text.strip().lower() in _TRUE

    def format(self, value: bool, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone matters
        """Write 1 or 0, or the words of the column."""
        return self.true if value else self.false

    def sql(self, column: Expression) -> Expression:
        """Write what `format` writes."""
        return Case(
            When(ExpressionWrapper(column, BooleanField()), then=Value(self.true)),
            default=Value(self.false),
            output_field=CharField(),
        )

    def widget(self) -> forms.Widget:
        """Edit by a check box."""
        return forms.CheckboxInput()

    def explain(self) -> str:
        """Say what is true."""
        return "1, T, Y, TRUE, YES or ON for true, in any case; anything else is false."

    def schema(self) -> dict[str, Any]:
        """Return the words that exports write."""
        return {"enum": [self.true, self.false]}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return both words, false first."""
        return (self.false, self.true)


def _label(value: str) -> str:
    """Return a value in words: “Waiting for”, “PDF design”."""
    words = [_ABBREVIATIONS.get(word.lower(), word) for word in re.split("[_ ]", value)]
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}"


@dataclass(frozen=True)
class Enumeration(TextKind):
    """One of the values of a list; never a localized text.

    `aliases` are older names of values, as pairs (alias, value); imports read them.
    """

    values: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    name: ClassVar[str] = "enum"
    lookups: ClassVar[tuple[str, ...]] = ("exact",)

    def parse(self, text: str) -> str | Problem:
        """Read a value, in any case."""
        text = text.strip()
        if text in self.values or not text:
            return text
        folded = text.casefold()
        for name, value in (*((value, value) for value in self.values), *self.aliases):
            if name.casefold() == folded:
                return value
        return Problem("is not one of the values of this list.", did_you_mean(text, self.values))

    def widget(self) -> forms.Widget:
        """Choose from the list."""
        labels = [(value, _label(value)) for value in self.values]
        return forms.Select(choices=[("", "—"), *labels])

    def explain(self) -> str:
        """Name the values, or the first of many."""
        if len(self.values) > _SHOWN:
            return f"One of {len(self.values)} values, such as {', '.join(self.values[:3])}."
        return f"One of {', '.join(self.values)}."

    @property
    def choices(self) -> tuple[str, ...]:
        """The values."""
        return self.values


@dataclass(frozen=True)
class TimeZone(TextKind):
    """A name of the time-zone list, such as `Amsterdam`; an IANA name is mapped by its offsets."""

    name: ClassVar[str] = "time_zone"
    lookups: ClassVar[tuple[str, ...]] = ("exact",)

    def parse(self, text: str) -> str | Problem:
        """Read a name of either kind."""
        text = text.strip()
        if not text or text in _ZONES:
            return text
        try:
            name = zones.rails_name(text)
        except LookupError:
            name = None
        return name or Problem(
            "is not a time zone.",
            did_you_mean(text, _ZONES, "Write a name such as Amsterdam or Europe/Amsterdam."),
        )

    def widget(self) -> forms.Widget:
        """Choose from the list."""
        return forms.Select(choices=[("", "—"), *((name, name) for name in _ZONES)])

    def explain(self) -> str:
        """Give an example of either kind."""
        return "A time zone such as Central Time (US & Canada), or an IANA name."

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of the list; IANA names are read too."""
        return _ZONES

    def schema(self) -> dict[str, Any]:
        """Return examples only: there are hundreds of IANA names."""
        return {"examples": ["Amsterdam", "Europe/Amsterdam"]}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return one zone."""
        return ("Amsterdam",)


@dataclass(frozen=True)
class _Listed(TextKind):
    values: ClassVar[frozenset[str]]
    thing: ClassVar[str]
    lookups: ClassVar[tuple[str, ...]] = ("exact",)

    def parse(self, text: str) -> str | Problem:
        """Read a value of the list, in any case."""
        text = text.strip()
        if not text or text in self.values:
            return text
        found = next((value for value in self.values if value.lower() == text.lower()), None)
        return found or Problem(f"is not a {self.thing}.", did_you_mean(text, self.values))

    def widget(self) -> forms.Widget:
        """Choose from the list."""
        return forms.Select(choices=[("", "—"), *((value, value) for value in sorted(self.values))])

    @property
    def choices(self) -> tuple[str, ...]:
        """The values, sorted."""
        return tuple(sorted(self.values))

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return a well-known value."""
        return (self.example,)


@dataclass(frozen=True)
class Locale(_Listed):
    """A language, with a region where it matters."""

    name: ClassVar[str] = "locale"
    example: ClassVar[str] = "en-US"
    values = LOCALES
    thing = "locale"

    def explain(self) -> str:
        """Give examples."""
        return "A locale such as en-US or nl."


@dataclass(frozen=True)
class Country(_Listed):
    """A country by its two letters."""

    name: ClassVar[str] = "country"
    example: ClassVar[str] = "NL"
    values = COUNTRIES
    thing = "country code"

    def explain(self) -> str:
        """Name the standard."""
        return "A two-letter country code of ISO 3166-1, such as NL."


@dataclass(frozen=True)
class Currency(_Listed):
    """A currency by its three letters."""

    name: ClassVar[str] = "currency"
    example: ClassVar[str] = "eur"
    values = CURRENCIES
    thing = "currency code"

    def explain(self) -> str:
        """Name the standard."""
        return "A three-letter currency code of ISO 4217 in lower case, such as eur."
