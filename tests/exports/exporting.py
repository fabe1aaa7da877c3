"""Exports made the way that console and workers make them, and what is in their files."""

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import FileResponse
from django.test import Client

from exports.models import ExportRun
from exports.request import ExportRequest
from exports.start import start_export
from exports.tasks import export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.files.models import StoredFile
from fourme.files.store import open_local
from fourme.logs.models import SystemLog
from records.models import Site

Ask = Callable[..., ExportRun]


def ask(actor: Actor, *types: str, **options: Any) -> ExportRun:
    """Queue an export."""
    run = start_export(ExportRequest(actor=actor, types=types, **options))
    assert run is not None
    return run


def work(run: ExportRun) -> ExportRun:
    """Do what a worker does."""
    export("exports.ExportRun", run.token)
    run.refresh_from_db()
    return run


def file_of(run: ExportRun) -> StoredFile:
    """Return the file of a run that has one."""
    assert run.file is not None, run.message
    return run.file


def log_of(run: ExportRun) -> SystemLog:
    """Return the entry of a run in the system log as it is now."""
    assert run.log is not None
    return SystemLog.objects.get(pk=run.log.pk)


def content(run: ExportRun) -> bytes:
    """Return the bytes of the file of a run."""
    with open_local(file_of(run)) as path:
        return path.read_bytes()


def downloaded(client: Client, address: str) -> bytes:
    """Return what a browser gets at an address."""
    answer = client.get(address)
    assert isinstance(answer, FileResponse), answer.status_code
    return answer.getvalue()


def members(run: ExportRun) -> dict[str, bytes]:
    """Return the files in the ZIP of a run."""
    with zipfile.ZipFile(io.BytesIO(content(run))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def table(data: bytes) -> list[dict[str, str]]:
    """Read a CSV file as spreadsheets do."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def make_sites(account: Account, number: int) -> None:
    """Store so many sites, each with two lines of remarks, in one statement."""
    with connection.cursor() as cursor:
        columns = [
            str(field.column)
            for field in Site._meta.concrete_fields
            if not field.primary_key and field.name not in ("account", "name", "remarks")
        ]
        site = Site.objects.create(
            account=account, name="Site 0", remarks="first line\nsecond line"
        )
        listed = ", ".join(columns)
        made = f"INSERT INTO records_site (account_id, name, remarks, {listed})"
        made += f" SELECT account_id, 'Site ' || n, remarks || n, {listed} FROM records_site"  # noqa: S608
        made += ", generate_series(1, %s) AS n WHERE id = %s"
        cursor.execute(made, [number - 1, site.pk])
