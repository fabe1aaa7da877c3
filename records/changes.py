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
from records.types import Column, NotesOf, RecordType

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


def tell(
    actor: Actor,
    record: Record,
    before: Mapping[str, Any] | None,
    linked: Iterable[LinkChange],
    beside: Values,
) -> None:
    """Tell what the actor has done by hand: made the record, or changed it since a snapshot.

    `beside` are its child rows, and the links of a new one; `linked` what was changed of links,
    of records of other types too.
    """
    found, mine = of_links(linked), record.record_type()
    own = found.get(mine, {}).pop(record.pk, {})
    values = own | beside
    if before is None:
        _store(actor, mine, record.pk, Change.Kind.CREATED, _filled(record) | values)
    elif values := _differences(before, snapshot(record)) | values:
        _store(actor, mine, record.pk, Change.Kind.CHANGED, values)
    for record_type, changes in found.items():
        for pk, others in changes.items():
            _store(actor, record_type, pk, Change.Kind.CHANGED, others)


def tell_removal(actor: Actor, record: Record) -> None:
    """Tell that the actor removes the record, with all that it loses."""
    lost: Values = {name: [old, None] for name, (_, old) in _filled(record).items()}
    Change.objects.create(
        account_id=record.account_id,
        record_type=record.record_type().slug,
        record_id=record.pk,
        kind=Change.Kind.REMOVED,
        user=actor.user,
        values={name: plain(each) for name, each in lost.items()},
    )


def _filled(record: Record) -> Values:
    return {
        name: [None, value]
        for name, value in snapshot(record).items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    return {name: [before[name], value] for name, value in after.items() if value != before[name]}


def _store(
    actor: Actor, record_type: RecordType, pk: int, kind: Change.Kind, values: Values
) -> None:
    Change.objects.create(
        account=actor.account,
        record_type=record_type.slug,
        record_id=pk,
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


def shown(column: Column, values: Iterable[Any]) -> list[Any]:
    """Return the several values of a column as the history keeps them: of notes the texts."""
    return [each.text if isinstance(column.links, NotesOf) else each for each in values]


def plain(value: Any) -> Any:
    """Return a stored value as JSON has it; numbers with decimals are texts, to stay exact."""
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value
