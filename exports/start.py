"""Start an export: the one door for dialog, API and command line."""

from django.db import IntegrityError, transaction

from exports import limits, select
from exports.errors import Refused
from exports.models import ExportRun
from exports.names import title
from exports.plan import check_right
from exports.request import ExportRequest, ListFilter
from fourme.jobs.start import start
from fourme.logs import events
from fourme.logs.write import open_log


def start_export(request: ExportRequest) -> ExportRun | None:
    """Queue an export and return its run; None when nothing changed since the given moment.

    A repeated idempotency key returns the run of the first request. Raises Refused when the person
    has not the right, a type is unknown, a filter is invalid, the moment is too far back, or a big
    type was exported in full too short a time ago.
    """
    check_right(request)
    limits.check_since(request)
    if not request.types:
        raise Refused("Choose what to export.")
    parts = select.parts(request)
    if request.since is not None and not any(part.records.exists() for part in parts):
        return None
    if request.origin != ExportRun.Origin.API:  # its clients expect a failed run instead
        for part in parts:
            limits.check_full(request, part)
    return _asked_before(request) or _start(request)


def _start(request: ExportRequest) -> ExportRun:
    run = _run(request)
    try:
        with transaction.atomic():
            run.log = open_log(
                events.EXPORT,
                account=run.account,
                user=run.user,
                ip_address=run.ip_address,
                address=run.get_absolute_url(),
                message=f"Export of {title(run.types)}",
            )
            start(run)
    except IntegrityError:
        earlier = _asked_before(request)
        if earlier is None:
            raise
        return earlier
    return run


def _run(request: ExportRequest) -> ExportRun:
    listed = request.list_filter or ListFilter("", "")
    return ExportRun(
        account=request.actor.account,
        user=request.actor.user,
        origin=request.origin,
        ip_address=request.ip_address,
        types=list(request.types),
        strategy=request.strategy,
        since=request.since,
        filter_type=listed.type,
        filter_query=listed.query,
        locale=request.locale,
        export_format=request.export_format,
        line_separator=request.line_separator,
        idempotency_key=request.idempotency_key,
    )


def _asked_before(request: ExportRequest) -> ExportRun | None:
    if not request.idempotency_key:
        return None
    return ExportRun.objects.filter(
        user=request.actor.user,
        account=request.actor.account,
        idempotency_key=request.idempotency_key,
    ).first()
