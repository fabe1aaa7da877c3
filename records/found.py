"""The search in all types at once."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.text import Truncator

from fourme.accounts.rights import Actor
from records import registry, search
from records.cells import record_url
from records.filters import View, can_be_disabled
from records.selectors import visible_to
from records.types import RecordType

_SHOWN = 5
_COUNTED = 100
_LONG = 60


@dataclass(frozen=True)
class Found:
    """The first records of a type that a search finds, and how many there are."""

    record_type: RecordType
    #: Address, label and whether it is disabled, of each record shown.
    records: list[tuple[str, str, bool]]
    count: int
    url: str

    @property
    def more(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > _COUNTED


@dataclass(frozen=True)
class Search:
    """A search in all types."""

    text: str
    found: list[Found]
    problem: str = ""


def found_in_all(actor: Actor, text: str) -> Search:
    """Search all types that can be searched: two short queries for each, in any account size."""
    if "\0" in text or len(text) > search.MAX_LENGTH:
        return Search(text, [], f"Search for at most {search.MAX_LENGTH} characters.")
    found = [_found(actor, each, text) for each in registry.types() if each.search_columns]
    return Search(text, [each for each in found if each.count])


def _found(actor: Actor, record_type: RecordType, text: str) -> Found:
    asked = search.condition(record_type.search_columns, text, [actor.account.id])
    records = visible_to(actor, record_type).filter(asked).order_by()
    disabled = ("disabled",) if can_be_disabled(record_type) else ()
    names = dict.fromkeys((*record_type.list_columns[:1], *record_type.search_columns))
    texts = {f"text_{name}": record_type.column(name).text() for name in names}
    rows = list(records.values("pk", *disabled, **texts)[:_SHOWN])
    count = records[: _COUNTED + 1].count() if len(rows) == _SHOWN else len(rows)
    view = [("view", View.ALL)] if disabled else []
    return Found(
        record_type,
        [
            (record_url(record_type.slug, row["pk"]), _label(row), row.get("disabled", False))
            for row in rows
        ],
        count,
        f"/records/{record_type.slug}/?{urlencode([*view, ('q', text)])}",
    )


def _label(row: dict[str, Any]) -> str:
    shown = [str(text) for name, text in row.items() if name.startswith("text_") and text]
    return " · ".join(Truncator(text).chars(_LONG) for text in shown)
