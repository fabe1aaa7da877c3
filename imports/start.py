"""The one door to an import, for console, API and command line."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from fourme.accounts.rights import Actor, Door
from fourme.files.models import StoredFile
from fourme.files.store import store
from fourme.jobs.start import start
from fourme.logs import events
from fourme.logs.write import open_log
from imports.models import ImportRun
from records.rights import import_refusal
from records.types import RecordType


def store_upload(path: Path, name: str, actor: Actor) -> StoredFile:
    """Put an uploaded file into the storage, where workers of any machine find it."""
    return store(
        path,
        name,
        account=actor.account,
        user=actor.user,
        lifetime=timedelta(hours=settings.FILE_LIFETIME_HOURS),
        purpose=StoredFile.Purpose.IMPORT,
    )


def start_import(
    *,
    actor: Actor,
    record_type: RecordType,
    source: StoredFile,
    origin: str,
    test_only: bool = False,
    ip_address: str | None = None,
    key: str = "",
    notify: bool = True,
    inline: bool = False,
) -> ImportRun:
    """Queue the import of a stored file and return its run.

    A second call with the same `key` by the same user returns the first run. With `inline` no
    worker is called: the caller does the work by `imports.inline.work`.

    Raises:
        PermissionDenied: the actor may not import this type; nothing is stored.
    """
    console = origin == ImportRun.Origin.CONSOLE
    if reason := import_refusal(actor, record_type, console=console):
        raise PermissionDenied(reason)
    run = ImportRun(
        source=source,
        name=source.name,
        test_only=test_only,
        financial_only=not actor.may(Door.IMPORT),
        type=record_type.slug,
        account=actor.account,
        user=actor.user,
        origin=origin,
        ip_address=ip_address,
        key=key,
        notify=notify,
    )
    return _once(run, inline=inline) or ImportRun.objects.get(
        account=actor.account, user=actor.user, key=key
    )


def _once(run: ImportRun, *, inline: bool) -> ImportRun | None:
    """Queue the run; None when the same request has made one already."""
    try:
        with transaction.atomic():
            run.log = open_log(
                events.IMPORT,
                account=run.account,
                user=run.user,
                ip_address=run.ip_address,
                address=run.get_absolute_url(),
                message=f"{'Test of ' if run.test_only else ''}{run.name} as {run.type}",
            )
            run.save() if inline else start(run)
    except IntegrityError:
        if not run.key:
            raise
        return None
    return run
