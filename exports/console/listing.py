"""What the list of exports shows: a view, a search, a page."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import QueryDict

from exports.console import paging
from exports.console.row import Row, rows
from exports.models import Export
from fourme.jobs.models import State
from fourme.jobs.perform import CANCELED
from fourme.logs.addresses import address, keys
from fourme.logs.paging import Page
from records import registry

_LONGEST, _MOST_WORDS = 200, 10


@dataclass(frozen=True)
class View:
    """A tab of the list: which exports, in which order, and what to say when there are none."""

    name: str
    label: str
    condition: Q
    order: str
    empty: str
    advice: str


_FAILED = Q(last_run__state=State.FAILED) & ~Q(last_run__message=CANCELED)
_VIEWS = (
    View(
        "all",
        "All",
        Q(),
        "name",
        "No exports yet",
        "An export says which types of records are exported together, in whose name, and when: "
        "with a click or on a schedule. Its files and runs are found here.",
    ),
    View(
        "scheduled",
        "Scheduled",
        Q(disabled=False, next_run_at__isnull=False),
        "next_run_at",
        "Nothing is scheduled",
        "Exports with a recurrence or a start date stand here, the next one first.",
    ),
    View(
        "recent",
        "Recent",
        Q(last_run__isnull=False),
        "-last_run_id",
        "Nothing has run yet",
        "Exports that have run stand here, the latest first.",
    ),
    View(
        "disabled",
        "Disabled",
        Q(disabled=True),
        "name",
        "No export is disabled",
        "Disabling an export pauses its recurrence. One that fails five times in a row disables "
        "itself.",
    ),
    View(
        "failed",
        "Failed",
        _FAILED,
        "-last_run_id",
        "No export has failed",
        "Exports whose last run failed stand here, the latest first.",
    ),
)
_BY_NAME = {view.name: view for view in _VIEWS}


class Listing:
    """The exports that an address asks for; what cannot be read of it counts as left out."""

    def __init__(self, exports: QuerySet[Export], query: QueryDict) -> None:
        self._exports = exports
        self._query = query
        self.view = _BY_NAME.get(query.get("view", ""), _VIEWS[0])
        self.search = query.get("q", "").replace("\0", "")[:_LONGEST].strip()

    @property
    def tabs(self) -> list[tuple[View, str]]:
        """The views with their addresses; the search does not come along."""
        return [(view, f"?view={view.name}") for view in _VIEWS]

    @cached_property
    def page(self) -> Page[Export]:
        """The page that the address names, else the first one."""
        found = self._exports.filter(self.view.condition, _matching(self.search))
        return paging.page(found, self.view.order, **keys(self._query))

    @cached_property
    def rows(self) -> list[Row]:
        """The exports of the page."""
        return rows(self.page.rows)

    @property
    def previous(self) -> str:
        """Address of the page before, "" on the first one."""
        return self._with(before=self.page.before) if self.page.before else ""

    @property
    def next(self) -> str:
        """Address of the page after, "" on the last one."""
        return self._with(after=self.page.after) if self.page.after else ""

    def _with(self, **values: object) -> str:
        return address(self._query, **values)


def _matching(text: str) -> Q:
    """Return the condition that each word is in the name or in the label of a type."""
    condition = Q()
    for word in text.lower().split()[:_MOST_WORDS]:
        slugs = [each.slug for each in registry.types() if word in each.label.lower()]
        condition &= Q(name__icontains=word) | Q(types__overlap=slugs)
    return condition
