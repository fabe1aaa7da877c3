"""The record types as people find them: families, sub-options below their types, counts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from fourme.accounts.rights import Actor, Door
from records import glimpses, registry
from records.glimpses import Glimpse
from records.selectors import visible_to
from records.types import RecordType

#: What most other records refer to.
_FIRST = ("organizations", "sites", "people", "teams")
#: A new account has its administrator, with roles.
_ALWAYS = 2


class Entry(NamedTuple):
    """A type in the navigation; `words` are the other names that find it."""

    record_type: RecordType
    words: str


class Family(NamedTuple):
    """A family with its types in order, sub-options behind their types."""

    name: str
    entries: list[Entry]

    @property
    def key(self) -> str:
        """The name for addresses and the memory of the browser."""
        return self.name.lower().replace(" & ", "-").replace(" ", "-")


def families(doors: Collection[Door]) -> list[Family]:
    """Return the families with the types whose records these doors lead to."""
    found = []
    for name, types in registry.families().items():
        shown = [
            _entry(option)
            for each in types
            if each.parent is None
            for option in registry.options(each)
            if option.door in doors
        ]
        if shown:
            found.append(Family(name, shown))
    return found


@dataclass(frozen=True)
class Overview:
    """All types with the number of their records in the account, up to a bound."""

    families: list[tuple[Family, list[tuple[RecordType, Glimpse | None]]]]
    #: What to import first, while there is hardly anything; empty for those who may not.
    beginning: tuple[RecordType, ...] = ()

    @classmethod
    def of(cls, actor: Actor) -> "Overview":
        """Count the records of all types by one statement; views have no index to count by."""
        grouped = families(actor.doors)
        types = [each.record_type for family in grouped for each in family.entries]
        stored = [each for each in types if not each.view]
        seen = glimpses.glimpses([visible_to(actor, each) for each in stored])
        counts = {each.slug: glimpse for each, glimpse in zip(stored, seen, strict=True)}
        filled = [each for each in stored if each.importable and counts[each.slug].count]
        new = len(filled) <= _ALWAYS and actor.may(Door.IMPORT)
        return cls(
            [
                (family, [(each, counts.get(each.slug)) for each, _ in family.entries])
                for family in grouped
            ],
            tuple(each for each in types if each.slug in _FIRST) if new else (),
        )


def _entry(record_type: RecordType) -> Entry:
    words = (record_type.singular, record_type.family, record_type.slug, *record_type.aliases)
    return Entry(record_type, " ".join(words).lower())
