"""Which records an export takes: those that the person may see, of them the changed or filtered."""

from dataclasses import dataclass

from django.db.models import QuerySet

from exports.errors import Refused
from exports.request import ExportRequest
from records import registry
from records.models.record import Record
from records.selectors import visible_to
from records.types import RecordType


@dataclass(frozen=True)
class Part:
    """The records of one type that are exported together."""

    record_type: RecordType
    records: "QuerySet[Record]"


def parts(request: ExportRequest) -> tuple[Part, ...]:
    """Return the records to export, by type. Raises Refused for what cannot be selected."""
    return tuple(_part(request, type_of(slug)) for slug in request.types)


def changed(request: ExportRequest) -> bool:
    """Tell whether there is any record to export."""
    return any(part.records.exists() for part in parts(request))


def type_of(slug: str) -> RecordType:
    """Return the record type. Raises Refused when there is none."""
    try:
        return registry.get(slug)
    except KeyError:
        raise Refused(f"There is no record type “{slug}”.") from None


def _part(request: ExportRequest, record_type: RecordType) -> Part:
    records = visible_to(request.actor, record_type)
    if request.since is not None:
        records = records.filter(updated_at__gte=request.since)
    return Part(record_type, records)
