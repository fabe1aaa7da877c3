"""Writing the history of records: what `records.history` tells."""

import datetime as dt
import decimal
from collections.abc import Iterable, Mapping
from typing import Any

from fourme.accounts.rights import Actor
from records.columns import StoredColumn
from records.links import LinkChange
from records.models.history import Change
from records.models.record import Record
from records.types import RecordType

#: Changed columns: name → values before and after, as `Change.values` has them.
Values = dict[str, list[Any]]
_OWN = ("id", "created_at", "updated_at")


def snapshot(record: Record) -> dict[str, Any]:
    """Return the stored values of the record's own columns."""
    return {
        stored.name: getattr(record, stored.attname)
        for stored in record._meta.concrete_fields
        if isinstance(stored, StoredColumn) and stored.name not in _OWN
    }


def created(actor: Actor, record: Record, beside: Values) -> None:
    """Tell that the actor has made the record by hand, with what was filled in.

    `beside` are its links and child rows.
    """
    values = {
        name: [None, value]
        for name, value in snapshot(record).items()
        if value is not None and value is not False and value not in ("", [], {})
    }
    _tell(actor, record, Change.Kind.CREATED, values | beside)


def changed(actor: Actor, record: Record, before: Mapping[str, Any], beside: Values) -> None:
    """Tell what the actor has changed by hand since the snapshot `before`."""
    values = {
        name: [before[name], value]
        for name, value in snapshot(record).items()
        if value != before[name]
    }
    _tell(actor, record, Change.Kind.CHANGED, values | beside)


def _tell(actor: Actor, record: Record, kind: Change.Kind, values: Values) -> None:
    if values or kind == Change.Kind.CREATED:
        Change.objects.create(
            account_id=record.account_id,
            record_type=record.record_type().slug,
            record_id=record.pk,
            kind=kind,
            user=actor.user,
            values={name: plain(each) for name, each in values.items()},
        )


def of_links(linked: Iterable[LinkChange]) -> dict[RecordType, dict[int, Values]]:
    """Return the changes of links by type and record."""
    found: dict[RecordType, dict[int, Values]] = {}
    for change in linked:
        values: list[Any] = [list(change.removed), list(change.added)]
        if not any(c.many for c in change.record_type.columns if c.name == change.column):
            values = [each[0] if each else None for each in values]
        of_type = found.setdefault(change.record_type, {})
        of_type.setdefault(change.record, {})[change.column] = values
    return found


def plain(value: Any) -> Any:
    """Return a stored value as JSON has it; numbers with decimals are texts, to stay exact."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value
