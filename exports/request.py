"""What is to be exported: made alike by dialog, API and command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from exports.marks import Mark
from exports.models import ExportRun
from exports.models.options import Strategy
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of

#: How far back changes are exported as often as one likes.
OLDEST_CHANGE = relativedelta(months=2)


@dataclass(frozen=True)
class ListFilter:
    """The filter of a list: the slug of its type and the query string of its address.

    An empty query is a filter too: what the list shows when it is opened.
    """

    type: str
    query: str


@dataclass(frozen=True)
class ExportRequest:
    """A wish to export.

    `types` are slugs; `since` leaves out what was not changed from then on, `marks` by type what
    was seen already, `locale` takes of translations those into one language, "" all. `asked_at` is
    when the wish came.

    Of several requests of a user in an account with the same `idempotency_key`, one is done.
    """

    actor: Actor
    types: tuple[str, ...]
    since: datetime | None = None
    marks: Mapping[str, Mark] | None = None
    list_filter: ListFilter | None = None
    locale: str = ""
    export_format: str = ExportRun.Format.CSV
    line_separator: str = ExportRun.LineSeparator.LF
    origin: str = ExportRun.Origin.CONSOLE
    ip_address: str | None = None
    idempotency_key: str = ""
    asked_at: datetime = field(default_factory=timezone.now)

    @property
    def strategy(self) -> Strategy:
        """Which part of the records is asked for."""
        if self.list_filter is not None:
            return Strategy.FILTERED
        if self.since is not None:
            return Strategy.PARTIAL
        if self.marks is not None:
            return Strategy.INCREMENTAL
        return Strategy.FULL

    @property
    def oldest_change(self) -> datetime:
        """How far back changes go: two months, the whole first day, in the zone of the person."""
        zone = zone_of(self.actor.user)
        day = (self.asked_at.astimezone(zone) - OLDEST_CHANGE).date()
        return datetime.combine(day, time(), zone)

    @property
    def is_far_back(self) -> bool:
        """Tell whether changes of more than two months are asked for."""
        return self.since is not None and self.since < self.oldest_change
