"""The filter of a list, read from its address; an export of the list reads the same one.

An invalid filter fails: it never shows, counts or exports more than was asked for.
"""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet, TextChoices

from fourme.accounts.rights import Actor
from records import search
from records.conditions import Condition, InvalidFilter, read
from records.models.record import Record
from records.paging import Count
from records.references import Scope
from records.searching import split
from records.selection import Selection
from records.selectors import seen_by, visible_to
from records.types import RecordType
from records.ways import disabled, ways

__all__ = ["Filter", "InvalidFilter", "View", "apply", "from_query"]

#: Parameters of a list's address that say where in the list one is, not what is in it.
PLACE = frozenset({"sort", "after", "before", "looked", "add", "list"})


class View(TextChoices):
    """Which records a list shows of a type whose records can be disabled."""

    ENABLED = "enabled", "Enabled"
    DISABLED = "disabled", "Disabled"
    ALL = "all", "All"


@dataclass(frozen=True)
class Filter:
    """What a list shows: a view, a search, and conditions that all hold."""

    record_type: RecordType
    view: View = View.ALL
    search: str = ""
    conditions: tuple[Condition, ...] = ()

    def queryset(self, actor: Actor) -> QuerySet[Record]:
        """Return the records that the actor may see and the filter lets through, unordered.

        Raises InvalidFilter for a value that its column cannot have and for an unknown reference.
        """
        records = visible_to(actor, self.record_type).order_by().filter(self._fits(actor))
        if self.search:
            searched = search.condition(
                self.record_type.search_columns,
                self.search,
                [actor.account.id],
                numbered=self.record_type.key.number,
            )
            records = records.filter(searched)
        return records

    def selection(self, actor: Actor) -> Selection:
        """Return the same records for a list, which looks for them within bounds.

        Raises InvalidFilter as `queryset`.
        """
        accounts = seen_by(actor, self.record_type)
        scope = Scope.of(actor.account) if self.conditions else Scope(actor.account)
        asked = {each: each.value(scope, actor.user) for each in self.conditions}
        known = list(ways(self.record_type, asked, accounts))
        if self.view == View.DISABLED:
            known.append(disabled(self.record_type, accounts))
        return Selection(
            tuple(visible_to(actor, self.record_type, [each]).order_by() for each in accounts),
            self._view() & Q(*(each.asks(value) for each, value in asked.items())),
            tuple(known),
            split(self.record_type, self.search, [actor.account.id]) if self.search else None,
        )

    def _fits(self, actor: Actor) -> Q:
        scope = Scope.of(actor.account) if self.conditions else Scope(actor.account)
        return self._view() & Q(*(each.q(scope, actor.user) for each in self.conditions))

    def _view(self) -> Q:
        return Q() if self.view == View.ALL else Q(("disabled", self.view == View.DISABLED))

    def count(self, actor: Actor) -> Count:
        """Return how many records there are, or about how many. Raises InvalidFilter."""
        return self.selection(actor).count()

    def worded(self, actor: Actor) -> "Filter":
        """Return the filter with what people call the records that it names by their IDs.

        Raises InvalidFilter as `queryset`.
        """
        if not self.conditions:
            return self
        scope = Scope.of(actor.account)
        named = tuple(each.worded(scope, actor.user) for each in self.conditions)
        return replace(self, conditions=named)

    def describe(self) -> str:
        """Say in words what is shown: enabled people, Organization is “Widget”."""
        view = "" if self.view == View.ALL else f"{self.view.label.lower()} "
        found = [f"found by “{self.search}”"] if self.search else []
        parts = [f"{view}{self.record_type.label_of(2)}", *found]
        return ", ".join([*parts, *(each.describe() for each in self.conditions)])

    def query(self) -> str:
        """Return the query string of the filter, without the place in the list."""
        pairs = [("view", self.view.value)] if self.view != default_view(self.record_type) else []
        pairs += [("q", self.search)] if self.search else []
        return urlencode([*pairs, *((each.name, each.text) for each in self.conditions)])

    def without(self, condition: Condition) -> "Filter":
        """Return the filter without a condition."""
        rest = tuple(each for each in self.conditions if each != condition)
        return replace(self, conditions=rest)


def default_view(record_type: RecordType) -> View:
    """Return the view of a list whose address names none."""
    return View.ENABLED if can_be_disabled(record_type) else View.ALL


def can_be_disabled(record_type: RecordType) -> bool:
    """Tell whether records of the type can be disabled."""
    return any(column.name == "disabled" and column.field for column in record_type.columns)


def from_query(record_type: RecordType, query: str) -> Filter:
    """Read the filter from the query string of a list. Raises InvalidFilter."""
    view, text, conditions = default_view(record_type), "", []
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "view":
            view = _view(record_type, value)
        elif name == "q":
            text = _search(record_type, value)
        elif name not in PLACE:
            conditions.append(read(record_type, name, value))
    return Filter(record_type, view, text, tuple(dict.fromkeys(conditions)))


def apply(
    records: QuerySet[Record], record_type: RecordType, query: str, actor: Actor
) -> QuerySet[Record]:
    """Narrow a queryset by the query string of a list. Raises InvalidFilter."""
    return records.filter(pk__in=from_query(record_type, query).queryset(actor).values("pk"))


def _view(record_type: RecordType, value: str) -> View:
    if value not in View.values or not can_be_disabled(record_type):
        raise InvalidFilter(f"{record_type.label} have no view “{value}”.", "view")
    return View(value)


def _search(record_type: RecordType, value: str) -> str:
    value = value.strip()
    if value and not record_type.search_columns:
        raise InvalidFilter(f"{record_type.label} cannot be searched; use a filter.", "q")
    if "\0" in value or len(value) > search.MAX_LENGTH:
        raise InvalidFilter(f"Search for at most {search.MAX_LENGTH} characters.", "q")
    return value
