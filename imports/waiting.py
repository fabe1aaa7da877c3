"""References within a file: to records of the same type that are new in it."""

from collections.abc import Iterable, Sequence

from imports.headers import Layout
from imports.rows import Entry
from records.kinds import Key, Problem
from records.references import RecordTarget, Scope


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
        self._linked: dict[int, dict[int, tuple[Key, Entry]]] = {}
        self._waiting: set[int] = set()

    def link(self) -> None:
        """Give references the ids of the records that entries of the batch bring."""
        if not any(entry.waits for entry in self._live):
            return
        providers: dict[str, Entry] = {}
        for entry in self._live:
            providers.setdefault(brings(entry, self._layout), entry)
        providers.pop("", None)
        for entry in self._live:
            for place, key in entry.waits.items():
                provider = providers.get(fold(key, self._scope, self._layout))
                if provider is None:
                    self._waiting.add(id(entry))
                else:
                    entry.values[place] = provider.id
                    self._linked.setdefault(id(entry), {})[place] = (key, provider)

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
                for place, (key, provider) in list(self._linked[id(entry)].items()):
                    if provider.complaints or self.holds(provider):
                        entry.values[place] = key
                        del self._linked[id(entry)][place]
                        self._waiting.add(id(entry))
                        again = True

    def missing(self, entry: Entry) -> list[tuple[int, Key]]:
        """Return the references of an entry without a record: place, key."""
        return [(place, key) for place, key in entry.waits.items() if entry.values[place] is key]

    def blank(self, entries: Iterable[Entry]) -> None:
        """Take the missing references out of the values; `Entry.waits` keeps them."""
        for entry in entries:
            entry.waits = dict(self.missing(entry))
            for place in entry.waits:
                entry.values[place] = None

    def refuse(self, entries: Sequence[Entry]) -> None:
        """Complain of the references without a record."""
        wanted = {key for entry in entries for _, key in self.missing(entry)}
        target = RecordTarget(self._layout.record_type.model)
        found = target.find(wanted, self._scope)
        for entry in entries:
            for place, key in self.missing(entry):
                outcome = found[key]
                if isinstance(outcome, Problem):
                    header = self._layout.columns[place].header
                    entry.complain(header, key, outcome.reason, outcome.hint)
                else:
                    entry.values[place] = outcome


def fold(key: Key, scope: Scope, layout: Layout) -> str:
    """Return the text by which a reference names a record of the current account, "" if foreign."""
    folded = layout.record_type.key.fold
    if key.account == scope.account.id:
        return folded(key.text)
    return folded(str(key))


def brings(entry: Entry, layout: Layout) -> str:
    """Return the text by which others may name the record of an entry, "" when it has none."""
    declared = layout.record_type.key
    if declared.number:
        return ""
    parts = []
    for name in declared.fields:
        place = layout.position(name)
        value = entry.values[place] if place is not None else ""
        parts.append(value if isinstance(value, str) else "")
    *first, last = parts
    return declared.separator.join([*(part for part in first if part), last]) if last else ""
