"""Columns of record types: Django fields that know their header and their kind.

A column deconstructs, and clones, as the plain Django field, so that migrations import nothing of
ours and a changed header or help text makes no migration (docs/adr/0001).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Case, Expression, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Collate

from records import kinds
from records.kinds.kind import Glue, Kind
from records.types import Column

if TYPE_CHECKING:
    from records.references import Target

    _Field = models.Field[Any, Any]
else:
    _Field = object


class StoredColumn(_Field):
    """What all columns with a field share. Subclasses set `plain` and make their kind."""

    plain: ClassVar[str]
    kind: Kind[Any]

    def __init__(
        self,
        header: str,
        *,
        kind: Kind[Any],
        required: bool = False,
        read_only: bool = False,
        help: str = "",  # noqa: A002 -- the word that every reader of a form knows
        financial: bool = False,
        import_only: bool = False,
        **options: Any,
    ) -> None:
        self.header = header
        self.kind = kind
        self.required = required
        self.read_only = read_only
        self.help = help
        self.financial = financial
        self.import_only = import_only
        super().__init__(verbose_name=header, blank=not required, **options)

    def deconstruct(self) -> Any:
        """Return the plain field, without what only people see."""
        name, _, args, kwargs = super().deconstruct()
        for option in ("verbose_name", "blank", "help_text"):
            kwargs.pop(option, None)
        return name, f"django.db.models.{self.plain}", args, kwargs

    def clone(self) -> Any:
        """Return the plain field."""
        _, _, args, kwargs = self.deconstruct()
        return getattr(models, self.plain)(*args, **kwargs)

    def text(self, relation: str = "") -> Expression:
        """Return the expression of the exported text, for a record or for its child rows."""
        path = f"{relation}__{self.name}" if relation else self.name
        return self.kind.sql(F(path))  # type: ignore[arg-type] # F resolves to an expression

    def target(self) -> "Target | None":
        """Return where a reference looks."""
        return None

    def describe(self, relation: str = "") -> Column:
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=self.kind,
            text=lambda: self.text(relation),
            required=self.required,
            read_only=self.read_only,
            default=self.get_default() if self.has_default() else self.kind.blank,
            help=self.help,
            financial=self.financial,
            import_only=self.import_only,
            field=self,
            relation=relation,
            target=self.target(),
        )


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
        self, header: str, *, max_length: int | None = kinds.text.TEXT_LENGTH, **options: Any
    ) -> None:
        super().__init__(header, kind=kinds.Text(max_length), **options)


class Email(_TextColumn, models.CharField[Any, Any]):
    """An e-mail address."""

    plain = "CharField"

    def __init__(self, header: str, *, max_length: int = 128, **options: Any) -> None:
        super().__init__(header, kind=kinds.Email(max_length), max_length=max_length, **options)


class Uri(_TextColumn, models.TextField[Any, Any]):
    """A web address."""

    plain = "TextField"

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(header, kind=kinds.Uri(), **options)


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

    def __init__(self, header: str, values: tuple[str, ...], **options: Any) -> None:
        super().__init__(header, kinds.Enumeration(values), **options)


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

    def __init__(self, header: str, *, minimum: int | None = None, **options: Any) -> None:
        kind = kinds.Integer() if minimum is None else kinds.Integer(minimum)
        super().__init__(header, kind=kind, **options)


class Decimal(_Nullable, models.DecimalField[Any, Any]):
    """A number with decimals."""

    plain = "DecimalField"

    def __init__(self, header: str, **options: Any) -> None:
        kind = kinds.Decimal()
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

    def __init__(self, header: str, *, hours: bool = False, **options: Any) -> None:
        super().__init__(header, kind=kinds.Duration(hours), **options)


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


def label(prefix: str, key: Expression, own_account: F) -> Expression:
    """Return the text that names the record behind `prefix`: its key, with ` @account` if foreign.

    An own record whose key itself reads like a foreign one gets its own account, so that what an
    export writes is what an import understands.
    """
    account = F(f"{prefix}account_id")
    suffixed = Glue(key, Value(" @"), account)
    return Case(
        When(~Q(**{f"{prefix}account_id": own_account}), then=suffixed),
        When(_Like(key, "% @%"), then=suffixed),
        default=key,
        output_field=TextField(),
    )


class _Like(models.Func):
    """PostgreSQL's LIKE as a condition."""

    template = "(%(expressions)s)"
    arg_joiner = " LIKE "
    output_field: ClassVar[models.BooleanField[bool, bool]] = models.BooleanField()

    def __init__(self, text: Expression, pattern: str) -> None:
        super().__init__(text, Value(pattern))


class _Pointing(StoredColumn):
    """A column that names records of another type."""

    def declaration(self) -> Any:
        """Return the inner class `Type` of the target's model."""
        return self.related_model.Type  # type: ignore[union-attr] # the model is a Record

    def named(self) -> dict[str, str]:
        """Return what the target is called, and by what its records are named."""
        declaration = self.declaration()
        return {"thing": declaration.singular.lower(), "by": declaration.key.by}

    def target(self) -> "Target":
        """Return the records of the target's type."""
        from records.references import RecordTarget  # noqa: PLC0415 -- references need columns

        return RecordTarget(self.related_model)  # type: ignore[arg-type] # a Record by `to`


class Ref(_Pointing, models.ForeignKey[Any, Any]):
    """A reference to one record of the model `to` of this application."""

    plain = "ForeignKey"

    def __init__(
        self,
        header: str,
        *,
        to: str,
        required: bool = False,
        related_name: str = "+",
        **options: Any,
    ) -> None:
        super().__init__(
            header,
            kind=kinds.Reference(),
            required=required,
            to=f"records.{to}",
            on_delete=models.PROTECT,
            null=not required,
            related_name=related_name,
            **options,
        )

    def describe(self, relation: str = "") -> Column:
        """Describe the column, with the words for its target."""
        return replace(super().describe(relation), kind=kinds.Reference(**self.named()))

    def text(self, relation: str = "") -> Expression:
        """Return the label of the record, NULL when there is none."""
        prefix = f"{relation}__{self.name}" if relation else self.name
        own = F(f"{relation}__account_id" if relation else "account_id")
        key = self.declaration().key.expression(f"{prefix}__")
        return Case(
            When(**{f"{prefix}__isnull": True}, then=Value(None)),
            default=label(f"{prefix}__", key, own),
            output_field=TextField(),
        )


class Refs(_Pointing, models.ManyToManyField[Any, Any]):
    """References to several records of the model `to` of this application."""

    plain = "ManyToManyField"

    def __init__(self, header: str, *, to: str, **options: Any) -> None:
        super().__init__(
            header, kind=kinds.References(), to=f"records.{to}", related_name="+", **options
        )

    def describe(self, relation: str = "") -> Column:
        """Describe the column, with the words for its target."""
        return replace(
            super().describe(relation), kind=kinds.References(**self.named()), default=()
        )

    def text(self, relation: str = "") -> Expression:  # noqa: ARG002 -- child rows have none
        """Return the labels one a line, sorted by their bytes; the empty string when none."""
        from django.contrib.postgres.aggregates import StringAgg  # noqa: PLC0415 -- needs apps ready

        through = self.remote_field.through
        owner, other = self.m2m_field_name(), self.m2m_reverse_field_name()
        key = self.declaration().key.expression(f"{other}__")
        text = label(f"{other}__", key, F(f"{owner}__account_id"))
        lines = (
            through._default_manager.filter(**{owner: OuterRef("pk")})  # type: ignore[union-attr] # made by Django
            .order_by()
            .values(owner)
            .annotate(lines=StringAgg(text, "\n", order_by=Collate(text, "C")))
            .values("lines")
        )
        return Coalesce(Subquery(lines), Value(""), output_field=TextField())


class RoleAccount(StoredColumn, models.ForeignKey[Any, Any]):
    """The account itself, written as its id (`wdc`)."""

    plain = "ForeignKey"

    def __init__(self, header: str, **options: Any) -> None:
        super().__init__(
            header,
            kind=kinds.Reference(thing="account", by="id"),
            required=True,
            to="accounts.Account",
            on_delete=models.PROTECT,
            related_name="+",
            **options,
        )

    def target(self) -> "Target":
        """Return the current account, the only one that may be named."""
        from records.references import CurrentAccount  # noqa: PLC0415 -- references need columns

        return CurrentAccount()

    def text(self, relation: str = "") -> Expression:  # noqa: ARG002 -- child rows have none
        """Return the id of the account."""
        return F(f"{self.name}_id")  # type: ignore[return-value] # F resolves to an expression


class Derived:
    """A read-only column without a field: computed by an expression in exports and lists."""

    def __init__(
        self,
        header: str,
        kind: Kind[Any],
        expression: Callable[[], Expression],
        *,
        help: str = "",  # noqa: A002 -- as in StoredColumn
    ) -> None:
        self.header = header
        self.kind = kind
        self.expression = expression
        self.help = help
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def describe(self) -> Column:
        """Describe the column."""
        return Column(
            name=self.name,
            header=self.header,
            kind=self.kind,
            text=lambda: self.kind.sql(self.expression()),
            read_only=True,
            help=self.help,
        )
