"""The search in all types at once."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fourme.accounts.rights import Actor
from records import registry, search
from records.selectors import visible_to
from records.types import RecordType

_SHOWN = 5
_COUNTED = 100


@dataclass(frozen=True)
class Found:
    """The first records of a type that a search finds, and how many there are."""

    record_type: RecordType
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
    first = list(records[:_SHOWN])
    count = records[: _COUNTED + 1].count() if len(first) == _SHOWN else len(first)
    view = [("view", "all")] if hasattr(record_type.model, "disabled") else []
    return Found(
        record_type,
        [(each.get_absolute_url(), str(each), getattr(each, "disabled", False)) for each in first],
        count,
        f"/records/{record_type.slug}/?{urlencode([*view, ('q', text)])}",
    )
