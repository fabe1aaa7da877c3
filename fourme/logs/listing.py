"""What the list of the system log shows, as plain values for its template."""

from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from fourme.logs import paging, selectors
from fourme.logs.addresses import address, keys
from fourme.logs.chart import Chart, Day, draw
from fourme.logs.forms import FilterForm
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import Outcome
from fourme.logs.rows import Row


class Listing:
    """One view of the log: tabs, chart, and a page of entries."""

    def __init__(
        self, entries: QuerySet[SystemLog], form: FilterForm, zone: ZoneInfo, query: QueryDict
    ) -> None:
        self._entries = entries
        self._query = query
        self._zone = zone
        self._found = form.filter(entries, zone)
        self.view = SystemLog.LogType(form.cleaned_data.get("view") or selectors.DEFAULT)

    def tabs(self) -> list[tuple[SystemLog.LogType, str]]:
        """Return the views with their addresses; other filters do not come along."""
        return [(view, f"?view={view}") for view in selectors.views_of(self._entries)]

    @cached_property
    def chart(self) -> Chart:
        """The last 30 days of this view, without further filters."""
        today = timezone.now().astimezone(self._zone).date()
        return draw(self._entries.filter(log_type=self.view), self._zone, today)

    def days(self) -> list[tuple[Day, str]]:
        """Return the bars with the addresses that filter by their day."""
        return [(bar, self._with(start=bar.day, end=bar.day)) for bar in self.chart.days]

    def sums(self) -> list[tuple[Outcome, int, str]]:
        """Return the sums of the chart with the addresses that filter by outcome."""
        start, end = self.chart.first, self.chart.days[-1].day
        return [
            (outcome, count, self._with(start=start, end=end, level=outcome.name))
            for outcome, count in self.chart.sums
        ]

    @cached_property
    def page(self) -> paging.Page[SystemLog]:
        """The page that the address names, else the newest entries."""
        return paging.newest_first(self._found, **keys(self._query))

    def rows(self) -> list[Row]:
        """Return the entries of the page."""
        return [Row(log) for log in self.page.rows]

    @property
    def newer(self) -> str:
        """Address of the page before, "" on the first one."""
        return self._with(before=self.page.before) if self.page.before else ""

    @property
    def older(self) -> str:
        """Address of the page after, "" on the last one."""
        return self._with(after=self.page.after) if self.page.after else ""

    @property
    def filtered(self) -> bool:
        """Tell whether anything but the view is asked for."""
        return any(self._query.get(name) for name in ("start", "end", "person", "level", "q"))

    def _with(self, **values: object) -> str:
        return address(self._query, **values)
