"""Columns that hold several values: those of a record are made what its row says."""

from collections.abc import Sequence

from fourme.accounts.models import User
from imports.headers import Layout
from imports.rows import Entry
from records import links
from records.links import LinkChange, Writing
from records.references import Scope


def link(
    entries: Sequence[Entry], layout: Layout, scope: Scope, user: User, number: int
) -> list[LinkChange]:
    """Store the values of all such columns; return what was changed of existing records.

    Changes of records of other types, which were made to point here, are among them. `number` is
    that of the import.
    """
    places = [place for place, column in enumerate(layout.columns) if column.many]
    if not places:
        return []
    person = getattr(user, "person", None)
    writing = Writing(
        layout.record_type,
        scope.account,
        person.pk if person else None,
        {entry.id for entry in entries if not entry.new},
        number,
    )
    changes = []
    for place in places:
        wanted = {entry.id: entry.values[place] for entry in entries}
        changes += links.write(layout.columns[place], wanted, writing)
    return changes
