"""What the Permission Log shows, as plain values for its template."""

from typing import NamedTuple, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.accounts.zones import zone_of
from fourme.logs.listing import Listing
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import Outcome
from fourme.logs.tabs import Tab
from records import filters
from records.cells import record_url
from records.models import PermissionEvent, Person
from records.permissions.forms import PermissionFilter
from records.permissions.outcomes import CHANGES
from records.selectors import visible_to

TAB = Tab(
    "permissions",
    "Permission Log",
    "Each role that somebody gets or loses is entered here, whether it was changed on a screen, by "
    "an import or by an operator. Give somebody a role in Settings under Roles.",
    "permission-log",
)
#: The log that stands behind it.
FOLLOWED_BY = SystemLog.LogType.ACCOUNT_TRUST
_PEOPLE = "people"

Events = QuerySet[PermissionEvent]


class Who(NamedTuple):
    """A person of an event; `url` leads to the record when it is one of the account at work."""

    label: str
    email: str = ""
    url: str = ""


class Row(NamedTuple):
    """An event in the list."""

    event: PermissionEvent
    outcome: Outcome
    role: str
    person: Who
    author: Who


class PermissionListing(Listing[PermissionEvent]):
    """The roles that were given and taken, as the list of permission events has them."""

    table = "logs/_permissions.html"
    outcomes = CHANGES
    exported_as = "permission_events"

    def __init__(self, actor: Actor, query: QueryDict) -> None:
        form = PermissionFilter(actor, query)
        record_type = PermissionEvent.record_type()
        entries = cast("Events", visible_to(actor, record_type))
        found = entries.none()
        if form.is_valid():
            shown = filters.from_query(record_type, urlencode(form.pairs()))
            found = cast("Events", shown.queryset(actor)).select_related("person", "created_by")
        zone = zone_of(actor.user)
        super().__init__(TAB, entries=entries, found=found, form=form, zone=zone, query=query)
        self._account = actor.account.pk

    def rows(self) -> list[Row]:
        """Return the events of the page with their people."""
        return [self._row(event) for event in self.page.rows]

    def _row(self, event: PermissionEvent) -> Row:
        return Row(
            event,
            CHANGES[event.event_type],
            Role(event.role).label,
            self._who(event, event.person),
            self._who(event, event.created_by),
        )

    def _who(self, event: PermissionEvent, person: Person | None) -> Who:
        """Call a person as references do: one of another account by address and account."""
        if person is None:
            return Who("Operator or system")
        email = person.primary_email
        if person.account_id != event.account_id:
            return Who(f"{email} @{person.account_id}")
        own = person.account_id == self._account
        return Who(person.name or email, email, record_url(_PEOPLE, person.pk) if own else "")
