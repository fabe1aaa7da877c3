"""Which records a person may see: asked by lists, exports, suggestions and downloads alike."""

from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records.models.record import Record
from records.types import RecordType


def visible_to(actor: Actor, record_type: RecordType) -> QuerySet[Record]:
    """Return the records of the type in the actor's account; none without a role that sees them."""
    records = record_type.model._default_manager.all()
    if not actor.may(record_type.door):
        return records.none()
    return records.filter(account=actor.account)
