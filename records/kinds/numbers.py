"""Kinds of numbers: identifiers, whole and decimal numbers, durations."""

import decimal
import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, Expression, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from records.kinds.kind import Glue, Kind, Problem, ToChar

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_HOURS = re.compile(r"([0-9]{1,8}):([0-5][0-9])")
_MAX_BIGINT = 2**63 - 1
_MAX_MINUTES = 2**31 - 1


class _Number(Kind[int]):
    guarded = True
    numeric = True
    lookups: ClassVar[tuple[str, ...]] = ("exact", "gte", "lte")

    def format(self, value: int, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone matters
        """Write the digits."""
        return str(value)

    def sql(self, column: Expression) -> Expression:
        """Cast to text."""
        return Cast(column, TextField())

    def widget(self) -> forms.Widget:
        """Edit with the keyboard of numbers."""
        return forms.TextInput(attrs={"inputmode": "decimal"})


@dataclass(frozen=True)
class Identifier(_Number):
    """The number of a record, given by the system."""

    name: ClassVar[str] = "id"
    guarded: ClassVar[bool] = False

    def parse(self, text: str) -> int | Problem:
        """Read a number of 1 or more."""
        text = text.strip()
        if not (text.isascii() and text.isdecimal()) or not 0 < int(text[:20]) <= _MAX_BIGINT:
            return Problem("is not the ID of a record.", "An ID is a whole number such as 1234.")
        return int(text)

    def explain(self) -> str:
        """Say where the number comes from."""
        return "The number of the record, given by the system. Leave it empty for a new record."

    def schema(self) -> dict[str, Any]:
        """Return the pattern."""
        return {"pattern": "^[0-9]{1,19}$"}


@dataclass(frozen=True)
class Integer(_Number):
    """A whole number, within bounds when there are any."""

    minimum: int = -_MAX_BIGINT
    maximum: int = _MAX_BIGINT

    name: ClassVar[str] = "integer"

    def parse(self, text: str) -> int | Problem:
        """Read a whole number."""
        text = text.strip()
        if not _INTEGER.fullmatch(text):
            return Problem("is not a whole number.", "Write digits only, such as 1500.")
        value = int(text) if len(text) <= len(str(_MAX_BIGINT)) + 1 else self.maximum + 1
        if not self.minimum <= value <= self.maximum:
            return Problem(
                "is out of range.", f"It must lie between {self.minimum:,} and {self.maximum:,}."
            )
        return value

    def explain(self) -> str:
        """Say which numbers are allowed."""
        if (self.minimum, self.maximum) == (-_MAX_BIGINT, _MAX_BIGINT):
            return "A whole number."
        if self.maximum == _MAX_BIGINT:
            return f"A whole number of at least {self.minimum:,}."
        return f"A whole number from {self.minimum:,} to {self.maximum:,}."

    def schema(self) -> dict[str, Any]:
        """Return the pattern; JSON Schema has no bounds for numbers in texts."""
        return {"pattern": "^[+-]?[0-9]+$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return the lowest numbers from 1 on."""
        first = max(self.minimum, min(1, self.maximum))
        return tuple(str(number) for number in range(first, min(first + 50, self.maximum + 1)))


@dataclass(frozen=True)
class Decimal(Kind[decimal.Decimal]):
    """A number with a dot as decimal sign; trailing zeros are not kept. Bounds are included."""

    max_digits: int = 20
    decimal_places: int = 6
    minimum: int | None = None
    maximum: int | None = None

    name: ClassVar[str] = "decimal"
    guarded: ClassVar[bool] = True
    numeric: ClassVar[bool] = True
    lookups: ClassVar[tuple[str, ...]] = ("exact", "gte", "lte")

    def parse(self, text: str) -> decimal.Decimal | Problem:
        """Read a number."""
        text = text.strip()
        if not _DECIMAL.fullmatch(text):
            return Problem(
                "is not a number.",
                "Use a dot as the decimal sign and no separators of thousands, such as 1234.56.",
            )
        whole, _, fraction = text.lstrip("+-").partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > self.decimal_places:
            return Problem(f"has more than {self.decimal_places} decimals.", "Round it.")
        if len(whole.lstrip("0")) > self.max_digits - self.decimal_places:
            return Problem(
                "is too large.",
                f"At most {self.max_digits - self.decimal_places} digits may stand before the dot.",
            )
        sign = "-" if text.startswith("-") else ""
        value = decimal.Decimal(f"{sign}{whole or '0'}.{fraction or '0'}") + 0
        too_low = self.minimum is not None and value < self.minimum
        if too_low or (self.maximum is not None and value > self.maximum):
            return Problem("is out of range.", f"It must be {self._range()}.")
        return value

    def _range(self) -> str:
        if self.maximum is None:
            return f"at least {self.minimum:,}"
        if self.minimum is None:
            return f"at most {self.maximum:,}"
        return f"from {self.minimum:,} to {self.maximum:,}"

    def format(self, value: decimal.Decimal, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone
        """Write the digits without trailing zeros."""
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text

    def sql(self, column: Expression) -> Expression:
        """Write what `format` writes."""
        return Cast(Func(column, function="trim_scale"), TextField())

    def widget(self) -> forms.Widget:
        """Edit with the keyboard of numbers."""
        return forms.TextInput(attrs={"inputmode": "decimal"})

    def explain(self) -> str:
        """Say how decimals are written, and which are allowed."""
        if (self.minimum, self.maximum) == (None, None):
            return "A number with a dot as the decimal sign, such as 1234.56."
        return f"A number with a dot as the decimal sign, {self._range()}."

    def schema(self) -> dict[str, Any]:
        """Return the pattern; JSON Schema has no bounds for numbers in texts."""
        return {"pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- all alike
        """Return a number that is allowed."""
        number = decimal.Decimal("12.5")
        if self.maximum is not None:
            number = min(number, decimal.Decimal(self.maximum))
        if self.minimum is not None:
            number = max(number, decimal.Decimal(self.minimum))
        return (self.format(number),)


@dataclass(frozen=True)
class Duration(_Number):
    """A number of minutes, read as minutes or as h:mm, written as one of both."""

    hours: bool = False
    #: Less than nothing is allowed (corrections of time entries).
    signed: bool = False
    maximum: int = _MAX_MINUTES

    name: ClassVar[str] = "duration"

    @property
    def computable(self) -> bool:
        """Hours and minutes are text."""
        return not self.hours

    example: ClassVar[str] = "1:30"

    def parse(self, text: str) -> int | Problem:
        """Read minutes or hours and minutes."""
        text = text.strip()
        negative = self.signed and text.startswith("-")
        text = text[negative:]
        if match := _HOURS.fullmatch(text):
            minutes = int(match[1]) * 60 + int(match[2])
        elif text.isascii() and text.isdecimal():
            minutes = int(text[:20])
        else:
            return Problem("is not a duration.", "Write minutes (90) or hours and minutes (1:30).")
        if minutes > self.maximum:
            return Problem("is too long.", f"At most {self.maximum:,} minutes are allowed.")
        return -minutes if negative else minutes

    def format(self, value: int, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone matters
        """Write the minutes, or h:mm."""
        if not self.hours:
            return str(value)
        minutes = abs(value)
        return f"{'-' if value < 0 else ''}{minutes // 60}:{minutes % 60:02}"

    def sql(self, column: Expression) -> Expression:
        """Write what `format` writes."""
        if not self.hours:
            return super().sql(column)
        minutes = Func(column, function="abs", output_field=IntegerField())
        hours = Cast(minutes / Value(60), TextField())
        text = Glue(hours, Value(":"), ToChar(minutes % Value(60), Value("FM00")))
        if not self.signed:
            return text
        sign = Case(When(LessThan(column, 0), then=Value("-")), default=Value(""))
        return Glue(sign, text)

    def explain(self) -> str:
        """Say both ways to write it."""
        return "A duration in minutes (90) or in hours and minutes (1:30)."

    def schema(self) -> dict[str, Any]:
        """Return the pattern of both."""
        return {"pattern": f"^{'-?' if self.signed else ''}([0-9]+|[0-9]{{1,8}}:[0-5][0-9])$"}
