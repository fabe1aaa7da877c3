"""By what the rows of a file name each other's records, before those are stored."""

from dataclasses import dataclass

from imports.headers import Layout
from imports.rows import Entry
from records.kinds import Key
from records.references import RecordTarget, Scope
from records.types import Column, Through

#: Between the ID of what a name counts within and the name.
_WITHIN = "\x1f"
#: No key of a record is longer, so nobody waits for a longer one.
_LONGEST = 500


@dataclass(frozen=True)
class Naming:
    """How references of a file to records of its own type name them.

    A name is a text, with the ID of what it counts within (the workflow of a task) before it.
    """

    target: RecordTarget
    #: The fields whose values make the name, and what stands between those that are not blank.
    fields: tuple[str, ...]
    separator: str
    #: Two records may have the same name.
    loose: bool

    @classmethod
    def of(cls, layout: Layout) -> "Naming | None":
        """Return the naming of a file; None when none of its references can name its records."""
        model = layout.record_type.model
        for column in layout.columns:
            target = column.target
            if not isinstance(target, RecordTarget) or target.model is not model:
                continue
            if not _fillable(column):
                continue
            named = next((key for key in target.record_key.variants() if not key.number), None)
            if named is not None:
                loose = named.fields != model.record_type().key.fields
                return cls(target, named.fields, named.separator, loose)
        return None

    def awaits(self, column: Column, key: Key, scope: Scope) -> bool:
        """Tell whether a row of the file may bring the record that a reference names."""
        return (
            column.target == self.target
            and _fillable(column)
            and not key.by
            and key.account in {"", scope.account.id}
            and len(key.text) <= _LONGEST
        )

    def name(self, key: Key, scope: Scope) -> str:
        """Return the name that a reference uses."""
        text = key.text if key.account == scope.account.id else str(key)
        return self._within(key.within, self.target.record_key.fold(text))

    def key(self, name: str) -> Key:
        """Return the reference that uses a name."""
        if not self.target.within:
            return Key(name)
        within, _, text = name.partition(_WITHIN)
        return Key(text, within=int(within))

    def brings(self, entry: Entry, layout: Layout) -> str:
        """Return the name of the record of an entry, "" when it has none."""
        *first, last = (self._text(entry, layout, field) for field in self.fields)
        if not last:
            return ""
        within: object = None
        if self.target.within:
            place = layout.position(self.target.within)
            within = entry.values[place] if place is not None else None
            if not isinstance(within, int):
                return ""
        parts = [*(part for part in first if part), last]
        return self._within(within, self.target.record_key.fold(self.separator.join(parts)))

    @staticmethod
    def _text(entry: Entry, layout: Layout, field: str) -> str:
        place = layout.position(field)
        value = entry.values[place] if place is not None else ""
        return value if isinstance(value, str) else ""

    def _within(self, within: object, text: str) -> str:
        return f"{within}{_WITHIN}{text}" if self.target.within else text


def _fillable(column: Column) -> bool:
    """Tell whether the references of a column can be filled in after the record is stored."""
    links = column.links
    simple = isinstance(links, Through) and len(links.parts) == 1
    return not column.relation and (links is None or simple)


def shown(name: str) -> str:
    """Return a name as the file has it."""
    return name.rpartition(_WITHIN)[2]
