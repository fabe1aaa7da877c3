"""Imports of texts through the whole pipeline, without a worker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fourme.accounts.rights import Actor
from fourme.logs.models import LogMessage
from imports.inline import work
from imports.models import ImportRun
from imports.start import start_import, store_upload
from records import registry

Import = Callable[..., ImportRun]


def run_import(
    actor: Actor, folder: Path, slug: str, content: str | bytes, **options: Any
) -> ImportRun:
    """Import the content as a file of the type and return the finished run."""
    run = queue(actor, folder, slug, content, inline=True, **options)
    work(run)
    return run


def queue(actor: Actor, folder: Path, slug: str, content: str | bytes, **options: Any) -> ImportRun:
    """Queue the import of the content as a file of the type."""
    path = folder / f"{slug}.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return start_import(
        actor=actor,
        record_type=registry.get(slug),
        source=store_upload(path, path.name, actor),
        **{"origin": ImportRun.Origin.COMMAND} | options,
    )


def counters(run: ImportRun) -> dict[str, int]:
    """Return the counters that are not zero."""
    return {name: number for name, number in run.results.items() if number}


def messages(run: ImportRun) -> list[tuple[int | None, str, str]]:
    """Return row, column and reason of each message."""
    rows = LogMessage.objects.filter(log_id=run.log_id).order_by("id")
    return [(each.row, each.column, each.reason) for each in rows]
