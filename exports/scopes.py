"""Which records the dialog offers: all of the type, or those of the list behind it."""

from django.db.models import QuerySet

from fourme.accounts.rights import Actor
from records import filters, paging
from records.models.record import Record
from records.selectors import visible_to
from records.types import RecordType

ALL, LISTED = "all", "listed"


def scopes(actor: Actor, shown: filters.Filter) -> list[tuple[str, str]]:
    """Return the choices as (name, label), the one to begin with first.

    A label tells how many records there are. Raises InvalidFilter as `Filter.queryset`.
    """
    everything = visible_to(actor, shown.record_type)
    offered = [(ALL, f"All records ({_counted(everything, shown.record_type)})")]
    if shown != filters.Filter(shown.record_type):
        listed = _counted(shown.queryset(actor), shown.record_type)
        offered.append((LISTED, f"This list: {shown.worded(actor).describe()} ({listed})"))
    return offered[::-1] if shown.query() else offered


def _counted(records: "QuerySet[Record]", record_type: RecordType) -> str:
    count = paging.count(records)
    return f"{count} {record_type.label_of(count.number)}"
