"""The values of columns with several: read, compared and written for many records at once."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg import sql

from fourme.accounts.models import Account
from records.types import Backward, Column, NotesOf, RecordType, Through

#: By record its values: IDs, tuples of the parts of a `Through`, or notes.
Values = Mapping[int, Sequence[Any]]


@dataclass(frozen=True)
class LinkChange:
    """What became of a column of an existing record.

    Values are IDs, tuples for links of several parts, and texts of notes. A record of another type
    that was made to point elsewhere (`Backward`) has a change of its own: of its reference, with
    the ID before and after, none for none.
    """

    record_type: RecordType
    record: int
    column: str
    removed: tuple[Any, ...]
    added: tuple[Any, ...]


@dataclass(frozen=True)
class Writing:
    """For whom values are written, and which of the records existed before."""

    record_type: RecordType
    account: Account
    #: The person who wrote the notes that name none.
    author: int | None
    existing: Collection[int]
    #: The import that writes, for the notes that it makes; None by hand.
    import_number: int | None = None


def stored(column: Column, ids: Collection[int], account: Account) -> dict[int, tuple[Any, ...]]:
    """Return the values that records have in a column: none are missing, notes are left out."""
    found: dict[int, tuple[Any, ...]] = {}
    if isinstance(column.links, Through):
        for _, owner, value in _rows(column.links, ids, account):
            found[owner] = (*found.get(owner, ()), value)
    elif isinstance(column.links, Backward):
        links = column.links
        theirs = links.model._default_manager.filter(
            **{f"{links.field}__in": ids, "account": account}
        )
        for other, owner in theirs.order_by("pk").values_list("pk", f"{links.field}_id"):
            found[owner] = (*found.get(owner, ()), other)
    return found


def write(column: Column, wanted: Values, writing: Writing) -> list[LinkChange]:
    """Make the values of the records what is wanted; return what was changed of existing ones."""
    if isinstance(column.links, Through):
        return _through(column, column.links, wanted, writing)
    if isinstance(column.links, Backward):
        return _backward(column, column.links, wanted, writing)
    if isinstance(column.links, NotesOf):
        return _notes(column, column.links, wanted, writing)
    return []


def _through(column: Column, links: Through, wanted: Values, writing: Writing) -> list[LinkChange]:
    before: dict[int, dict[Any, int]] = {}
    for pk, owner, value in _rows(links, writing.existing, writing.account):
        before.setdefault(owner, {})[value] = pk
    gone: list[int] = []
    lines: list[tuple[Any, ...]] = []
    changes = []
    for owner, values in wanted.items():
        there = before.get(owner, {})
        named = dict.fromkeys(values)
        removed = tuple(value for value in there if value not in named)
        added = tuple(value for value in named if value not in there)
        gone += [there[value] for value in removed]
        lines += [(owner, *(v if isinstance(v, tuple) else (v,))) for v in added]
        if (removed or added) and owner in writing.existing:
            changes.append(LinkChange(writing.record_type, owner, column.name, removed, added))
    if gone:
        links.model._default_manager.filter(pk__in=gone).delete()
    _copy(links.model, [links.owner, *links.parts], lines)
    return changes


def _rows(
    links: Through, owners: Collection[int], account: Account
) -> Iterable[tuple[int, int, Any]]:
    """Yield the primary key, the owner and the value of each link of the owners."""
    if not owners:
        return
    conditions: dict[str, Any] = {f"{links.owner}__in": owners}
    if links.own:
        conditions[f"{links.parts[0]}__account"] = account
    names = [str(_field(links.model, name).attname) for name in (links.owner, *links.parts)]
    rows = links.model._default_manager.filter(**conditions).order_by("pk")
    for pk, owner, *parts in rows.values_list("pk", *names):
        yield pk, owner, tuple(parts) if len(parts) > 1 else parts[0]


def _backward(
    column: Column, links: Backward, wanted: Values, writing: Writing
) -> list[LinkChange]:
    """Let those named point to the record; those that did and are not named point nowhere."""
    leads = {other: owner for owner, others in wanted.items() for other in others}
    concerned = models.Q(pk__in=leads) | models.Q(**{f"{links.field}__in": writing.existing})
    rows = (
        links.model._default_manager.filter(concerned, account=writing.account)
        .order_by("pk")
        .select_for_update()
        .values_list("pk", f"{links.field}_id")
    )
    moved = [(other, old, leads.get(other)) for other, old in rows if old != leads.get(other)]
    _point(links, {other: new for other, _, new in moved})
    removed: dict[int | None, list[int]] = {}
    added: dict[int | None, list[int]] = {}
    for other, old, new in moved:
        removed.setdefault(old, []).append(other)
        added.setdefault(new, []).append(other)
    changes = [
        LinkChange(
            writing.record_type,
            owner,
            column.name,
            tuple(removed.get(owner, ())),
            tuple(added.get(owner, ())),
        )
        for owner in wanted
        if owner in writing.existing and (owner in removed or owner in added)
    ]
    there = links.model.record_type()  # type: ignore[attr-defined] # a Record
    changes += [
        LinkChange(there, other, links.field, (old,) * bool(old), (new,) * bool(new))
        for other, old, new in moved
    ]
    return changes


def _point(links: Backward, leads: Mapping[int, int | None]) -> None:
    if not leads:
        return
    statement = sql.SQL(
        "UPDATE {} t SET {} = u.lead FROM unnest(%s::bigint[], %s::bigint[]) u(id, lead) "
        "WHERE t.id = u.id"
    ).format(
        sql.Identifier(links.model._meta.db_table),
        sql.Identifier(str(_field(links.model, links.field).column)),
    )
    session: Any = connection.connection
    with connection.wrap_database_errors, session.cursor() as cursor:
        cursor.execute(statement, [list(leads), list(leads.values())])


def _notes(column: Column, links: NotesOf, wanted: Values, writing: Writing) -> list[LinkChange]:
    """Add the notes that the records do not have yet.

    A note is known by its author, its second and its text; one without an author by its text.
    """
    about = [owner for owner, notes in wanted.items() if notes and owner in writing.existing]
    known: set[tuple[Any, ...]] = set()
    rows = links.model._default_manager.filter(
        about=links.about, record_id__in=about, internal=links.internal
    ).values_list("record_id", "person_id", "created_at", "text")
    for owner, person, at, text in rows if about else ():
        known |= {(owner, person, _second(at), _bare(text)), (owner, None, None, _bare(text))}
    now = dt.datetime.now(dt.UTC)
    added: dict[int, list[str]] = {}
    lines = []
    for owner, notes in wanted.items():
        for note in notes:
            if (owner, note.author, _second(note.at), _bare(note.text)) not in known:
                added.setdefault(owner, []).append(note.text)
                lines.append((owner, note.author or writing.author, note.at or now, note.text))
    _store_notes(links, lines, writing)
    return [
        LinkChange(writing.record_type, owner, column.name, (), tuple(texts))
        for owner, texts in added.items()
        if owner in writing.existing
    ]


def _store_notes(links: NotesOf, lines: Iterable[tuple[Any, ...]], writing: Writing) -> None:
    fixed = {
        "account": writing.account.pk,
        "import_number": writing.import_number,
        "about": links.about,
        "internal": links.internal,
    }
    varied = ("record_id", "person", "created_at", "text")
    for each in links.model._meta.concrete_fields:
        if not (each.primary_key or each.has_db_default() or each.name in {*fixed, *varied}):
            fixed[each.name] = each.get_default()
    values = list(fixed.values())
    _copy(links.model, [*varied, *fixed], [(*line, *values) for line in lines])


def _second(at: dt.datetime | None) -> dt.datetime | None:
    return at and at.replace(microsecond=0)


def _bare(text: str) -> str:
    """Return the text as a cell holds it, where line breaks stand between notes."""
    return text.strip("\n")


def _copy(
    model: type[models.Model], names: Sequence[str], lines: Sequence[tuple[Any, ...]]
) -> None:
    if not lines:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(_field(model, name).column)) for name in names),
    )
    session: Any = connection.connection
    with (
        connection.wrap_database_errors,
        session.cursor() as cursor,
        cursor.copy(statement) as stream,
    ):
        for line in lines:
            stream.write_row(line)


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
