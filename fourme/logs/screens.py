"""What the two screens of the system log show, as plain values for the templates."""

from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from fourme.accounts.context import person_label
from fourme.accounts.rights import Actor, Door
from fourme.files.links import link
from fourme.files.models import Download, StoredFile
from fourme.logs import events, paging, selectors
from fourme.logs.chart import Chart, Day, draw
from fourme.logs.forms import FilterForm
from fourme.logs.models import LogMessage, SystemLog
from fourme.logs.outcomes import Outcome, outcome_of


class Row:
    """An entry in the list."""

    def __init__(self, log: SystemLog) -> None:
        self.log = log

    @property
    def outcome(self) -> Outcome:
        """Level, or running."""
        return outcome_of(self.log)

    @property
    def who(self) -> str:
        """Name or address of the person."""
        return person_label(self.log.user) if self.log.user else ""

    @property
    def took(self) -> str:
        """How long it took, or has taken so far: "2 min 5 s"; empty for an instant."""
        end = self.log.finished_at or timezone.now()
        return duration(end - self.log.created_at)


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
        return paging.newest_first(self._found, **_keys(self._query))

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
        return _address(self._query, **values)


class Entry(Row):
    """An entry on its own page, with a page of its messages."""

    def __init__(self, log: SystemLog, query: QueryDict, actor: Actor) -> None:
        super().__init__(log)
        self._query = query
        self._actor = actor
        self.text = query.get("q", "").strip()
        self.reason = query.get("reason", "")

    @property
    def title(self) -> str:
        """What kind of event it was, and its number."""
        return f"{events.get(self.log.event).label} {self.log.pk}"

    @property
    def lasted(self) -> bool:
        """Tell whether it was more than an instant."""
        return self.log.log_type != SystemLog.LogType.AUTHENTICATION

    def counters(self) -> list[tuple[str, int]]:
        """Return what was counted."""
        return [(label, value) for label, value in self.log.data if _is_count(value)]

    def facts(self) -> list[tuple[str, str]]:
        """Return what else was noted of the event."""
        return [
            (label, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
            for label, value in self.log.data
            if not _is_count(value) and value not in (None, "", [])
        ]

    def files(self) -> list[tuple[StoredFile, str]]:
        """Return the files with their addresses, "" for those that are over or not to be had."""
        return [
            (stored, link(stored) if self._opens(stored) else "")
            for stored in self.log.files.order_by("pk")
        ]

    def _opens(self, stored: StoredFile) -> bool:
        """Tell whether the actor gets the file: exported records need the right to export."""
        secret = stored.purpose == StoredFile.Purpose.EXPORT
        return not stored.expired and (self._actor.may(Door.EXPORT) or not secret)

    def downloads(self) -> list[tuple[Download, str]]:
        """Return the latest downloads and who made each."""
        return [
            (one, person_label(one.user) if one.user else "")
            for one in selectors.downloads_of(self.log)
        ]

    def reasons(self) -> list[tuple[str, int]]:
        """Return the frequent reasons and their numbers, the chosen one in any case."""
        found = selectors.reasons_of(self.log)
        chosen = [(self.reason, self.count)] if self.reason else []
        return found if self.reason in dict(found) else chosen + found

    @cached_property
    def has_messages(self) -> bool:
        """Tell whether there are messages at all."""
        return self.log.messages.exists()

    @cached_property
    def _found(self) -> QuerySet[LogMessage]:
        return selectors.messages_of(self.log, text=self.text, reason=self.reason)

    @cached_property
    def page(self) -> paging.Page[LogMessage]:
        """The page of messages that the address names, else the first."""
        return paging.by_number(self._found, **_keys(self._query))

    @cached_property
    def count(self) -> int:
        """The number of messages that match."""
        return self._found.count()

    @property
    def previous(self) -> str:
        """Address of the page before."""
        return _address(self._query, before=self.page.before) if self.page.before else ""

    @property
    def next(self) -> str:
        """Address of the page after."""
        return _address(self._query, after=self.page.after) if self.page.after else ""


def duration(span: timedelta) -> str:
    """Return a span in at most two units: "250 ms", "5 s", "2 min 5 s", "3 h 10 min"."""
    seconds = max(span.total_seconds(), 0)
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    minutes, whole = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min")] if hours else [(minutes, "min"), (whole, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def _keys(query: QueryDict) -> dict[str, int | None]:
    """Read the key of the page before or after from the address; nonsense means the first page."""
    return {
        name: int(text) if (text := query.get(name, "")).isdecimal() and len(text) < 19 else None  # noqa: PLR2004 - digits of a 64-bit key
        for name in ("before", "after")
    }


def _address(query: QueryDict, **values: object) -> str:
    """Return the address of this page with other values; a change of filter begins at page 1."""
    changed = query.copy()
    for name in ("before", "after", *values):
        changed.pop(name, None)
    for name, value in values.items():
        if value is not None:
            changed[name] = str(value)
    return "?" + changed.urlencode()


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
