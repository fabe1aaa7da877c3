"""The search in all types at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Expression, Func, TextField, Value
from django.db.models.functions import Left, NullIf

from fourme.accounts.rights import Actor
from records import glimpses, registry, search, searching
from records.cells import Cell, record_url
from records.filters import View, can_be_disabled
from records.glimpses import Glimpse
from records.naming import SEPARATOR
from records.selectors import visible_to
from records.types import RecordType

_COUNTED = 100
_LONG = 60


@dataclass(frozen=True)
class Found:
    """A few records of a type that a search finds, and how many there are."""

    record_type: RecordType
    glimpse: Glimpse
    #: The records shown, each with whether it is disabled.
    records: list[tuple[Cell, bool]]
    url: str


@dataclass(frozen=True)
class Search:
    """A search in all types."""

    text: str
    found: list[Found]
    problem: str = ""


def found_in_all(actor: Actor, text: str) -> Search:
    """Search all types that can be searched: four statements, two more for each large table."""
    if "\0" in text or len(text) > search.MAX_LENGTH:
        return Search(text, [], f"Search for at most {search.MAX_LENGTH} characters.")
    known = [each for each in registry.types() if each.search_columns and actor.may(each.door)]
    types = _filled(known, actor)
    accounts, large = [actor.account.id], searching.large(types)
    seen = glimpses.glimpses(
        [
            searching.some(
                visible_to(actor, each),
                searching.split(each, text, accounts, many=each.slug in large),
            )
            for each in types
        ],
        _COUNTED,
    )
    filled = [(each, glimpse) for each, glimpse in zip(types, seen, strict=True) if glimpse.count]
    named = glimpses.names(
        {each.slug: glimpse.ids for each, glimpse in filled},
        {each.slug: each for each, _ in filled},
        {each.slug: _label(each) for each, _ in filled},
    )
    return Search(text, [_found(each, glimpse, named, text) for each, glimpse in filled])


def _filled(types: list[RecordType], actor: Actor) -> list[RecordType]:
    """Return the types of which the account has records: most accounts use a few of them."""
    tables = [each.model._meta.db_table for each in types]
    asked = [
        f"SELECT {place} WHERE EXISTS (SELECT FROM {table} WHERE account_id = %s)"  # noqa: S608 -- names of ours
        for place, table in enumerate(tables)
    ]
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), [actor.account.id] * len(asked))
        return [types[place] for (place,) in cursor.fetchall()]


def _found(
    record_type: RecordType,
    glimpse: Glimpse,
    named: dict[tuple[str, int], glimpses.Named],
    text: str,
) -> Found:
    slug = record_type.slug
    shown = [(pk, named[slug, pk]) for pk in glimpse.ids if (slug, pk) in named]
    view = [("view", View.ALL)] if can_be_disabled(record_type) else []
    return Found(
        record_type,
        glimpse,
        [(Cell(each.label, url=record_url(slug, pk)), each.disabled) for pk, each in shown],
        f"/records/{slug}/?{urlencode([*view, ('q', text)])}",
    )


def _label(record_type: RecordType) -> Expression:
    """Return the first words of what the list begins with, and of all that is searched."""
    names = dict.fromkeys((*record_type.list_columns[:1], *record_type.search_columns))
    texts = [record_type.column(name).text() for name in names]
    short = [NullIf(Left(text, _LONG), Value(""), output_field=TextField()) for text in texts]
    return Func(Value(SEPARATOR), *short, function="CONCAT_WS", output_field=TextField())
