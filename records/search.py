"""Search for the beginnings of words in the search columns of a type.

PostgreSQL without extensions offers text search for this: each type with search columns has a GIN
index on the words of their texts (`records.models.indexes`), and `condition` uses the very
expression of that index.
"""

import re
import string
from collections.abc import Sequence

from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorExact
from django.db.models import BooleanField, Expression, F, Func, Lookup, TextField, Value

#: More than anybody types; longer texts are pasted by mistake.
MAX_LENGTH = 200
_WORD = re.compile(r"[^\W_]+")
_BREAKS = string.punctuation


def words(text: str) -> list[str]:
    """Return the words of a search in lower case: runs of letters and digits."""
    return _WORD.findall(text.lower())


def vector(names: Sequence[str]) -> SearchVector:
    """Return the words of the columns, as the index of the type holds them.

    Punctuation separates words, so that an e-mail address is found by each of its parts.
    """
    return SearchVector(*(_plain(name) for name in names), config="simple")


def condition(names: Sequence[str], text: str) -> "Expression | Lookup[bool]":
    """Return the condition that every word of the text begins a word of the columns.

    A text without a letter or digit is found nowhere.
    """
    query = " & ".join(f"'{word}':*" for word in words(text))
    if not query or not names:
        return Value(False, output_field=BooleanField())
    raw = SearchQuery(query, config="simple", search_type="raw")
    return SearchVectorExact(vector(names), raw)


def _plain(name: str) -> Func:
    blanks = Value(" " * len(_BREAKS))
    return Func(F(name), Value(_BREAKS), blanks, function="translate", output_field=TextField())
