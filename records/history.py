"""What was changed in a record: who changed it, when, by hand or by which import."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from fourme.accounts.context import person_label
from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of
from records import cells
from records.forms import rows_title
from records.kinds import Key
from records.models.history import Change
from records.models.record import Record
from records.references import RecordTarget, Scope
from records.types import Children, Column, NotesOf, RecordType

GONE = "Somebody whose login is gone"
_LINES = 50


class Origin(NamedTuple):
    """An import: who started it, when, and its page when the actor may see it."""

    user: User | None
    started: dt.datetime
    address: str


#: Finds imports by their numbers. The imports register themselves: records do not know them.
Lookup = Callable[[Actor, Collection[int]], Mapping[int, Origin]]
_LOOKUPS: list[Lookup] = []


class FieldChange(NamedTuple):
    """A column before and after, in words; of several references those removed and added."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryEntry:
    """A line of the history. `key` is what the next page takes as `before`."""

    key: int
    kind: Change.Kind
    when: dt.datetime
    who: str
    import_number: int | None = None
    address: str = ""
    fields: tuple[FieldChange, ...] = ()

    @property
    def how(self) -> str:
        """Whether a person or an import did it, "" when it is not known."""
        if self.import_number is not None:
            return f"in import {self.import_number}"
        return "by hand" if self.who else ""

    @property
    def first(self) -> bool:
        """Whether nothing can be before it."""
        return self.kind == Change.Kind.CREATED


def register_imports(lookup: Lookup) -> None:
    """Name the function that finds imports; call it in `AppConfig.ready`."""
    _LOOKUPS[:] = [lookup]


def entries(
    actor: Actor,
    record_type: RecordType,
    record: Record,
    before: int | None = None,
    limit: int = 50,
) -> list[HistoryEntry]:
    """Return the latest changes, or those before the entry with the key `before`.

    The last page ends with the creation (`HistoryEntry.first`). The number of queries does not
    depend on the number of entries.
    """
    if not actor.may(record_type.door) or record.account_id != actor.account.id:
        return []
    stored = Change.objects.select_related("user__person").filter(
        account=actor.account, record_type=record_type.slug, record_id=record.pk
    )
    if before is not None:
        stored = stored.filter(pk__lt=before)
    changes = list(stored.order_by("-id")[: limit + 1])
    ended = len(changes) <= limit
    changes = changes[:limit]
    numbers = {each.import_number for each in changes} | {record.import_number} - {None}
    origins = _origins(actor, {number for number in numbers if number is not None})
    words = _Words(actor, record_type, changes)
    found = [_entry(change, words, origins) for change in changes]
    if ended and not any(entry.first for entry in found):
        found.append(_creation(record_type, record, origins))
    return found


def _origins(actor: Actor, numbers: Collection[int]) -> dict[int, Origin]:
    return {
        number: origin
        for lookup in _LOOKUPS
        if numbers
        for number, origin in lookup(actor, numbers).items()
    }


def _entry(change: Change, words: "_Words", origins: Mapping[int, Origin]) -> HistoryEntry:
    origin = origins.get(change.import_number or 0)
    return HistoryEntry(
        key=change.pk,
        kind=Change.Kind(change.kind),
        when=change.created_at,
        who=_who(change.user),
        import_number=change.import_number,
        address=origin.address if origin else "",
        fields=tuple(words.fields(change)),
    )


def _creation(
    record_type: RecordType, record: Record, origins: Mapping[int, Origin]
) -> HistoryEntry:
    """Return the beginning of a record without an entry for it: made by an import, or by none."""
    origin = origins.get(record.import_number or 0)
    dated = any(each.create_only and each.name == "created_at" for each in record_type.columns)
    return HistoryEntry(
        key=0,
        kind=Change.Kind.CREATED,
        when=origin.started if origin and dated else record.created_at,
        who=_who(origin.user) if origin else "",
        import_number=record.import_number,
        address=origin.address if origin else "",
    )


def _who(user: User | None) -> str:
    return person_label(user) if user is not None else GONE


class _Words:
    """Texts of stored values; references are looked up for all changes together."""

    def __init__(self, actor: Actor, record_type: RecordType, changes: Collection[Change]) -> None:
        self._account = actor.account
        self._zone = zone_of(actor.user)
        every = (*record_type.columns, *record_type.apart)
        self._columns = {column.name: column for column in every}
        merge = record_type.merge
        if isinstance(merge, Children):
            self._columns.pop(merge.relation, None)
        self._rows = {merge.relation: record_type} if isinstance(merge, Children) else {}
        self._labels = self._found(changes)

    def fields(self, change: Change) -> Iterator[FieldChange]:
        """Yield the columns of a change, in the order of the type."""
        places = {name: place for place, name in enumerate(self._columns)}
        changed = sorted(change.values.items(), key=lambda each: places.get(each[0], len(places)))
        for name, (old, new) in changed:
            column = self._columns.get(name)
            label = cells.label(column) if column else name
            if name in self._rows:
                label = rows_title(self._rows[name])
            yield FieldChange(label, self._text(column, old), self._text(column, new))

    def _found(self, changes: Collection[Change]) -> dict[tuple[RecordTarget, int], Key]:
        """Return the labels of the records that the actor may see, by where they were looked up."""
        wanted: dict[RecordTarget, set[int]] = {}
        for change in changes:
            for name, values in change.values.items():
                target = getattr(self._columns.get(name), "target", None)
                if isinstance(target, RecordTarget):
                    wanted.setdefault(target, set()).update(_ids(values))
        scope = Scope.of(self._account) if any(wanted.values()) else Scope(self._account)
        found = {}
        for target, ids in wanted.items():
            rows = (
                target.model._default_manager.filter(pk__in=ids)
                .order_by()
                .annotate(reference_key=target.record_key.expression())
                .values_list("pk", "account_id", "reference_key")
            )
            for pk, account_id, text in rows if ids else ():
                if scope.sees(account_id):
                    own = account_id == self._account.id
                    found[target, pk] = Key(text, "" if own else account_id)
        return found

    def _text(self, column: Column | None, value: Any) -> str:
        if value is None or value in ("", []):
            return ""
        if column is None:
            return _plain(value)
        if column.many:
            return _folded([self._line(column, each) for each in value])
        if isinstance(column.target, RecordTarget):
            return str(self._key(column.target, value))
        return self._shown(column, value)

    def _shown(self, column: Column, value: Any) -> str:
        if column.field is None or column.target is not None:
            return str(value)
        cell = cells.show(column.kind, column.field.to_python(value))
        if cell.moment is None:
            return cell.text
        local = cell.moment.astimezone(self._zone)
        return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"

    def _line(self, column: Column, value: Any) -> str:
        """Return one of several values as its kind writes it, references by their labels."""
        if isinstance(column.links, NotesOf):
            return str(value)
        parts = value if isinstance(value, list) else [value]
        target: Any = column.target
        keys = [self._key(target, each) if isinstance(each, int) else each for each in parts]
        one: Any = tuple(keys) if len(keys) > 1 else keys[0]
        return column.kind.format((one,))

    def _key(self, target: RecordTarget, pk: int) -> Key:
        return self._labels.get((target, pk), Key(str(pk)))


def _ids(value: Any) -> Iterator[int]:
    """Yield the numbers in a value, however deep."""
    if isinstance(value, list):
        for each in value:
            yield from _ids(each)
    elif isinstance(value, int):
        yield value


def _plain(value: Any) -> str:
    """Return rows of child values as lines; anything else as it is."""
    if not isinstance(value, list):
        return str(value)
    lines = [" ".join(map(str, row)) if isinstance(row, list) else str(row) for row in value]
    return _folded(lines)


def _folded(lines: list[str]) -> str:
    more = len(lines) - _LINES
    return "\n".join([*lines[:_LINES], *([f"… and {more:,} more"] if more > 0 else [])])
