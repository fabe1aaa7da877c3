"""Columns that hold a value of their own: text, numbers, moments, choices, JSON."""

from typing import Any

from django.db import models

from records import kinds
from records.columns.stored import StoredColumn
from records.kinds.kind import Kind


class _TextColumn(StoredColumn):
    def __init__(self, header: str, *, kind: Kind[Any], default: str = "", **options: Any) -> None:
        super().__init__(header, kind=kind, default=default, **options)


class Id(StoredColumn, models.BigAutoField[Any, Any]):  # type: ignore[misc] # as Django's own
    """The number of the record."""

    plain = "BigAutoField"

    def __init__(self) -> None:
        super().__init__("ID", kind=kinds.Identifier(), primary_key=True)


class String(_TextColumn, models.CharField[Any, Any]):
    """One line of text."""

    plain = "CharField"

    def __init__(self, header: str, *, max_length: int | None = None, **options: Any) -> None:
        kind = kinds.String(max_length)
        super().__init__(header, kind=kind, max_length=max_length, **options)


class Text(_TextColumn, models.TextField[Any, Any]):
    """Text of several lines."""

    plain = "TextField"

    def __init__(
        self,
        header: str,
        *,
        max_length: int | None = kinds.text.TEXT_LENGTH,
        kind: kinds.Text | None = None,
        **options: Any,
    ) -> None:
        super().__init__(header, kind=kind or kinds.Text(max_length), **options)


class Email(_TextColumn, models.CharField[Any, Any]):
    """An e-mail address."""

    plain = "CharField"

    def __init__(self, header: str, *, max_length: int = 128, **options: Any) -> None:
        super().__init__(header, kind=kinds.Email(max_length), max_length=max_length, **options)


class Uri(_TextColumn, models.TextField[Any, Any]):
    """A web address."""

    plain = "TextField"

    def __init__(self, header: str, *, max_length: int | None = None, **options: Any) -> None:
        super().__init__(header, kind=kinds.Uri(max_length), **options)


class Attachments(_TextColumn, models.TextField[Any, Any]):
    """Addresses of files."""

    plain = "TextField"

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(header, kind=kinds.Attachments(), **options)


class Choice(_TextColumn, models.CharField[Any, Any]):
    """One value of a fixed list: an enumeration, a time zone, a locale, a country, a currency."""

    plain = "CharField"

    def __init__(
        self, header: str, kind: Kind[str], *, max_length: int = 60, **options: Any
    ) -> None:
        super().__init__(header, kind=kind, max_length=max_length, **options)


class Enum(Choice):
    """One value of an enumeration."""

    def __init__(
        self,
        header: str,
        values: tuple[str, ...],
        *,
        aliases: tuple[tuple[str, str], ...] = (),
        **options: Any,
    ) -> None:
        super().__init__(header, kinds.Enumeration(values, aliases), **options)


class LocalMoment(Choice):
    """A date and time without a zone."""

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(header, kinds.LocalMoment(), max_length=16, **options)


class TimeOfDay(Choice):
    """A time of day."""

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(header, kinds.TimeOfDay(), max_length=5, **options)


class Boolean(StoredColumn, models.BooleanField[Any, Any]):
    """True or false; `words` are what an export writes for them."""

    plain = "BooleanField"

    def __init__(
        self,
        header: str,
        *,
        default: bool = False,
        words: tuple[str, str] = ("1", "0"),
        **options: Any,
    ) -> None:
        super().__init__(header, kind=kinds.Boolean(*words), default=default, **options)


class _Nullable(StoredColumn):
    def __init__(self, header: str, *, kind: Kind[Any], required: bool = False, **options: Any):
        options.setdefault("null", not required)
        super().__init__(header, kind=kind, required=required, **options)


class Integer(_Nullable, models.BigIntegerField[Any, Any]):
    """A whole number."""

    plain = "BigIntegerField"

    def __init__(
        self,
        header: str,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        **options: Any,
    ) -> None:
        bounds = {"minimum": minimum, "maximum": maximum}
        kind = kinds.Integer(**{name: each for name, each in bounds.items() if each is not None})
        super().__init__(header, kind=kind, **options)


class Decimal(_Nullable, models.DecimalField[Any, Any]):
    """A number with decimals."""

    plain = "DecimalField"

    def __init__(
        self,
        header: str,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        **options: Any,
    ) -> None:
        kind = kinds.Decimal(minimum=minimum, maximum=maximum)
        super().__init__(
            header,
            kind=kind,
            max_digits=kind.max_digits,
            decimal_places=kind.decimal_places,
            **options,
        )


class Duration(_Nullable, models.IntegerField[Any, Any]):
    """A number of minutes."""

    plain = "IntegerField"

    def __init__(self, header: str, *, kind: kinds.Duration | None = None, **options: Any) -> None:
        super().__init__(header, kind=kind or kinds.Duration(), **options)


class Date(_Nullable, models.DateField[Any, Any]):
    """A day."""

    plain = "DateField"

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(header, kind=kinds.Date(), **options)


class Timestamp(_Nullable, models.DateTimeField[Any, Any]):
    """A moment."""

    plain = "DateTimeField"

    def __init__(self, header: str, *, utc: bool = False, **options: Any) -> None:
        super().__init__(header, kind=kinds.Timestamp(utc), **options)


class Json(_Nullable, models.JSONField):
    """A JSON value."""

    plain = "JSONField"

    def __init__(self, header: str, *, kind: Kind[Any] | None = None, **options: Any) -> None:
        super().__init__(header, kind=kind or kinds.Json(), **options)


class CustomFields(Json):
    """The custom fields of a record."""

    def __init__(self, header: str = "Custom Fields", **options: Any) -> None:
        super().__init__(header, kind=kinds.CustomFields(), **options)
