"""What the page of an entry of the system log shows, as plain values for its template."""

from collections.abc import Mapping
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict

from fourme.accounts.context import person_label
from fourme.accounts.rights import Actor, Door
from fourme.files.links import link
from fourme.files.models import Download, StoredFile
from fourme.logs import paging, selectors, tabs
from fourme.logs.addresses import address, keys
from fourme.logs.models import LogMessage, SystemLog
from fourme.logs.rows import Row

_LONGEST_SEARCH = 200
#: Up to here messages are counted.
COUNTED = 10_000
#: What lets people have a file with records; the others are for all who read logs.
_OPENED_BY: Mapping[str, tuple[Door, ...]] = {
    StoredFile.Purpose.EXPORT: (Door.EXPORT,),
    StoredFile.Purpose.IMPORT: (Door.IMPORT, Door.EXPORT),
    StoredFile.Purpose.REJECTED: (Door.IMPORT, Door.EXPORT),
}


class Entry(Row):
    """An entry on its own page, with a page of its messages."""

    def __init__(self, log: SystemLog, query: QueryDict, actor: Actor) -> None:
        super().__init__(log)
        self._query = query
        self._actor = actor
        self.text = query.get("q", "").replace("\0", "").strip()[:_LONGEST_SEARCH]
        self.reason = query.get("reason", "").replace("\0", "")

    @property
    def title(self) -> str:
        """What kind of event it was, and its number."""
        return f"{self.event.label} {self.log.pk}"

    @property
    def tab(self) -> tabs.Tab:
        """The log that it belongs to."""
        return tabs.of(self.log.log_type)

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
        """Tell whether the actor gets the file; who reads logs need not see whole files."""
        doors = _OPENED_BY.get(stored.purpose, ())
        return not stored.expired and (not doors or any(map(self._actor.may, doors)))

    def downloads(self) -> list[tuple[Download, str]]:
        """Return the latest downloads and who made each."""
        return [
            (one, person_label(one.user) if one.user else "")
            for one in selectors.downloads_of(self.log)
        ]

    def reasons(self) -> list[tuple[str, int | None]]:
        """Return the frequent reasons and their numbers, the chosen one in any case."""
        found: list[tuple[str, int | None]] = [*selectors.reasons_of(self.log)]
        chosen = [(self.reason, None)] if self.reason else []
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
        return paging.by_number(self._found, **keys(self._query))

    @property
    def count(self) -> int:
        """The number of messages that match, up to `COUNTED`; a single page is not read again."""
        return min(self._count, COUNTED)

    @property
    def uncounted(self) -> bool:
        """Tell whether there are more messages than are counted."""
        return self._count > COUNTED

    @cached_property
    def _count(self) -> int:
        alone = not (self.page.before or self.page.after)
        return len(self.page.rows) if alone else self._found[: COUNTED + 1].count()

    @property
    def previous(self) -> str:
        """Address of the page before."""
        return address(self._query, before=self.page.before) if self.page.before else ""

    @property
    def next(self) -> str:
        """Address of the page after."""
        return address(self._query, after=self.page.after) if self.page.after else ""


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
