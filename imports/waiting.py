"""References within a file: to records of the same type that are new in it."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from imports.headers import Layout
from imports.naming import Naming
from imports.rows import Entry
from records.kinds import Key, Problem
from records.references import Scope


class _Link(NamedTuple):
    """A reference that points at the record of another entry of the batch."""

    place: int
    key: Key
    provider: Entry


class Waiting:
    """The entries of a batch, and by which keys they refer to each other.

    `link` points references at the records of the same batch; `release` takes them back from
    records that turned out to be rejected. With `fills` entries are stored without the references
    that are missing, so that nobody has to wait for them.
    """

    def __init__(self, live: Sequence[Entry], scope: Scope, layout: Layout, *, fills: bool) -> None:
        self._live = live
        self._fills = fills
        self._scope = scope
        self._layout = layout
        self._naming = Naming.of(layout)
        self._linked: dict[int, list[_Link]] = {}
        self._waiting: set[int] = set()

    def link(self) -> None:
        """Give references the ids of the records that entries of the batch bring."""
        naming = self._naming
        if naming is None or not any(entry.waits for entry in self._live):
            return
        providers: dict[str, list[Entry]] = {}
        for entry in self._live:
            providers.setdefault(naming.brings(entry, self._layout), []).append(entry)
        providers.pop("", None)
        for entry in self._live:
            for place, key in _wanted(entry):
                found = providers.get(naming.name(key, self._scope), [])
                if len(found) > 1 and naming.loose:
                    self._ambiguous(entry, place, key, len(found))
                elif found:
                    _swap(entry, place, key, found[0].id)
                    self._linked.setdefault(id(entry), []).append(_Link(place, key, found[0]))
                else:
                    self._waiting.add(id(entry))

    def holds(self, entry: Entry) -> bool:
        """Tell whether the entry cannot be stored yet."""
        return not self._fills and id(entry) in self._waiting

    def late(self) -> list[Entry]:
        """Return the entries of which a reference has no record yet."""
        return [e for e in self._live if id(e) in self._waiting and not e.complaints]

    def release(self) -> None:
        """Let entries wait whose reference leads to an entry that is rejected or waits itself."""
        entries = [entry for entry in self._live if id(entry) in self._linked]
        again = True
        while again:
            again = False
            for entry in entries:
                for link in list(self._linked[id(entry)]):
                    if link.provider.complaints or self.holds(link.provider):
                        _swap(entry, link.place, link.provider.id, link.key)
                        self._linked[id(entry)].remove(link)
                        self._waiting.add(id(entry))
                        again = True

    def missing(self, entry: Entry) -> list[tuple[int, Key]]:
        """Return the references of an entry without a record: place, key."""
        return [
            (place, key)
            for place, key in _wanted(entry)
            if any(each is key for each in _several(entry.values[place]))
        ]

    def blank(self, entries: Iterable[Entry]) -> None:
        """Take the missing references out of the values; `Entry.waits` keeps them."""
        for entry in entries:
            missing = self.missing(entry)
            entry.waits = {}
            for place, key in missing:
                entry.waits[place] = (*entry.waits.get(place, ()), key)
                _swap(entry, place, key, None)

    def refuse(self, entries: Sequence[Entry]) -> None:
        """Complain of the references without a record."""
        wanted = {key for entry in entries for _, key in self.missing(entry)}
        found = self._naming.target.find(wanted, self._scope) if self._naming else {}
        for entry in entries:
            for place, key in self.missing(entry):
                outcome = found[key]
                if isinstance(outcome, Problem):
                    header = self._layout.columns[place].header
                    entry.complain(header, key, outcome.reason, outcome.hint)
                else:
                    _swap(entry, place, key, outcome)

    def _ambiguous(self, entry: Entry, place: int, key: Key, number: int) -> None:
        entry.complain(
            self._layout.columns[place].header,
            key,
            f"There are {number} {self._layout.record_type.label_of(2)} named “{key}” in the file.",
            "Rename one of them, so that it is clear which one is meant.",
        )


def _wanted(entry: Entry) -> list[tuple[int, Key]]:
    return [(place, key) for place, keys in entry.waits.items() for key in keys]


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _swap(entry: Entry, place: int, old: Any, new: Any) -> None:
    """Put one thing in the place of another in a value: a record, a key, or None for nothing."""
    value = entry.values[place]
    if not isinstance(value, tuple):
        entry.values[place] = new
        return
    swapped = (new if each == old else each for each in value)
    entry.values[place] = tuple(each for each in dict.fromkeys(swapped) if each is not None)
