"""The record: what the models of all record types have in common."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from fourme.accounts.models import Account, User
from records import columns
from records.models import indexes

if TYPE_CHECKING:
    from records.kinds import Problem
    from records.types import RecordType

SOURCE_LENGTH, SOURCE_ID_LENGTH = 30, 128

models.signals.class_prepared.connect(indexes.add)


class Record(models.Model):
    """A record of an account.

    The inner class `Type` describes the record type: `slug`, `label`, `singular`, `family`, `key`
    (`records.keys.RecordKey`), and where they differ from `records.types.RecordType` also
    `parent`, `importable`, `aliases`, `match`, `merge`, `list_columns`, `search_columns`, `rules`,
    `notes`; `omit` names inherited columns that the type has not, `import_only` those that an
    export does not write.

    `changed_xid` is the transaction that wrote the row last and `updated_at` its time: a database
    trigger (`records.triggers`) sets both, so that no way of writing forgets them.
    """

    id = columns.Id()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    created_at = columns.Timestamp(
        "Created At", read_only=True, null=False, editable=False, db_default=Now()
    )
    updated_at = columns.Timestamp(
        "Updated At", read_only=True, null=False, editable=False, db_default=Now()
    )
    #: What the database refuses by a rule of its own: name of the constraint → the column to blame,
    #: and what to say.
    refusals: "ClassVar[Mapping[str, tuple[str, Problem]]]" = {}

    changed_xid = models.BigIntegerField(editable=False, default=0)
    #: The import that created the record; None when it was made by hand.
    import_number = models.BigIntegerField(editable=False, null=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return " - ".join(str(getattr(self, name)) for name in self.record_type().key.fields)

    @classmethod
    def record_type(cls) -> "RecordType":
        """Return the record type of the model."""
        from records import registry  # noqa: PLC0415 -- the registry is filled from the models

        return registry.of(cls)

    def get_absolute_url(self) -> str:
        """Return the address of the record's page."""
        return f"/records/{self.record_type().slug}/{self.pk}/"

    @classmethod
    def concerning(cls, user: User) -> "models.QuerySet[Self]":  # noqa: ARG003 -- as protects
        """Return the few records of this type that may protect something from the user."""
        return cls._default_manager.none()

    def protects(self, user: User, values: Mapping[str, Any]) -> "tuple[str, Problem] | None":  # noqa: ARG002 -- most records protect nothing
        """Return the column, and why the user may not give the record these values.

        For what nobody may do to himself, such as taking away his own administrator role.
        """
        return None


class Sourced(models.Model):
    """A record that another system can own, named by Source and Source ID."""

    source = columns.String(
        "Source",
        max_length=SOURCE_LENGTH,
        help="The name of the system that the record comes from.",
    )
    source_id = columns.String(
        "Source ID",
        max_length=SOURCE_ID_LENGTH,
        help="The key of the record in that system; with Source it finds the record again.",
    )

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "source", "source_id"],
                condition=~Q(source="") & ~Q(source_id=""),
                name="%(class)s_source",
            )
        ]


class Disableable(models.Model):
    """A record that can be disabled: it stays, and is no longer offered."""

    disabled = columns.Boolean("Disabled")

    class Meta:
        abstract = True


#: The SQL that makes a Reference of a name: lower case, with underscores for blanks.
REFERENCE = "replace(lower(NEW.name), ' ', '_')"


def unique_reference() -> models.UniqueConstraint:
    """Return the constraint that a generated reference is unique in the account."""
    return models.UniqueConstraint(
        fields=["account", "reference"], condition=~Q(reference=""), name="%(class)s_reference"
    )


def unique_name(*fields: str) -> models.UniqueConstraint:
    """Return the constraint that a name, by which others refer to the record, is unique."""
    return models.UniqueConstraint(
        fields=["account", *(fields or ("name",))],
        name=f"%(class)s_{'_'.join(fields or ('name',))}",
    )
