"""A search of a list in two parts: what an index finds, and what is asked of each record found.

The word index collects all records with a word before the first one comes out, which takes 0.3 s
for a word that a million records have. Such words are asked of the records instead: those that the
other words find or, without any, those along the order of the list.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.lookups import StartsWith

from records import search, walking
from records.models.indexes import is_text
from records.models.record import Record
from records.types import RecordType

#: So many records can be collected from the word index: some thirty milliseconds.
COLLECTED = 100_000
#: So many of the records that an index finds are looked at, and so many where none helps.
FOUND, LOOKED = 3_000, 3_000
#: Bytes of the smallest record.
_SMALLEST = 80
_SAMPLE = 300


@dataclass(frozen=True)
class Search:
    """What `found` an index finds, None when no index helps; `rest` is asked of each record.

    `words` says that it is the word index that finds them.
    """

    found: Q | None = None
    rest: Q = field(default_factory=Q)
    words: bool = True


def split(
    record_type: RecordType, text: str, accounts: Collection[str], *, many: bool | None = None
) -> Search:
    """Return the search for the beginnings of words in records of the accounts.

    `many` tells whether there may be so many records that common words matter, if that is known.
    """
    if many is None:
        many = record_type.slug in large([record_type])
    names, asked = record_type.search_columns, search.words(text)
    number = search.number(text) if record_type.key.number else None
    long = [word for word in asked if len(word) > 1]
    if not long or not names:
        return _short(record_type, text, accounts, number)
    rare = _rare(record_type, long, accounts) if many else long
    rest = search.begun(names, [word for word in asked if word not in rare])
    if number is not None:
        found = search.condition(names, text, accounts) | Q(pk=number)
        return Search(found) if rare else Search(None, rest | Q(pk=number))
    return Search(search.condition(names, " ".join(rare), accounts) if rare else None, rest)


def large(record_types: Iterable[RecordType]) -> set[str]:
    """Return the slugs of the types with tables in which a word can be too common, in one query."""
    slugs = {each.model._meta.db_table: each.slug for each in record_types}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relnamespace = "
            "current_schema()::regnamespace AND pg_relation_size(oid) > %s",
            [list(slugs), COLLECTED * _SMALLEST],
        )
        return {slugs[name] for (name,) in cursor.fetchall()}


def some(records: QuerySet[Any], search: Search) -> QuerySet[Any]:
    """Return records that a search finds: all of them, unless very many have its words."""
    if search.found is None:
        looked = records.order_by("pk").values("pk")[:LOOKED]
    else:
        looked = records.model._default_manager.filter(search.found).order_by().values("pk")
        looked = looked[:FOUND]
    return records.filter(search.rest, pk__in=looked)


def _short(
    record_type: RecordType, text: str, accounts: Collection[str], number: int | None
) -> Search:
    """Look for single letters: the first begins the first column, as the index of the list has it.

    Where the list begins with another column no index has them.
    """
    names, letters = record_type.search_columns, search.words(text)
    if not letters or not names:
        return Search(Q(pk__in=[]), words=False)
    first = Q(StartsWith(search.folded(names[0]), letters[0]))
    rest = search.begun(names, letters[1:])
    if number is not None:
        return Search(None, first | Q(pk=number))
    stored = record_type.model._meta.get_field(names[0])
    if names[0] == next(iter(record_type.list_columns), "") and is_text(stored):
        return Search(first & Q(account__in=accounts), rest, words=False)
    return Search(None, first & rest)


def _rare(record_type: RecordType, words: list[str], accounts: Collection[str]) -> list[str]:
    """Return the words of which all records together are few enough to be collected."""
    share, many = _shares(record_type.model, record_type, words, accounts)
    rare: list[str] = []
    collected = 0.0
    for word in sorted(words, key=lambda each: share[each]):
        collected += share[word] * many
        if collected > COLLECTED:
            break
        rare.append(word)
    return rare


def _shares(
    model: type[Record], record_type: RecordType, words: list[str], accounts: Collection[str]
) -> tuple[dict[str, float], int]:
    """Return how often each word begins one in the records of a sample, and how many there are.

    The sample is spread over the IDs of the table; where there are too few, nothing is read.
    """
    ends = model._default_manager.aggregate(low=Min("pk"), high=Max("pk"))
    low, high = ends["low"] or 0, ends["high"] or 0
    many = high - low + 1
    if many <= COLLECTED:
        return dict.fromkeys(words, 0.0), many
    ids = walking.spread(low, high, _SAMPLE)
    names = record_type.search_columns
    own = Q(account__in=accounts)
    found = model._default_manager.filter(walking.among(ids)).aggregate(
        **{
            f"word{place}": Count("pk", filter=own & search.begun(names, [word]))
            for place, word in enumerate(words)
        }
    )
    return {word: found[f"word{place}"] / len(ids) for place, word in enumerate(words)}, many
