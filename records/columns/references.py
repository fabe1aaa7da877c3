"""Columns that name other records, or an account."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Case, Expression, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Collate

from records import kinds
from records.columns.stored import StoredColumn
from records.kinds.kind import Glue
from records.types import Column

if TYPE_CHECKING:
    from records.references import Target


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
