"""Kinds of structured values: JSON, and the custom fields of a record."""

import decimal
import json
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, ClassVar

from django import forms
from django.db.models import Expression, TextField
from django.db.models.functions import Cast
from psycopg.types.json import Jsonb

from records.kinds.kind import Kind, Problem

_DEPTH = 20
#: jsonb keeps numbers as numeric, of which this much is far more than any field needs.
_LARGEST = decimal.Decimal(10) ** 300
#: From here on a float has no fraction, and jsonb writes it without one.
_WHOLE = 1e16


def canonical(value: Any) -> str:
    """Write JSON as PostgreSQL writes jsonb: keys by length and bytes, numbers in full."""
    if isinstance(value, dict):
        items = sorted(value.items(), key=lambda item: (len(item[0].encode()), item[0].encode()))
        return "{" + ", ".join(f"{canonical(k)}: {canonical(v)}" for k, v in items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(canonical(item) for item in value) + "]"
    if isinstance(value, float):
        return format(decimal.Decimal(repr(value)), "f")
    return json.dumps(value, ensure_ascii=False)


def _number(value: int | float) -> int | float:
    """Return the number as it is read back: no negative zero, whole when written in full."""
    if isinstance(value, int):
        return value
    if abs(value) >= _WHOLE:
        return int(decimal.Decimal(repr(value)))
    return value or 0.0


def _checked(value: Any, depth: int = 0) -> Any:
    """Return the value as jsonb can hold it; raise ValueError saying what it cannot hold."""
    if depth > _DEPTH:
        raise ValueError("is nested too deeply.")
    if isinstance(value, dict):
        return {_checked(k): _checked(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_checked(item, depth + 1) for item in value]
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise ValueError("has a character that cannot be stored.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not abs(decimal.Decimal(value)) < _LARGEST:
            raise ValueError("has a number that is too large.")
        return _number(value)
    return value


@dataclass(frozen=True)
class Json(Kind[Any]):
    """Any JSON value."""

    name: ClassVar[str] = "json"
    example: ClassVar[str] = "[]"
    guarded: ClassVar[bool] = True
    free_text: ClassVar[bool] = True
    lookups: ClassVar[tuple[str, ...]] = ()

    def parse(self, text: str) -> Any | Problem:
        """Read JSON."""
        try:
            return self._check(_checked(json.loads(text, parse_constant=self._refuse)))
        except json.JSONDecodeError as error:
            return Problem(
                f"is not JSON: {error.msg} at character {error.pos + 1}.", self.explain()
            )
        except RecursionError:
            return Problem("is nested too deeply.", self.explain())
        except ValueError as error:
            return Problem(str(error), self.explain())

    @staticmethod
    def _refuse(constant: str) -> None:
        raise ValueError(f"has {constant}, which is not a number of JSON.")

    def _check(self, value: Any) -> Any:
        return value

    def format(self, value: Any, zone: tzinfo = UTC) -> str:  # noqa: ARG002 -- no zone matters
        """Write the canonical text."""
        return canonical(value)

    def sql(self, column: Expression) -> Expression:
        """Cast jsonb to text, which is canonical."""
        return Cast(column, TextField())

    def adapt(self, value: Any) -> Any:
        """Wrap as jsonb."""
        return None if value is None else Jsonb(value)

    def widget(self) -> forms.Widget:
        """Edit the text."""
        return forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def explain(self) -> str:
        """Name the format."""
        return "A JSON value."

    def schema(self) -> dict[str, Any]:
        """Return what the text holds."""
        return {"contentMediaType": "application/json"}


@dataclass(frozen=True)
class CustomFields(Json):
    """The custom fields of a record: a JSON array of objects with `id` and `value`."""

    name: ClassVar[str] = "custom_fields"
    example: ClassVar[str] = '[{"id": "color", "value": "red"}]'

    def _check(self, value: Any) -> Any:
        fields = value if isinstance(value, list) else None
        if fields is None or not all(
            isinstance(field, dict)
            and set(field) == {"id", "value"}
            and isinstance(field["id"], str)
            for field in fields
        ):
            raise ValueError("is not a list of custom fields.")
        names = [field["id"] for field in fields]
        if len(names) != len(set(names)):
            raise ValueError("names a custom field twice.")
        return value or None

    def explain(self) -> str:
        """Give an example."""
        return 'Custom fields as JSON, such as [{"id": "color", "value": "red"}].'
