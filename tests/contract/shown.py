"""What exports show of all records of an account, and which of them exports of changes take."""

from collections.abc import Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from exports import marks, rows, select
from exports.marks import Mark
from exports.request import ExportRequest
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.types import RecordType

Named = tuple[RecordType, int]
#: By record the cells of its rows.
Shown = dict[Named, set[tuple[Any, ...]]]
#: The types whose marks tell what was changed.
MARKED = [each for each in registry.types() if each.marks]
#: They say when the record was changed, not what of it.
_MOMENTS = ("created_at", "updated_at")


def shown(account: Account) -> Shown:
    """Return the cells of all records as exports write them, but for the moments of changes."""
    found: Shown = {}
    for record_type in MARKED:
        columns = [each for each in record_type.columns if each.name not in _MOMENTS]
        cells: dict[str, Any] = {f"text_{place}": c.text() for place, c in enumerate(columns)}
        records = record_type.model._default_manager.filter(account=account).order_by()
        for pk, *row in records.annotate(**cells).values_list("pk", *cells):
            found.setdefault((record_type, pk), set()).add(tuple(row))
    return found


def rows_of(record_type: RecordType, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Return by ID the first row of each of the records in a file, by header."""
    columns = record_type.columns
    cells: dict[str, Any] = {f"text_{place}": c.text() for place, c in enumerate(columns)}
    records = record_type.model._default_manager.filter(pk__in=ids).annotate(**cells)
    found: dict[int, dict[str, str]] = {}
    for pk, *texts in records.order_by("pk").values_list("pk", *cells):
        row = {c.header: str(text or "") for c, text in zip(columns, texts, strict=True)}
        found.setdefault(pk, row)
    return found


def different(before: Shown, after: Shown) -> set[Named]:
    """Return the records whose rows are new, or others than before."""
    return {named for named, cells in after.items() if before.get(named) != cells}


def mark() -> Mark:
    """Return the mark of an export that begins now."""
    with rows.snapshot(ZoneInfo("UTC")) as within:
        return marks.take(within)


def incremental(actor: Actor, seen: Mark) -> set[Named]:
    """Return the records that an incremental export takes that has seen so much."""
    return _taken(actor, marks={record_type.slug: seen for record_type in MARKED})


def partial(actor: Actor, seen: Mark) -> set[Named]:
    """Return the records that an export takes of what was changed since then."""
    return _taken(actor, since=seen.taken_at)


def _taken(actor: Actor, **options: Any) -> set[Named]:
    types = tuple(record_type.slug for record_type in MARKED)
    return set(_records(ExportRequest(actor=actor, types=types, **options)))


def _records(request: ExportRequest) -> Iterator[Named]:
    for part in select.parts(request):
        for pk in part.records.order_by().values_list("pk", flat=True):
            yield part.record_type, pk
