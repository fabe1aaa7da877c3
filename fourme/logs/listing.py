"""What the screen of a log shows, as plain values for its template."""

from functools import cached_property
from typing import ClassVar, Generic, TypeVar
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from fourme.logs import events, paging, tabs
from fourme.logs.addresses import address, keys
from fourme.logs.chart import Chart, Day, draw
from fourme.logs.forms import LogFilter, SystemLogFilter
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import LEVELS, Outcome, Outcomes
from fourme.logs.rows import Row
from fourme.logs.tabs import Tab

M = TypeVar("M", bound=Model)


class Listing(Generic[M]):
    """A log: tabs, chart, and a page of entries.

    `entries` are all of the log, `found` those that the filter lets through. A subclass says which
    template shows a page of them, their outcomes, and as which record type they are exported.
    """

    table: ClassVar[str]
    outcomes: ClassVar[Outcomes]
    exported_as: ClassVar[str]

    def __init__(
        self,
        tab: Tab,
        *,
        entries: QuerySet[M],
        found: QuerySet[M],
        form: LogFilter,
        zone: ZoneInfo,
        query: QueryDict,
    ) -> None:
        self.tab = tab
        self.form = form
        self.zone = zone
        self._entries = entries
        self._found = found
        self._query = query

    def tabs(self) -> list[Tab]:
        """Return all logs; other filters do not come along."""
        return tabs.tabs()

    @cached_property
    def chart(self) -> Chart:
        """The last 30 days of this log, without further filters."""
        today = timezone.now().astimezone(self.zone).date()
        return draw(self._entries, self.outcomes, self.zone, today)

    def days(self) -> list[tuple[Day, str]]:
        """Return the bars with the addresses that filter by their day."""
        return [(bar, self._with(start=bar.day, end=bar.day)) for bar in self.chart.days]

    def sums(self) -> list[tuple[Outcome, int, str]]:
        """Return the sums of the chart with the addresses that filter by outcome."""
        days = {"start": self.chart.first, "end": self.chart.days[-1].day}
        return [
            (outcome, count, self._with(**days, **{self.outcomes.field: outcome.name}))
            for outcome, count in self.chart.sums
        ]

    @cached_property
    def page(self) -> paging.Page[M]:
        """The page that the address names, else the newest entries."""
        return paging.newest_first(self._found, **keys(self._query))

    @property
    def newer(self) -> str:
        """Address of the page before, "" on the first one."""
        return self._with(before=self.page.before) if self.page.before else ""

    @property
    def older(self) -> str:
        """Address of the page after, "" on the last one."""
        return self._with(after=self.page.after) if self.page.after else ""

    @property
    def export_url(self) -> str:
        """The dialog that exports what is found, "" when the filter cannot be used."""
        if not self.form.is_valid():
            return ""
        return reverse("export-new", args=[self.exported_as]) + "?" + urlencode(self.form.pairs())

    def _with(self, **values: object) -> str:
        return address(self._query, **values)


class SystemLogListing(Listing[SystemLog]):
    """One of the logs of the system log."""

    table = "logs/_entries.html"
    outcomes = LEVELS
    exported_as = "system_logs"

    def __init__(
        self,
        entries: QuerySet[SystemLog],
        form: SystemLogFilter,
        zone: ZoneInfo,
        query: QueryDict,
    ) -> None:
        found = form.filter(entries, zone)
        entries = entries.filter(log_type=form.log_type)
        tab = tabs.of(form.log_type)
        super().__init__(tab, entries=entries, found=found, form=form, zone=zone, query=query)

    def rows(self) -> list[Row]:
        """Return the entries of the page."""
        return [Row(log) for log in self.page.rows]

    @property
    def lasting(self) -> bool:
        """Tell whether an entry can take more than an instant."""
        return any(event.lasts for event in events.of(self.tab.name))
