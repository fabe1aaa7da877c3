"""Start an export: the one door for dialog, Settings, API, command line and schedule."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from exports import limits, select
from exports.asked import request_of
from exports.errors import Refused
from exports.models import Export, ExportRun
from exports.names import title
from exports.plan import check_right
from exports.request import ExportRequest, ListFilter
from fourme.accounts.models import User
from fourme.jobs.start import start
from fourme.logs import events
from fourme.logs.write import open_log


def start_export(request: ExportRequest) -> ExportRun | None:
    """Queue an export and return its run; None when nothing changed since the given moment.

    A repeated idempotency key returns the run of the first request. Raises Refused when the person
    has not the right, a type is unknown, a filter is invalid, or a big type was exported in full
    too short a time ago.
    """
    check_right(request)
    if not request.types:
        raise Refused("Choose what to export.")
    parts = select.parts(request)
    if request.since is not None and not any(part.records.exists() for part in parts):
        return None
    if request.origin != ExportRun.Origin.API:  # its clients expect a failed run instead
        for part in parts:
            limits.check_full(request, part)
    return _asked_before(request) or _start(request)


def start_now(export: Export, by: User, *, ip_address: str | None) -> ExportRun:
    """Queue a run of an export of the Settings console, in the name of its Run-as person.

    Raises Refused as `start_export`, and when a run is under way.
    """
    with transaction.atomic():
        stored = Export.objects.select_for_update().filter(pk=export.pk).first()
        if stored is None:
            raise Refused(f"“{export}” was deleted.")
        if stored.is_running:
            raise Refused(f"“{stored}” is running already.")
        run = ExportRun(started_by=None if by == stored.user else by, ip_address=ip_address)
        _take_over(run, stored)
        request = request_of(run)
        check_right(request)
        limits.check_since(request)
        for part in select.parts(request):
            limits.check_full(request, part)
        return _begin(run)


def start_planned(export: Export) -> ExportRun:
    """Queue the run for which an export is due; what forbids it, the run will tell.

    Raises IntegrityError when a run is under way, or was started for this time before.
    """
    run = ExportRun(origin=ExportRun.Origin.SCHEDULE, planned_for=export.next_run_at)
    _take_over(run, export)
    return _begin(run)


def start_again(run: ExportRun, pause: timedelta) -> ExportRun:
    """Queue the second try of a planned run that failed, due after a pause."""
    again = ExportRun(
        origin=run.origin,
        planned_for=run.planned_for,
        try_number=run.try_number + 1,
        due_at=timezone.now() + pause,
    )
    assert run.export is not None  # noqa: S101 - it was planned
    _take_over(again, run.export)
    return _begin(again)


def _start(request: ExportRequest) -> ExportRun:
    run = _run(request)
    try:
        with transaction.atomic():
            _begin(run)
    except IntegrityError:
        earlier = _asked_before(request)
        if earlier is None:
            raise
        return earlier
    return run


def _begin(run: ExportRun) -> ExportRun:
    """Store the run with its entry in the system log."""
    run.log = open_log(
        events.EXPORT,
        account=run.account,
        user=run.started_by or run.user,
        ip_address=run.ip_address,
        address=run.get_absolute_url(),
        message=f"Export of {run.name or title(run.types)}",
    )
    start(run)
    if run.export is not None:
        Export.objects.filter(pk=run.export.pk).update(last_run=run)
    return run


def _take_over(run: ExportRun, export: Export) -> None:
    """Give the run what the export asks for at this moment."""
    run.export, run.name = export, export.name
    run.account, run.user = export.account, export.user
    run.types, run.strategy, run.since = export.types, export.strategy, export.since
    run.export_format, run.line_separator = export.export_format, export.line_separator
    run.send_unchanged = export.send_unchanged or export.strategy == ExportRun.Strategy.FULL


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
