"""The mails of exports: the file is ready, no file was made, an export was disabled."""

from collections.abc import Mapping
from typing import Any

from exports.lifetime import lifetime_words
from exports.models import Export, ExportRun
from exports.names import title
from exports.status import Status
from exports.strategies import unchanged
from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from fourme.files.links import link
from fourme.files.models import StoredFile
from fourme.mail.outbox import post


def finished(run: ExportRun, stored: StoredFile) -> None:
    """Mail the link to the file."""
    context = {"file": stored, "url": link(stored), "lifetime": lifetime_words()}
    nothing = not any(run.records.values())
    _of_run(run, "finished", {**context, "unchanged": unchanged(run) if nothing else ""})


def failed(run: ExportRun) -> None:
    """Mail why there is no file, and what can be done."""
    _of_run(run, "failed", {})


def disabled(export: Export, run: ExportRun) -> None:
    """Mail that the export was disabled after its last run has failed."""
    _post(
        run,
        key=f"export-disabled/{run.token}",
        to=export.user,
        subject=f"Export disabled: {export.name} ({export.account_id})",
        template="mail/export_disabled",
        context={"export": export},
    )


def recipient(user: User) -> str:
    """Return the primary e-mail address of the person, of a login without one its own."""
    return getattr(getattr(user, "person", None), "primary_email", "") or user.email


def _of_run(run: ExportRun, outcome: str, context: Mapping[str, Any]) -> None:
    name = run.name or title(run.types)
    _post(
        run,
        key=f"export/{run.token}",
        to=run.user,
        subject=f"Export {outcome}: {name} ({run.account_id})",
        template=f"mail/export_{outcome}",
        context={"export": Export.objects.filter(runs=run).first(), **context},
    )


def _post(
    run: ExportRun, *, key: str, to: User, subject: str, template: str, context: Mapping[str, Any]
) -> None:
    """Mail to the person; moments are in the zone of the person."""
    zone = zone_of(to)
    shown = {"run": run, "status": Status(run, zone), "zone": zone, **context}
    post(
        key=key,
        to=recipient(to),
        subject=" ".join(subject.split()),  # of one line in any case
        template=template,
        context=shown,
        headers={"X-4me-Export": run.token, "X-4me-ExportID": str(run.pk)},
    )
