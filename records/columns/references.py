"""Columns that name other records, or an account."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Case, Expression, F, Q, TextField, Value, When
from django.db.models.functions import Cast

from records import kinds
from records.columns.lines import lines
from records.columns.stored import StoredColumn
from records.keys import RecordKey
from records.kinds.kind import Glue
from records.types import Column, Through, in_sentence

if TYPE_CHECKING:
    from records.references import Target


def named(model: Any) -> dict[str, Any]:
    """Return what the records of a model are called, and by what they are named."""
    declared = model.Type
    return {"thing": in_sentence(declared.singular), "by": declared.key.by}


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
    """A column that names records of another type.

    `within` is a column of the same name here and in the target's type: the record is looked for
    among those that share its value (the columns of the same board). `key` takes the place of the
    key of the target's type.
    """

    def __init__(
        self, header: str, *, within: str = "", key: RecordKey | None = None, **options: Any
    ) -> None:
        self.within = within
        self._key = key
        super().__init__(header, **options)

    @property
    def key(self) -> RecordKey:
        """By what the records are named."""
        declared: RecordKey = self.related_model.Type.key  # type: ignore[union-attr] # a Record
        return self._key or declared

    def named(self) -> dict[str, Any]:
        """Return what the target is called, and by what its records are named."""
        return named(self.related_model) | {"by": self.key.by}

    def target(self) -> "Target":
        """Return the records of the target's type."""
        from records.references import RecordTarget  # noqa: PLC0415 -- references need columns

        return RecordTarget(self.related_model, self.within, key=self._key)  # type: ignore[arg-type] # a Record by `to`

    def described(self, relation: str, **fields: Any) -> Column:
        """Describe the column, with more of its fields."""
        return replace(super().describe(relation), within=self.within, **fields)


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
        return self.described(relation, kind=kinds.Reference(**self.named()))

    def text(self, relation: str = "") -> Expression:
        """Return the label of the record, NULL when there is none."""
        prefix = f"{relation}__{self.name}" if relation else self.name
        own = F(f"{relation}__account_id" if relation else "account_id")
        key = self.key.expression(f"{prefix}__")
        return Case(
            When(**{f"{prefix}__isnull": True}, then=Value(None)),
            default=label(f"{prefix}__", key, own),
            output_field=TextField(),
        )


class Refs(_Pointing, models.ManyToManyField[Any, Any]):
    """References to several records of the model `to` of this application.

    With a model `through` of their own, each reference may have something beside it: `also` is the
    field of `through` that holds it, and `kind` says how both are written in a line
    (`records.kinds.MarkedReferences`, `records.kinds.Arrows`).
    """

    plain = "ManyToManyField"

    def __init__(
        self,
        header: str,
        *,
        to: str,
        kind: kinds.References | None = None,
        through: str = "",
        through_fields: tuple[str, str] | None = None,
        also: str = "",
        **options: Any,
    ) -> None:
        self.also = also
        if through:
            options |= {"through": f"records.{through}", "through_fields": through_fields}
        super().__init__(
            header,
            kind=kind or kinds.References(),
            to=f"records.{to}",
            related_name="+",
            **options,
        )

    def describe(self, relation: str = "") -> Column:
        """Describe the column, with the words for its target."""
        kind: Any = replace(self.kind, **self.named())
        return self.described(relation, kind=kind, default=(), links=self.links())

    def links(self) -> Through:
        """Return the table of the references."""
        also = (self.also,) if self.also else ()
        through: Any = self.remote_field.through
        return Through(through, self.m2m_field_name(), (self.m2m_reverse_field_name(), *also))

    def text(self, relation: str = "") -> Expression:  # noqa: ARG002 -- child rows have none
        """Return a line for each reference, sorted by their bytes; the empty string when none."""
        links = self.links()
        own = F(f"{links.owner}__account_id")
        parts = [self._part(links, name, own) for name in links.parts]
        return lines(links.model, links.owner, self.kind.line_sql(*parts))  # type: ignore[attr-defined] # a References

    def _part(self, links: Through, name: str, own: F) -> Expression:
        if not links.model._meta.get_field(name).is_relation:
            return F(name)  # type: ignore[return-value] # F resolves to an expression
        key = self.key.expression(f"{name}__")
        return label(f"{name}__", key, own)


class RecordId(StoredColumn, models.BigIntegerField[Any, Any]):
    """The ID of a record whose type the column `of` tells.

    `models` is value of that column → name of the model, or what gives it when all models are
    known.
    """

    plain = "BigIntegerField"

    def __init__(
        self,
        header: str,
        *,
        of: str,
        models: dict[str, str] | Callable[[], dict[str, str]],
        **options: Any,
    ) -> None:
        self.of = of
        self.models = models
        super().__init__(header, kind=kinds.Reference(by="ID"), **options)

    def describe(self, relation: str = "") -> Column:
        """Describe the column."""
        return replace(super().describe(relation), within=self.of)

    def target(self) -> "Target":
        """Return the records of the types."""
        from records.references import TypedTarget  # noqa: PLC0415 -- references need columns

        models = self.models() if callable(self.models) else self.models
        return TypedTarget(tuple(models.items()))

    def text(self, relation: str = "") -> Expression:  # noqa: ARG002 -- child rows have none
        """Return the number."""
        return Cast(F(self.name), TextField())


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
