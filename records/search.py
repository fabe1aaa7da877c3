"""Search for the beginnings of words in the search columns of a type.

PostgreSQL without extensions offers text search for this: each type with search columns has a GIN
index on the words of their texts (`records.models.indexes`), and `condition` uses the very
expression of that index. Every word in it begins with the account, so that an account's search
neither reads nor counts what others have.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import Expression, F, Func, Q, TextField, Value
from django.db.models.functions import Collate, Concat, Lower
from django.db.models.lookups import IRegex, StartsWith

#: More than anybody types; longer texts are pasted by mistake.
MAX_LENGTH = 200
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[0-9]{1,18}")
_WORD_BEGINS = "(^|[^[:alnum:]]+)(?=[[:alnum:]])"
#: A single letter begins too many words for the index: the beginning of the first column serves it.
_SHORT = 1


def words(text: str) -> list[str]:
    """Return the words of a search in lower case: runs of letters and digits."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))


def number(text: str) -> int | None:
    """Return the number that the text is, None when it is more than that or none."""
    return int(text) if _NUMBER.fullmatch(text.strip()) else None


def folded(name: str) -> Expression:
    """Return the text of a column in lower case, ordered alike on every server."""
    return Collate(Lower(name), "C")


def vector(names: Sequence[str]) -> SearchVector:
    """Return the words of the columns, each after the account, as the index of the type has them.

    Punctuation separates words, so that an e-mail address is found by each of its parts.
    """
    account = Func(
        F("account_id"), Value("-"), Value(""), function="replace", output_field=TextField()
    )
    marked = Func(
        _text(names),
        Value(_WORD_BEGINS),
        Concat(Value(" a"), account, output_field=TextField()),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    return SearchVector(marked, config="simple")


def condition(
    names: Sequence[str], text: str, accounts: Iterable[str], *, numbered: bool = False
) -> Q:
    """Return the condition that every word of the text begins a word of the columns.

    Of records that people know by their numbers (`numbered`) a number also finds the one with it.

    Only records of the accounts are found (the caller still keeps others out). A single letter
    alone is looked for at the beginning of the first column; a text without a letter or digit is
    found nowhere.
    """
    found = words(text)
    if numbered and (sought := number(text)) is not None:
        return condition(names, text, accounts) | Q(pk=sought)
    if not found or not names:
        return Q(pk__in=[])
    long = [word for word in found if len(word) > _SHORT]
    rest = [word for word in found if len(word) <= _SHORT]
    if long:
        query = " | ".join(f"({_query(account, long)})" for account in accounts)
        raw = SearchQuery(query, config="simple", search_type="raw")
        result = Q(SearchVectorExact(vector(names), raw))
    else:
        result = Q(StartsWith(folded(names[0]), rest.pop(0)))
    return result & begun(names, rest)


def begun(names: Sequence[str], beginnings: Collection[str]) -> Q:
    """Return the condition that each of the texts begins a word, asked of the words themselves."""
    asked = (Q(IRegex(_text(names), f"(^|[^[:alnum:]]){word}")) for word in beginnings)
    return Q(*asked)


def _text(names: Sequence[str]) -> Expression:
    parts = [part for name in names for part in (Value(" "), F(name))]
    return Concat(*parts, output_field=TextField())


def _query(account: str, found: list[str]) -> str:
    return " & ".join(f"'a{account.replace('-', '')}{word}':*" for word in found)
