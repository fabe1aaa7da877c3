"""Kinds of moments: dates, local moments, timestamps, times of day."""

import datetime as dt
import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar

from django import forms
from django.db.models import DateTimeField, Expression, Func, Value

from records.kinds.kind import Kind, Problem, TextKind, ToChar

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
_TIMESTAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r" ?(Z|z|[+-][0-9]{2}:?[0-9]{2})"
)
#: Before 1972 some zones were seconds off a whole minute, which ISO 8601 offsets cannot say; the
#: last years are left out so that no zone moves a moment beyond the year 9999.
_FIRST_YEAR, _LAST_YEAR = 1972, 9998


_EXAMPLES = 30


def _days(place: int) -> list[dt.date]:
    """Return days for example files, later ones for later columns."""
    first = dt.date(2026, 1, 5) + dt.timedelta(days=place)
    return [first + dt.timedelta(days=number) for number in range(_EXAMPLES)]


def _date(text: str) -> dt.date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Date(Kind[dt.date]):
    """A day without a time."""

    name: ClassVar[str] = "date"
    lookups: ClassVar[tuple[str, ...]] = ("exact", "gte", "lte")

    def parse(self, text: str) -> dt.date | Problem:
        """Read yyyy-mm-dd."""
        return _date(text.strip()) or Problem("is not a date.", "Write it as 2026-01-31.")

    def format(self, value: dt.date, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone
        """Write yyyy-mm-dd."""
        return value.isoformat()

    def sql(self, column: Expression) -> Expression:
        """Write what `format` writes."""
        return ToChar(column, Value("YYYY-MM-DD"))

    def widget(self) -> forms.Widget:
        """Edit with the calendar of the browser."""
        return forms.DateInput(attrs={"type": "date"})

    def explain(self) -> str:
        """Say how a date is written."""
        return "A date as yyyy-mm-dd, such as 2026-01-31."

    def schema(self) -> dict[str, Any]:
        """Return the format."""
        return {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- any header
        """Return days in their order."""
        return tuple(day.isoformat() for day in _days(place))


@dataclass(frozen=True)
class LocalMoment(TextKind):
    """A date and time without a zone; 24:00 means the end of the day.

    Stored as its text, which sorts as time does and keeps 24:00.
    """

    name: ClassVar[str] = "datetime"
    lookups: ClassVar[tuple[str, ...]] = ("gte", "lte")

    def parse(self, text: str) -> str | Problem:
        """Read yyyy-mm-ddThh:mm."""
        text = text.strip().replace(" ", "T", 1)
        day, _, time = text.partition("T")
        if not text:
            return ""
        if _date(day) is None or not _TIME.fullmatch(time):
            return Problem("is not a date and time.", "Write it as 2026-01-31T09:00.")
        return text

    def widget(self) -> forms.Widget:
        """Edit as text, since the control of browsers has no 24:00."""
        return forms.TextInput(attrs={"placeholder": "yyyy-mm-ddThh:mm"})

    def explain(self) -> str:
        """Say how it is written."""
        return "A local date and time as yyyy-mm-ddThh:mm; 24:00 is the end of the day."

    def schema(self) -> dict[str, Any]:
        """Return the pattern: the format date-time has a zone."""
        return {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- any header
        """Return moments in their order."""
        return tuple(f"{day}T09:00" for day in _days(place))


@dataclass(frozen=True)
class TimeOfDay(TextKind):
    """A time of the 24-hour clock, stored as its text; 24:00 is the end of the day."""

    name: ClassVar[str] = "time_of_day"
    lookups: ClassVar[tuple[str, ...]] = ("gte", "lte")

    def parse(self, text: str) -> str | Problem:
        """Read hh:mm, or h:mm."""
        text = text.strip()
        if not text:
            return ""
        text = text.zfill(5)
        if not _TIME.fullmatch(text):
            return Problem("is not a time of day.", "Write it as 09:00; 24:00 ends the day.")
        return text

    def widget(self) -> forms.Widget:
        """Edit as text, since the control of browsers has no 24:00."""
        return forms.TextInput(attrs={"placeholder": "hh:mm", "size": "5"})

    def explain(self) -> str:
        """Say how it is written."""
        return "A time of the 24-hour clock as hh:mm; 24:00 is the end of the day."

    def schema(self) -> dict[str, Any]:
        """Return the pattern."""
        return {"pattern": "^(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)$"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- any header
        """Return times in their order: the first column begins in the morning."""
        return tuple(f"{hour:02}:00" for hour in range(min(9 + 8 * place, 24), 25))


@dataclass(frozen=True)
class Timestamp(Kind[dt.datetime]):
    """A moment to the second, written with the offset of the reader's zone, or in UTC with Z."""

    utc: bool = False

    name: ClassVar[str] = "timestamp"
    lookups: ClassVar[tuple[str, ...]] = ("gte", "lte")

    def parse(self, text: str) -> dt.datetime | Problem:
        """Read ISO 8601 with a zone; fractions of a second are left out."""
        match = _TIMESTAMP.fullmatch(text.strip())
        if not match:
            return Problem(
                "is not a moment with a time zone.",
                "Write it as 2026-01-31T09:00:00Z or 2026-01-31T09:00:00+01:00.",
            )
        day, time, zone = match.groups()
        try:
            value = dt.datetime.fromisoformat(f"{day}T{time}{zone.upper()}").astimezone(UTC)
        except (ValueError, OverflowError):
            return Problem("is not a moment that exists.", "Check the day and the time.")
        if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
            return Problem("is out of range.", f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return value

    def format(self, value: dt.datetime, zone: tzinfo = UTC) -> str:
        """Write the moment in the zone."""
        if self.utc:
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return value.astimezone(zone).isoformat(timespec="seconds")

    def sql(self, column: Expression) -> Expression:
        """Write the moment in the session's TimeZone."""
        if not self.utc:
            return ToChar(column, Value('YYYY-MM-DD"T"HH24:MI:SSTZH:TZM'))
        moment = Func(Value("UTC"), column, function="timezone", output_field=DateTimeField())
        return ToChar(moment, Value('YYYY-MM-DD"T"HH24:MI:SS"Z"'))

    def widget(self) -> forms.Widget:
        """Edit as text, with the zone."""
        return forms.TextInput(attrs={"placeholder": "yyyy-mm-ddThh:mm:ss+00:00"})

    def explain(self) -> str:
        """Say how it is written."""
        return "A moment with its zone in ISO 8601, such as 2026-01-31T09:00:00+01:00."

    def schema(self) -> dict[str, Any]:
        """Return the format."""
        return {"format": "date-time"}

    def examples(self, header: str, place: int) -> tuple[str, ...]:  # noqa: ARG002 -- any header
        """Return moments in their order."""
        return tuple(f"{day}T09:00:00Z" for day in _days(place))
