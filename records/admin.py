"""Record types for operators, made from the registry.

Operators look, link logins to people and grant roles that have no column; the columns themselves
are changed in the Records console, where their rules hold. An account's first person and its
roles are made here, since nobody can log in before.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from fourme.accounts.keeping_admin import KeepsAdministrators
from fourme.accounts.models import Account
from records import authors, registry, search
from records.columns import StoredColumn
from records.fields import KindField
from records.models import Person, PersonRoles
from records.models.record import Record
from records.paging import COUNTED
from records.types import RecordType

#: What operators make in an account that has nobody yet.
_FIRST: tuple[type[Record], ...] = (Person, PersonRoles)


class RecordAdmin(KeepsAdministrators, admin.ModelAdmin[Record]):
    """The records of one type in all accounts, newest first, without a count of all."""

    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    ordering = ["-id"]

    list_filter = ["account"]
    search_fields = ["id"]  # get_search_results searches words too
    record_type: RecordType

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Record], search_term: str
    ) -> tuple[QuerySet[Record], bool]:
        """Find by ID, else by the beginnings of words, as lists do."""
        text = search_term.strip()[: search.MAX_LENGTH].replace("\0", "")
        if not text:
            return queryset, False
        if text.isdecimal() and len(text) < len(str(2**63)):
            return queryset.filter(pk=int(text)), False
        accounts = Account.objects.values_list("pk", flat=True)
        found = search.condition(self.record_type.search_columns, text, accounts)
        return queryset.filter(pk__in=queryset.filter(found).values("pk")[:COUNTED]), False

    def get_fields(self, _request: HttpRequest, obj: Record | None = None) -> list[Any]:
        """Show the columns, and what belongs to a record without being a column."""
        names = [field.name for field in self.model._meta.concrete_fields if field.editable]
        several = [field.name for field in self.model._meta.many_to_many]
        added = [name for name in names if name != "id"]
        return ["id", *added, *several, "created_at", "updated_at"] if obj else added

    def get_readonly_fields(self, _request: HttpRequest, obj: Record | None = None) -> list[str]:
        """Keep the columns of a record as they are."""
        if obj is None:
            return []
        fields = [*self.model._meta.concrete_fields, *self.model._meta.many_to_many]
        apart = {column.name for column in self.record_type.apart}
        stored = (field.name for field in fields if isinstance(field, StoredColumn))
        columns = [name for name in stored if name not in apart]
        return list(dict.fromkeys([*columns, "account"]))

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Read columns as everywhere; references by the number of their record."""
        if isinstance(db_field, StoredColumn) and not db_field.is_relation:
            return KindField(db_field.describe())
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let operators make the first people of an account, and their roles."""
        return issubclass(self.model, _FIRST) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Let nobody save a record that shows what is stored or was done elsewhere."""
        return self.record_type.importable and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Record, form: Any, change: Any) -> None:
        """Save in the name of the operator; the transaction is that of the whole form."""
        authors.write_as(request.user)  # type: ignore[arg-type] # operators are logged in
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, _request: HttpRequest, _obj: Record | None = None) -> bool:
        """Keep records: they are disabled, not deleted."""
        return False


def register() -> None:
    """Make and register the admin of each type, once the registry is filled."""
    for record_type in registry.types():
        admin.site.register(record_type.model, _admin_of(record_type))


def _admin_of(record_type: RecordType) -> type[RecordAdmin]:
    fields = {field.name: field for field in record_type.model._meta.concrete_fields}
    references = [name for name, field in fields.items() if field.is_relation]
    shown = [name for name in record_type.list_columns if name in fields and name != "account"]
    declared = {
        "record_type": record_type,
        "list_display": ["id", "account", *shown],
        "list_select_related": [name for name in ("account", *shown) if name in references],
        "raw_id_fields": [name for name in references if name != "account"],
    }
    return type(f"{record_type.model.__name__}Admin", (RecordAdmin,), declared)
