"""Which records a person may see: asked by lists, exports, suggestions and downloads alike."""

from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records.models.record import Record
from records.types import RecordType


def visible_to(actor: Actor, record_type: RecordType) -> QuerySet[Record]:
    """Return the records of the type in the actor's account; none without a role that sees them.

    Of some types people of a directory account see those of its support domains as well.
    """
    records = record_type.model._default_manager.all()
    if not actor.may(record_type.door):
        return records.none()
    if record_type.door_below is None or not actor.may(record_type.door_below):
        return records.filter(account=actor.account)
    below = actor.account.support_domains.values_list("pk", flat=True)
    return records.filter(account__in=[actor.account.pk, *below])
