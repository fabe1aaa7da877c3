"""From parsed units to stored records: stages 5 to 8 for one batch, inside a transaction.

A batch that cannot be applied as a whole is repeated in ever smaller parts, so that one bad row
costs one row.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction
from rq.timeouts import JobTimeoutException

from fourme.accounts.models import User
from imports import backward, check, match, refuse
from imports.apply import children, groups, history, insert, links, removal, update
from imports.apply.groups import Group
from imports.apply.history import Signature
from imports.batches import grouped, owners
from imports.headers import Layout
from imports.known import Known
from imports.resolve import resolve, resolve_within_stored
from imports.rows import Before, Entry, Unit
from imports.unique import Trust, unique
from imports.waiting import Waiting
from records.changes import of_links
from records.models.record import Record
from records.references import Scope
from records.types import Children, ReplaceGroup

logger = logging.getLogger(__name__)


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Settings:
    """What all batches of a run share.

    `waits` lets rows wait for records that the file may bring; `fills` stores such a row without
    the reference, which is filled in later.
    """

    layout: Layout
    scope: Scope
    user: User
    #: The number of the import, for the history of what it changes.
    number: int
    known: Known
    #: The records of the user's own person, which keep some of their values.
    protected: Mapping[int, Record] = field(default_factory=dict)
    waits: bool = True
    fills: bool = False
    trust: Trust = field(default_factory=Trust)
    #: Called when the database has what it needs for its longest work on a batch.
    meanwhile: Callable[[], None] = nothing

    @property
    def signature(self) -> Signature:
        """What the entries in histories are signed with."""
        return Signature(self.scope.account.id, self.user.pk, self.number)


@dataclass
class Outcome:
    """What became of the units of a batch; counters of records, except rejected rows."""

    created: int = 0
    unchanged: int = 0
    removed: int = 0
    errors: int = 0
    updated: list[int] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    #: Entries that were stored without a reference that is to be filled in.
    unlinked: list[Entry] = field(default_factory=list)
    #: For types with groups that replace: the groups that were applied, those that lost records.
    replaced: list[Group] = field(default_factory=list)
    ousted: list[Group] = field(default_factory=list)
    #: Stored entries, to tell which row changed what.
    stored: list[Entry] = field(default_factory=list)

    @property
    def concerned(self) -> set[int]:
        """The ids of the records that entries have found, or would have made."""
        return {each.id for each in (*self.stored, *self.rejected, *self.waiting)}

    def add(self, other: "Outcome") -> None:
        """Take in what became of further units."""
        self.created += other.created
        self.unchanged += other.unchanged
        self.removed += other.removed
        self.errors += other.errors
        for name in _LISTS:
            getattr(self, name).extend(getattr(other, name))


_LISTS = ("updated", "rejected", "waiting", "unlinked", "replaced", "ousted", "stored")


class Cut(Exception):  # noqa: N818 - a way to go on
    """The units from this place on must see what those before it have stored."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def settle(units: Sequence[Unit], settings: Settings, held: set[str]) -> Outcome:
    """Apply the units in the order of the file and say what became of each.

    `held` are the keys of rows that wait: a row that uses one of them has to wait as well.
    """
    outcome = Outcome()
    pending, most = [units], len(units)
    while pending:
        part = pending.pop()
        if len(part) > most:
            pending.append(part[most:])
            part = part[:most]
        if held:
            part = _hold_back(part, held, outcome)
        if not part:
            continue
        before = Before(part)
        try:
            with transaction.atomic():
                result = _apply(part, settings)
        except Cut as cut:
            before.restore()
            # Where one cut is, more are near: the rest goes on in parts that grow again.
            most = cut.at
            pending += [part[most:], part[:most]]
        except (OperationalError, InterfaceError, JobTimeoutException, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 -- one bad row costs one row
            settings.known.forget()
            before.restore()
            pending += _again(part, error, settings, outcome)
        else:
            most = max(most, 2 * len(part))
            outcome.add(result)
            held.update(key for entry in result.waiting for key in entry.keys)
    outcome.rejected.sort(key=lambda entry: entry.row.number)
    return outcome


def _again(
    part: Sequence[Unit], error: Exception, settings: Settings, outcome: Outcome
) -> list[Sequence[Unit]]:
    """Return what to apply again, the last first, of a part that failed; a unit is rejected."""
    if isinstance(error, IntegrityError) and settings.trust.lose():
        return [part]
    if len(part) == 1:
        outcome.add(_failed(part[0], error, settings, first=not outcome.errors))
        return []
    middle = len(part) // 2
    return [part[middle:], part[:middle]]


def _hold_back(units: Sequence[Unit], held: set[str], outcome: Outcome) -> list[Unit]:
    """Let units wait that use a key of a row that waits; return the others."""
    going = []
    for unit in units:
        bad = any(entry.complaints for entry in unit)
        if not bad and any(entry.keys and entry.keys[0] in held for entry in unit):
            outcome.waiting += unit
            held.update(key for entry in unit for key in entry.keys)
        else:
            going.append(unit)
    return going


def _apply(units: Sequence[Unit], settings: Settings) -> Outcome:
    layout, account = settings.layout, settings.scope.account
    _cut_at_repeated_key(units, layout)
    units = [*map(list, units)]  # of which rows may be dropped
    leaving = removal.Leaving(layout)
    leaving.prepare([entry for unit in units for entry in unit])
    # Rows with a problem too, so that all problems of a row are told at once.
    whole = [e for unit in units for e in unit if len(e.values) == len(layout.columns)]
    resolve(whole, layout, settings.scope, settings.known)
    sound = [entry for entry in _heads(units, layout) if not entry.complaints]
    match.match(sound, layout, account)
    going = [entry for entry in sound if leaving(entry)]
    leaving.refuse_nameless(going)
    match.refuse_new((entry for entry in sound if not leaving(entry)), layout)
    resolve_within_stored([e for e in sound if not e.complaints], layout, settings.scope)
    repeated = _drop_repeated(units, layout)
    live = [entry for entry in _heads(units, layout) if not entry.complaints]
    _cut_at_repeated_record(units, live)
    removed = removal.remove(going, layout, settings.signature)
    absent = sum(entry.new and not entry.complaints for entry in going)
    live = [entry for entry in live if not leaving(entry)]
    staying = [entry for unit in units for entry in unit if not leaving(entry)]
    old = check.lock(live, layout, account)
    insert.reserve(live, layout.record_type.model)
    _share(units, layout)
    waiting = Waiting(live, settings.scope, layout, fills=settings.fills)
    waiting.link()
    check.check([e for e in staying if e.id and not e.complaints], layout, old)
    backward.check([e for e in live if not e.complaints], layout)
    check.protect(
        [e for e in live if e.id in settings.protected], layout, settings.user, settings.protected
    )
    _together(units, layout)
    candidates = [e for e in live if not e.complaints and not waiting.holds(e)]
    doubted = settings.trust.doubted(candidates)
    cut = unique(doubted, layout, account, old)
    if cut is not None and _place(units, doubted[cut]):
        raise Cut(_place(units, doubted[cut]))
    _together(units, layout)
    waiting.release()
    outcome = _divide(units, waiting, settings)
    _store(units, live, outcome, settings)
    outcome.removed += len(removed)
    outcome.unchanged += repeated + absent
    return outcome


def _divide(units: Sequence[Unit], waiting: Waiting, settings: Settings) -> Outcome:
    """Say what is rejected and what waits, by what the run does with missing references."""
    outcome = Outcome()
    late = waiting.late()
    if settings.fills:
        waiting.blank(late)
        outcome.unlinked = late
    elif settings.waits:
        outcome.waiting = late
    else:
        waiting.refuse(late)
    outcome.rejected = [entry for unit in units for entry in unit if entry.complaints]
    return outcome


def _store(
    units: Sequence[Unit], live: Sequence[Entry], outcome: Outcome, settings: Settings
) -> None:
    """Write the records of the entries that are neither rejected nor waiting."""
    layout = settings.layout
    held = {id(entry) for entry in outcome.waiting}
    stored = [entry for entry in live if not entry.complaints and id(entry) not in held]
    kept = [unit for unit in units if not unit[0].complaints and id(unit[0]) not in held]
    there = [entry for entry in stored if not entry.new]
    signature = settings.signature
    new = [entry for entry in stored if entry.new]
    insert.insert(new, layout, settings.scope.account, settings.number, settings.meanwhile)
    settings.meanwhile()
    linked = of_links(links.link(stored, layout, settings.scope, settings.user, settings.number))
    beside = linked.pop(layout.record_type, {})
    for pk, rows in children.replace(kept, layout).items():
        beside.setdefault(pk, {}).update(rows)
    changed = update.update(there, layout, beside, signature)
    linked[layout.record_type] = {pk: values for pk, values in beside.items() if pk not in changed}
    for record_type, changes in linked.items():
        history.tell(record_type, changes, signature)
    outcome.ousted = groups.remove(units, layout, signature)
    outcome.removed = len(outcome.ousted)
    outcome.replaced = groups.groups(units, layout)
    outcome.stored = stored
    outcome.created = len(new)
    outcome.updated = sorted(changed)
    outcome.unchanged = len(there) - len(outcome.updated)


def _failed(unit: Unit, error: Exception, settings: Settings, *, first: bool) -> Outcome:
    """Reject a unit that the database, or we, could not take."""
    if isinstance(error, IntegrityError | DataError):
        refuse.refuse(unit, error, settings.layout)
        return Outcome(rejected=[*unit])
    logger.error(
        "%s of %s could not be imported: %r",
        unit[0].row.place,
        settings.layout.record_type.slug,
        error,
        exc_info=error if first else None,
    )
    for entry in unit:
        entry.complain(
            "",
            "",
            "The row could not be imported because of an unexpected error.",
            "Try it again; tell an operator when it stays so.",
        )
    return Outcome(rejected=[*unit], errors=len(unit))


def _heads(units: Sequence[Unit], layout: Layout) -> list[Entry]:
    """Return the entries that stand for a record each: of child rows the first of each unit."""
    if isinstance(layout.record_type.merge, Children):
        return [unit[0] for unit in units]
    return [entry for unit in units for entry in unit]


def _drop_repeated(units: Sequence[Unit], layout: Layout) -> int:
    """Let the last of the rows of a group that name the same record stand for all of them.

    Returns how many rows were dropped.
    """
    if not isinstance(layout.record_type.merge, ReplaceGroup):
        return 0
    dropped: set[int] = set()
    for unit in units:
        seen: dict[str | int, Entry] = {}
        for entry in [entry for entry in unit if not entry.complaints]:
            marks: list[str | int] = [*entry.keys[:1], *([] if entry.new else [entry.id])]
            first = next((seen[mark] for mark in marks if mark in seen), None)
            if first is not None:
                first.values = entry.values
                dropped.add(id(entry))
            for mark in marks:
                seen.setdefault(mark, first or entry)
        unit[:] = [entry for entry in unit if id(entry) not in dropped]
    return len(dropped)


def _share(units: Sequence[Unit], layout: Layout) -> None:
    """Give the further rows of a record with child rows the id of the first one."""
    if isinstance(layout.record_type.merge, Children):
        for unit in units:
            for entry in unit[1:]:
                entry.id, entry.new = unit[0].id, unit[0].new


def _together(units: Sequence[Unit], layout: Layout) -> None:
    """Reject all rows of a record with child rows when one is rejected."""
    if not isinstance(layout.record_type.merge, Children):
        return
    singular = layout.record_type.label_of(1)
    for unit in units:
        bad = [entry.row.number for entry in unit if entry.complaints]
        for entry in unit if bad else ():
            if not entry.complaints:
                entry.complain(
                    "",
                    "",
                    f"Row {bad[0]} of the same {singular} is rejected, and its rows are imported "
                    "together.",
                    f"Mend row {bad[0]}.",
                )


def _cut_at_repeated_key(units: Sequence[Unit], layout: Layout) -> None:
    """Raise Cut at a unit that uses a key, or has the owner, of one before it."""
    owner = owners(layout)
    every = [key for unit in units for entry in unit for key in entry.keys]
    if not grouped(layout) and len(set(every)) == len(every):
        return
    seen: set[str] = set()
    for place, unit in enumerate(units):
        mine = owner(unit[0])
        if mine in seen or any(entry.keys and entry.keys[0] in seen for entry in unit):
            raise Cut(place)
        for entry in unit:
            seen.update(entry.keys)
        if mine:
            seen.add(mine)


def _cut_at_repeated_record(units: Sequence[Unit], live: Sequence[Entry]) -> None:
    seen: set[int] = set()
    for entry in live:
        if not entry.new:
            if entry.id in seen:
                raise Cut(_place(units, entry))
            seen.add(entry.id)


def _place(units: Sequence[Unit], wanted: Entry) -> int:
    """Return the place of the unit of an entry."""
    return next(i for i, unit in enumerate(units) if any(entry is wanted for entry in unit))
