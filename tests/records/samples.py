"""Records of any type for tests, made from the columns."""

import itertools
from collections.abc import Callable
from typing import Any

from django.apps import apps

from fourme.accounts.models import Account
from fourme.logs.models import SystemLog
from records import kinds, registry
from records.kinds import Kind
from records.models import Record
from records.references import RecordTarget, TypedTarget
from records.types import Children, Column, RecordType

TYPES = registry.types()
_numbers = itertools.count(1)
#: What an item of a backlog may be; it is exactly one of them.
_ITEMS = {"request", "problem", "task", "project_task"}
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
    kinds.Json: '["request:Read"]',
    kinds.Phases: "Preparation",
    kinds.NamedLines: "urgent: true",
    kinds.FilterLines: "Status|assigned|0",
    kinds.NumberList: "1",
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
    """Store a record with all that is required; its texts are unlike those of others.

    Of a type that is a view, the record behind it is made.
    """
    if record_type.view:
        return _behind(record_type, account)
    number = next(_numbers)
    for column in record_type.columns:
        if column.name in values or not column.required or column.field is None:
            continue
        if column.name != "account":
            values |= _required(column, account, number)
    if record_type.slug.endswith("_contact_details"):
        label = record_type.column("contact_label").kind.values[0]  # type: ignore[attr-defined] # an enumeration
        contact = {"contact_protocol": "email", "contact_label": label}
        values = contact | {"contact_uri": f"sample{number}@widget.example"} | values
    if record_type.slug == "translations":  # without one it would be none
        values.setdefault("translation", f"Voorbeeld {number}")
    if record_type.slug.endswith("_backlog_items") and not values.keys() & _ITEMS:
        values["request"] = make(registry.get("requests"), account)
    record = record_type.model._default_manager.create(account=account, **values)
    if isinstance(record_type.merge, Children):
        getattr(record, record_type.merge.relation).create(
            weekday="mon", time_from="09:00", time_until="17:00"
        )
    return record


def _required(column: Column, account: Account, number: int) -> dict[str, Any]:
    if isinstance(column.target, RecordTarget):
        return {column.name: make(column.target.model.record_type(), account)}
    if isinstance(column.target, TypedTarget):
        value, name = column.target.models[0]
        owner = make(apps.get_model("records", name).record_type(), account)
        return {column.within: value, column.name: owner.pk}
    return {column.name: _value(column, account, number)}


def _value(column: Column, account: Account, number: int) -> Any:
    kind = column.kind
    if isinstance(kind, kinds.Email):
        return f"sample{number}@{account.id}.example"
    if isinstance(kind, kinds.Enumeration):
        return kind.values[number % len(kind.values)]
    if isinstance(kind, kinds.String | kinds.Text):
        return f"Sample {number:05}"
    text = text_of(column)
    if isinstance(kind, kinds.Timestamp | kinds.LocalMoment) and "end" in column.name:
        text = text.replace("01-31", "02-28")
    return kind.parse(text)


def _behind(record_type: RecordType, account: Account) -> Record:
    """Make what shows as a record of a view, and return that record of the view."""
    _BEHIND[record_type.slug](account)
    found = record_type.model._default_manager.filter(account=account).order_by("-id").first()
    assert found is not None, f"No record shows in {record_type.slug}."
    return found


def _translated(account: Account, phrase: str) -> None:
    service = make(registry.get("services"), account)
    values = {"locale": "nl", "type": "service", "key": service.pk, "field": "name"}
    make(registry.get("translations"), account, phrase=phrase, translation="Dienst", **values)
    make(registry.get("services"), account)


_BEHIND: dict[str, Callable[[Account], object]] = {
    "satisfactions": lambda account: make(
        registry.get("requests"), account, satisfaction="satisfied"
    ),
    "missing_translations": lambda account: _translated(account, "Sample"),
    "outdated_translations": lambda account: _translated(account, "An older name"),
    "system_logs": lambda account: SystemLog.objects.create(
        account=account, log_type="import", event="import", message="Sample"
    ),
}
