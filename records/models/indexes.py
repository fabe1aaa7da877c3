"""The indexes that the lists of records need, derived from the inner class `Type` of a model.

Lists go by ID, by the time of the last change, and by the first list column when it is text; each
order has an index that begins with the account, so that any page of a million records is found at
once. Disabled records, usually few, have one of their own, and so have the words of the search.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Index, Q

from records import search
from records.columns import StoredColumn

_NAME_LENGTH = 30


def add(sender: type[models.Model], **_: Any) -> None:
    """Add the indexes to a model that describes a record type; called when its class is made."""
    declared = vars(sender).get("Type")
    if declared is None:
        return
    meta = sender._meta
    meta.indexes = [*meta.indexes, *_indexes(sender, declared)]
    meta.original_attrs["indexes"] = meta.indexes  # where migrations look


def _indexes(model: type[models.Model], declared: Any) -> list[Index]:
    fields = {field.name: field for field in model._meta.local_fields}
    found = [
        Index(fields=["account", "id"], name=_name("ids", model)),
        Index(fields=["account", "updated_at", "id"], name=_name("updated", model)),
    ]
    if "disabled" in fields:
        disabled = Q(disabled=True)
        found.append(
            Index(fields=["account", "id"], condition=disabled, name=_name("disabled", model))
        )
    first = next(iter(getattr(declared, "list_columns", ())), "")
    if is_text(fields.get(first)):
        found.append(Index(F("account"), search.folded(first), F("id"), name=_name("list", model)))
    if searched := getattr(declared, "search_columns", ()):
        found.append(GinIndex(search.vector(searched), name=_name("search", model)))
    return found


def is_text(field: Any) -> bool:
    """Tell whether a field is a column stored as text."""
    return isinstance(field, StoredColumn) and isinstance(field, models.CharField)


def _name(use: str, model: type[models.Model]) -> str:
    return f"{use}_{model._meta.model_name}"[:_NAME_LENGTH]
