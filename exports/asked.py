"""What a run was asked to do."""

from collections.abc import Mapping

from django.utils import timezone

from exports import marks
from exports.errors import Refused
from exports.marks import Mark
from exports.models import ExportRun
from exports.request import ExportRequest, ListFilter
from fourme.accounts import rights


def request_of(run: ExportRun) -> ExportRequest:
    """Return what the run was asked to do, with the roles that the person has now.

    Raises Refused when that is not known any more.
    """
    return ExportRequest(
        actor=rights.actor(run.user, run.account),
        types=tuple(run.types),
        since=run.since,
        marks=_marks(run),
        list_filter=_list_filter(run),
        locale=run.locale,
        export_format=run.export_format,
        line_separator=run.line_separator,
        origin=run.origin,
        ip_address=run.ip_address,
        asked_at=run.created_at if run.pk else timezone.now(),
    )


def _marks(run: ExportRun) -> Mapping[str, Mark] | None:
    """Return what the export had delivered before, None when that does not matter."""
    if run.strategy != ExportRun.Strategy.INCREMENTAL:
        return None
    if run.export is None:
        raise Refused("The export was deleted: it is not known any more what it had delivered.")
    return marks.restored(run.export.marks)


def _list_filter(run: ExportRun) -> ListFilter | None:
    filtered = run.strategy == ExportRun.Strategy.FILTERED
    return ListFilter(run.filter_type, run.filter_query) if filtered else None
