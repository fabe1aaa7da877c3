"""Roles across accounts: they hold as long as the trust between the accounts does."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from fourme.accounts.rights import Actor
from fourme.accounts.trusts import Granted
from records import authors, changes
from records.models import PersonRoles


def count(here: str, there: str) -> Granted:
    """Return how many people of each account have roles in the other by their trust."""
    return _granted(_shared(here, there), here)


def take(actor: Actor, here: str, there: str) -> Granted:
    """Remove these roles, in the actor's name and with an entry in the history of each."""
    authors.write_as(actor.user)
    rows = list(_shared(here, there).select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        changes.tell_removal(actor, row)
    PersonRoles.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return _granted(rows, here)


def _shared(here: str, there: str) -> QuerySet[PersonRoles]:
    """Return the roles across; a support domain shares the people of its directory without one."""
    across = Q(account=here, person__account=there) | Q(account=there, person__account=here)
    own = Q(account__directory=F("person__account"))
    return PersonRoles.objects.filter(across).exclude(own)


def _granted(rows: Iterable[PersonRoles], here: str) -> Granted:
    places = [row.account_id == here for row in rows if row.role_set()]
    return Granted(places.count(True), places.count(False))
