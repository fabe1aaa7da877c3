"""Which records an export takes: those that the person may see, of them the changed or filtered."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from exports.errors import Refused
from exports.marks import changed_since
from exports.request import ExportRequest, ListFilter
from fourme.accounts.rights import Actor
from records import filters, registry
from records.models.record import Record
from records.references import RecordTarget
from records.selectors import visible_to
from records.types import RecordType


@dataclass(frozen=True)
class Part:
    """The records of one type that are exported; `whole` when it counts as a full export."""

    record_type: RecordType
    records: "QuerySet[Record]"
    whole: bool = True


def parts(request: ExportRequest) -> tuple[Part, ...]:
    """Return the records to export, by type. Raises Refused for what cannot be selected."""
    return tuple(_part(request, type_of(slug)) for slug in request.types)


def filter_words(type_slug: str, query: str) -> str:
    """Return a filter of a list in words; as it was given when it is none any more, "" for none."""
    if not type_slug:
        return ""
    try:
        return filters.from_query(type_of(type_slug), query).describe()
    except (Refused, filters.InvalidFilter):
        return query


def type_of(slug: str) -> RecordType:
    """Return the record type. Raises Refused when there is none."""
    try:
        return registry.get(slug)
    except KeyError:
        raise Refused(f"There is no record type “{slug}”.") from None


def _part(request: ExportRequest, record_type: RecordType) -> Part:
    records = visible_to(request.actor, record_type)
    seen = (request.marks or {}).get(record_type.slug)
    if request.since is not None and record_type.marks:
        records = records.filter(updated_at__gte=request.since)
    if seen is not None and record_type.marks:
        records = records.filter(changed_since(seen, record_type.marks))
    if request.locale and record_type.by_locale:
        records = records.filter(**{record_type.by_locale: request.locale})
    if request.list_filter is not None:
        records = records.filter(_as_listed(request.actor, record_type, request.list_filter))
    lately = request.since is not None and not request.is_far_back
    narrowed = lately or request.list_filter is not None or seen is not None
    return Part(record_type, records, whole=not narrowed)


def _as_listed(actor: Actor, record_type: RecordType, listed: ListFilter) -> Q:
    """Return the condition that a list shows the record, or the record's owner."""
    list_type = type_of(listed.type)
    try:
        shown = filters.from_query(list_type, listed.query).queryset(actor).values("pk")
    except filters.InvalidFilter as invalid:
        raise Refused(f"The filter of the list cannot be used. {invalid}") from None
    if record_type.slug == list_type.slug:
        return Q(pk__in=shown)
    return Q(**{f"{_owner(record_type, list_type)}__in": shown})


def _owner(record_type: RecordType, list_type: RecordType) -> str:
    by_need = sorted(record_type.columns, key=lambda each: not each.required)
    for column in by_need:
        target = column.target
        if isinstance(target, RecordTarget) and target.model is list_type.model and not column.many:
            return column.name
    raise Refused(
        f"{record_type.label} cannot be exported by a filter of {list_type.label}; export all."
    )
