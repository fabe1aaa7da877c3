"""The pipeline: plan, rows and format of the types in one snapshot, bundle, deliver, finish.

Only this module knows the run row; the stages are plain functions over what they are given.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from exports import finish, formats, helping, marks, rows
from exports.asked import request_of
from exports.copying import Connection
from exports.errors import Refused
from exports.finish import Changes
from exports.formats import Watch
from exports.lanes import gather, lanes
from exports.lifetime import lifetime
from exports.marks import Mark
from exports.models import ExportRun
from exports.names import file_name, file_names
from exports.pieces import Pieces
from exports.plan import Plan, plan
from exports.workspace import workspace
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
        finish.fail(run, str(refused), limited=refused.limited, refused=True)
        return
    with workspace(run) as folder, Progress(run) as progress:

        def report(line: int, slug: str) -> None:
            progress.report(line, slug)
            if watch is not None:
                watch(line, slug)

        written = _write(run, planned, folder, report)
        _heed_cancel(run)
        if written.path is None:
            finish.leave(run, written.mark)
            return
        path = written.path
        stored = store(
            path,
            path.name,
            account=run.account,
            user=run.user,
            lifetime=lifetime(),
            purpose=StoredFile.Purpose.EXPORT,
            give=True,
        )
    finish.succeed(run, stored, written.mark, written.changes)


def _heed_cancel(run: ExportRun) -> None:
    run.refresh_from_db(fields=["cancel_requested_at"])
    if run.cancel_requested_at is not None:
        raise Canceled


@dataclass(frozen=True)
class _Written:
    """The file, None when there was nothing to write; what was read, and changed in cells."""

    path: Path | None
    mark: Mark
    changes: Changes


def _write(run: ExportRun, planned: Plan, folder: Path, report: Watch) -> _Written:
    """Write the files of all types and their bundle."""
    chosen = formats.of(run)
    with rows.snapshot(planned.zone, run.locale) as within:
        mark = marks.take(within)
        counts = {part.record_type.slug: rows.count(within, part) for part in planned.parts}
        day = timezone.now().astimezone(planned.zone).date()
        files = {slug: file_names(day, slug, run.pk, chosen, counts[slug]) for slug in counts}
        names = [name for each in files.values() for name in each]
        whole = [part.record_type.slug for part in planned.parts if part.whole]
        run.write(records=counts, full_types=whole, file_names=names)
        if not (run.send_unchanged or any(counts.values())):
            return _Written(None, mark, {})
        what = "export" if len(files) > 1 else planned.parts[0].record_type.slug
        extension = "zip" if len(names) > 1 else chosen.extension
        path = folder / file_name(day, what, run.pk, extension)
        pieces = Pieces(planned.parts, files, chosen, folder)
        changes = _gathered(run, planned.zone, pieces, within, to=path, report=report)
    return _Written(path, mark, changes)


def _gathered(
    run: ExportRun, zone: ZoneInfo, pieces: Pieces, within: Connection, *, to: Path, report: Watch
) -> Changes:
    """Write the types side by side, with the help of idle workers when it is much."""
    number = min(settings.EXPORT_PARALLEL_TYPES, len(pieces.parts))
    rest = len(pieces.parts) - number
    shared = rows.share(within) if len(pieces.parts) > 1 else ""
    with ExitStack() as opened:
        connections = [within]
        for _ in range(1, number):
            other = rows.snapshot(zone, run.locale, shared)
            connections.append(opened.enter_context(other))
        side_by_side = opened.enter_context(lanes(connections, pieces))
        if rest and sum(run.records.values()) >= settings.EXPORT_HELP_FROM:
            helping.call(run, shared, pieces.names, at_most=rest)
        return gather(side_by_side, to, report)
