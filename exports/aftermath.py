"""What the end of a run means for its export: the mark goes on, failures count, old runs go."""

from datetime import timedelta

from django.db.models.functions import Now

from exports import mails, marks
from exports.marks import Mark
from exports.models import Export, ExportRun
from exports.start import start_again
from fourme.jobs.models import OPEN
from fourme.logs import events
from fourme.logs.models import Level
from fourme.logs.write import record

PAUSE = timedelta(minutes=5)
TRIES = 2
#: After so many planned times in a row that failed, an export disables itself.
MOST_FAILURES = 5
KEPT = 50
#: The limit of full exports looks back almost a day, so younger runs stay in any case.
_YOUNG = timedelta(days=2)

_DISABLED = events.register("job.export_disabled", "job", "Export disabled by failures").name


def delivered(run: ExportRun, mark: Mark) -> None:
    """Note what the export has seen by now; call it in the transaction that finishes the run."""
    export = _locked(run)
    if export is None:
        return
    if run.strategy != ExportRun.Strategy.PARTIAL:
        export.marks |= marks.stored(dict.fromkeys(run.types, mark))
    export.failures = 0
    export.save(update_fields=["marks", "failures"])
    _forget(export)


def try_again(run: ExportRun) -> ExportRun | None:
    """Queue the second try of a planned run, None when there is none."""
    if run.planned_for is None or run.try_number >= TRIES:
        return None
    export = _locked(run)
    if export is None or export.disabled:
        return None
    return start_again(run, PAUSE)


def failed(run: ExportRun) -> None:
    """Count the failure of a planned run; after too many in a row the export is disabled."""
    export = _locked(run)
    if export is None:
        return
    if run.planned_for is not None:
        export.failures += 1
        if export.failures >= MOST_FAILURES and not export.disabled:
            _disable(export, run)
        export.save(update_fields=["failures", "disabled"])
    _forget(export)


def _disable(export: Export, run: ExportRun) -> None:
    export.disabled = True
    message = f"“{export}” was disabled after {export.failures} failures in a row."
    record(
        _DISABLED,
        account=export.account,
        user=None,
        ip_address=None,
        message=message,
        level=Level.ERROR,
        data={"Run as": export.user.email, "Last failure": run.message},
    )
    mails.disabled(export, run)


def _locked(run: ExportRun) -> Export | None:
    if run.export_id is None:
        return None
    rows = Export.objects.select_for_update(of=("self",)).select_related("account", "user")
    return rows.filter(pk=run.export_id).first()


def _forget(export: Export) -> None:
    """Delete the runs that are neither young nor among the latest."""
    latest = export.runs.order_by("-id").values("pk")[:KEPT]
    old = export.runs.exclude(pk__in=latest).exclude(state__in=OPEN)
    old.filter(created_at__lt=Now() - _YOUNG).delete()
