"""Which records a person may see: asked by lists, exports, suggestions and downloads alike."""

from collections.abc import Sequence

from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records.models.record import Record
from records.types import RecordType


def visible_to(
    actor: Actor, record_type: RecordType, accounts: Sequence[str] = ()
) -> QuerySet[Record]:
    """Return the records of the type in the actor's account; none without a role that sees them.

    Of some types people of a directory account see those of its support domains as well; with
    `accounts`, some of those that `seen_by` gives, the records of these only.
    """
    records = record_type.model._default_manager.all()
    if not actor.may(record_type.door):
        return records.none()
    accounts = accounts or seen_by(actor, record_type)
    if len(accounts) == 1:
        return records.filter(account=accounts[0])
    return records.filter(account__in=accounts)


def seen_by(actor: Actor, record_type: RecordType) -> list[str]:
    """Return the accounts whose records of the type the actor may see."""
    if record_type.door_below is None or not actor.may(record_type.door_below):
        return [actor.account.id]
    below = actor.account.support_domains.values_list("pk", flat=True)
    return [actor.account.pk, *below]
