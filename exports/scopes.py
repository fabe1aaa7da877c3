"""Which records the dialog offers: all of the type, or those of the list behind it."""

from django.conf import settings
from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records.models.record import Record
from records.selectors import visible_to
from records.types import RecordType

ALL, LISTED = "all", "listed"


def scopes(actor: Actor, record_type: RecordType) -> list[tuple[str, str]]:
    """Return the choices as (name, label); a label tells the number of records."""
    everything = visible_to(actor, record_type)
    return [(ALL, f"All records: {_counted(everything, record_type)}")]


def _counted(records: "QuerySet[Record]", record_type: RecordType) -> str:
    """Count up to the limit of unlimited full exports: enough to decide, and always fast."""
    limit = settings.FULL_EXPORT_LIMIT
    number = records.order_by()[: limit + 1].count()
    if number > limit:
        return f"more than {limit:,} {record_type.label_of(2)}"
    return f"{number:,} {record_type.label_of(number)}"
