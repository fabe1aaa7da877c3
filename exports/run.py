"""The pipeline: plan, rows and format of each type in one snapshot, bundle, deliver, finish.

Only this module knows the run row; the stages are plain functions over what they are given.
"""

from pathlib import Path

from django.utils import timezone

from exports import finish, formats, rows
from exports.bundle import bundle
from exports.errors import Refused
from exports.finish import Changes
from exports.formats import Watch
from exports.lifetime import lifetime
from exports.models import ExportRun
from exports.names import file_name, file_names
from exports.plan import Plan, plan
from exports.request import ExportRequest, ListFilter
from exports.workspace import workspace
from exports.writer import Writer
from fourme.accounts import rights
from fourme.files.models import StoredFile
from fourme.files.store import store
from fourme.jobs.errors import Canceled
from fourme.jobs.progress import Progress


def export(run: ExportRun, watch: Watch | None = None) -> None:
    """Make the export of a claimed run and finish it; `watch` sees the progress as well.

    Raises Canceled or Superseded when it has to stop.
    """
    _heed_cancel(run)
    try:
        planned = plan(request_of(run))
    except Refused as refused:
        finish.fail(run, str(refused), limited=refused.limited)
        return
    with workspace(run) as folder, Progress(run) as progress:

        def report(line: int, slug: str) -> None:
            progress.report(line, slug)
            if watch is not None:
                watch(line, slug)

        path, changes = _write(run, planned, folder, report)
        _heed_cancel(run)
        stored = store(
            path,
            path.name,
            account=run.account,
            user=run.user,
            lifetime=lifetime(),
            purpose=StoredFile.Purpose.EXPORT,
        )
    finish.succeed(run, stored, changes)


def _heed_cancel(run: ExportRun) -> None:
    run.refresh_from_db(fields=["cancel_requested_at"])
    if run.cancel_requested_at is not None:
        raise Canceled


def request_of(run: ExportRun) -> ExportRequest:
    """Return what the run was asked to do, with the roles that the person has now."""
    return ExportRequest(
        actor=rights.actor(run.user, run.account),
        types=tuple(run.types),
        since=run.since,
        list_filter=_list_filter(run),
        locale=run.locale,
        export_format=run.export_format,
        line_separator=run.line_separator,
        origin=run.origin,
        ip_address=run.ip_address,
    )


def _list_filter(run: ExportRun) -> ListFilter | None:
    filtered = run.strategy == ExportRun.Strategy.FILTERED
    return ListFilter(run.filter_type, run.filter_query) if filtered else None


def _write(run: ExportRun, planned: Plan, folder: Path, report: Watch) -> tuple[Path, Changes]:
    """Write the files; return their bundle and what was changed in cells, by type."""
    chosen = formats.of(run)
    changes: Changes = {}
    with rows.snapshot(planned.zone, run.locale) as within:
        counts = {part.record_type.slug: rows.count(within, part) for part in planned.parts}
        run.write(records=counts)
        day = timezone.now().astimezone(planned.zone).date()
        files = {slug: file_names(day, slug, run.pk, chosen, counts[slug]) for slug in counts}
        several = sum(map(len, files.values())) > 1
        what = "export" if len(files) > 1 else planned.parts[0].record_type.slug
        extension = "zip" if several else chosen.extension
        path = folder / file_name(day, what, run.pk, extension)
        with bundle(path, zipped=several) as bundled:
            writer = Writer(within, chosen, bundled, report)
            for part in planned.parts:
                slug = part.record_type.slug
                changes[slug] = writer.write(part, files[slug])
    return path, changes
