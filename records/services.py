"""Changes of records by hand: the same checks as an import, for one record."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from fourme.accounts.rights import Actor, Door
from records import authors
from records.models.record import Record
from records.saving import Refused, Rows, Saving, Values
from records.selectors import visible_to
from records.types import Append, RecordType, ReplaceGroup

__all__ = [
    "Conflict",
    "Refused",
    "check_references",
    "locked_by",
    "save_record",
    "set_disabled",
]


class Conflict(Exception):  # noqa: N818 -- it reads as what it is
    """Nothing was saved: the record was changed since it was shown."""


def save_record(
    actor: Actor,
    record_type: RecordType,
    values: Values,
    *,
    record: Record | None = None,
    rows: Rows | None = None,
    seen: dt.datetime | None = None,
) -> Record:
    """Create a record, or change those of its columns that `values` names.

    `values` are parsed by the kinds of their columns, references are keys; `rows` are child rows,
    which replace those stored. With `seen`, the record must not have been changed since.

    Raises:
        PermissionDenied: the actor may not change records, or not this one.
        Refused: a value, a reference or a rule.
        Conflict: the record was changed after `seen`, or is gone.
    """
    if not actor.may(Door.EDIT):
        raise PermissionDenied(f"None of your roles in {actor.account} lets you {Door.EDIT.label}.")
    with transaction.atomic():
        authors.write_as(actor.user)
        stored = _lock(actor, record_type, record, seen)
        saving = Saving(actor, record_type, stored, dict(values), rows)
        saving.check()
        return saving.save()


def check_references(actor: Actor, record_type: RecordType, values: Values) -> Refused:
    """Return what is wrong with the references among the values, beside whatever else is."""
    saving = Saving(actor, record_type, None, dict(values), None)
    saving.resolve()
    return saving.refused


def set_disabled(actor: Actor, record_type: RecordType, record: Record, *, disabled: bool) -> None:
    """Disable or enable a record. Raises as `save_record`."""
    save_record(actor, record_type, {"disabled": disabled}, record=record)


def locked_by(record_type: RecordType, record: Record) -> str:
    """Say why nobody may change the record by hand, "" when it may be changed."""
    merge = record_type.merge
    if isinstance(merge, Append):
        return f"{record_type.label} are only added: what is written stays as it is."
    if isinstance(merge, ReplaceGroup) and getattr(record, merge.flag):
        return (
            f"This {record_type.label_of(1)} is under the control of imports: change it in the "
            f"system that it comes from."
        )
    return ""


def _lock(
    actor: Actor, record_type: RecordType, record: Record | None, seen: dt.datetime | None
) -> Record | None:
    if record is None:
        return None
    stored = visible_to(actor, record_type).select_for_update().filter(pk=record.pk).first()
    if stored is None or (seen is not None and stored.updated_at != seen):
        raise Conflict
    if reason := locked_by(record_type, stored):
        raise PermissionDenied(reason)
    return stored
