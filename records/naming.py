"""What people call a record: its key, and what a number stands for."""

from django.db.models import Case, Expression, F, TextField, Value, When
from django.db.models.functions import Cast

from records.columns.references import label
from records.keys import RecordKey
from records.kinds import String
from records.kinds.kind import Glue
from records.references import RecordTarget
from records.types import Column, RecordType

SEPARATOR = " · "
_ELSEWHERE = ("source", "source_id")


def naming(record_type: RecordType, prefix: str = "", key: RecordKey | None = None) -> Expression:
    """Return the text that names a record: “Widget”, “123 · The printer is broken”.

    `prefix` is the lookup path that leads to the record; `key` takes the place of its own key.
    """
    key = key or record_type.key
    number = key.expression(prefix)
    title = title_of(record_type)
    if not (key.number and title):
        return number
    return Case(
        When(**{f"{prefix}{title}": ""}, then=number),
        default=Glue(number, Value(SEPARATOR), Cast(F(f"{prefix}{title}"), TextField())),
        output_field=TextField(),
    )


def title_of(record_type: RecordType) -> str:
    """Return the column with the words that stand for a record of the type, "" when it has none."""
    known = {column.name: column for column in record_type.columns}
    for name in (*record_type.list_columns[:1], *record_type.search_columns[:1]):
        column = known.get(name)
        if column and column.field and isinstance(column.kind, String) and name not in _ELSEWHERE:
            return name
    return ""


def reference(column: Column) -> Expression:
    """Return what people call the record of a single reference, NULL when there is none."""
    target = column.target
    assert isinstance(target, RecordTarget)  # noqa: S101 -- only those are single references
    prefix = f"{column.name}__"
    named = naming(target.model.record_type(), prefix, target.record_key)
    return Case(
        When(**{f"{column.name}__isnull": True}, then=Value(None)),
        default=label(prefix, named, F("account_id")),
        output_field=TextField(),
    )
