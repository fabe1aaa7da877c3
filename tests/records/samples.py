"""Records of any type for tests, made from the columns."""

import datetime as dt
import itertools
from typing import Any

from fourme.accounts.models import Account
from records import kinds, registry
from records.kinds import Kind
from records.models import Record
from records.references import RecordTarget
from records.types import Children, Column, RecordType

TYPES = registry.types()
_numbers = itertools.count(1)
_TEXTS: dict[type[Kind[Any]], str] = {
    kinds.String: "Sample",
    kinds.Text: "Several words",
    kinds.Email: "sample@wdc.example",
    kinds.Uri: "https://www.widget.example/",
    kinds.Attachments: "https://www.widget.example/a.txt",
    kinds.Identifier: "7",
    kinds.Integer: "7",
    kinds.Decimal: "7.5",
    kinds.Duration: "90",
    kinds.Date: "2026-01-31",
    kinds.Timestamp: "2026-01-31T09:00:00+00:00",
    kinds.LocalMoment: "2026-01-31T09:00",
    kinds.TimeOfDay: "09:00",
    kinds.TimeZone: "Amsterdam",
    kinds.Country: "NL",
    kinds.Locale: "nl",
    kinds.Currency: "eur",
}


def text_of(column: Column) -> str:
    """Return a text that the kind of the column can read."""
    kind = column.kind
    if isinstance(kind, kinds.Enumeration):
        return kind.values[0]
    if isinstance(kind, kinds.Boolean):
        return "yes"
    return _TEXTS[type(kind)]


def make(record_type: RecordType, account: Account, **values: Any) -> Record:
    """Store a record with all that is required; its texts are unlike those of others."""
    number = next(_numbers)
    for column in record_type.columns:
        if column.name in values or not column.required or column.name == "account":
            continue
        values[column.name] = _required(column, account, number)
    if record_type.slug.endswith("_contact_details"):
        label = record_type.column("contact_label").kind.values[0]  # type: ignore[attr-defined] # an enumeration
        contact = {"contact_protocol": "email", "contact_label": label}
        values = contact | {"contact_uri": f"sample{number}@widget.example"} | values
    record = record_type.model._default_manager.create(account=account, **values)
    if isinstance(record_type.merge, Children):
        getattr(record, record_type.merge.relation).create(
            weekday="mon", time_from="09:00", time_until="17:00"
        )
    return record


def _required(column: Column, account: Account, number: int) -> Any:
    if isinstance(column.target, RecordTarget):
        return make(column.target.model.record_type(), account)
    if isinstance(column.kind, kinds.Email):
        return f"sample{number}@{account.id}.example"
    if isinstance(column.kind, kinds.Enumeration):
        return column.kind.values[0]
    if isinstance(column.kind, kinds.Timestamp):
        return dt.datetime(2026, 1, 1 + ("end" in column.name), tzinfo=dt.UTC)
    if isinstance(column.kind, kinds.LocalMoment):
        return f"2026-01-0{1 + ('end' in column.name)}T09:00"
    return f"Sample {number:05}"
