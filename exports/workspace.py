"""The folder in which the files of a run are written before they are stored."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from exports.models import ExportRun
from fourme.jobs.models import State


@contextmanager
def workspace(run: ExportRun) -> Iterator[Path]:
    """Give an empty folder for this attempt, removed at the end.

    It goes as a whole, so that who helps finds all of its files or knows that they are not missed.
    """
    folder = folder_of(run)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder = folder.replace(folder.with_name(f"{folder.name}-gone"))  # swept as well
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders that killed workers left: those of attempts that are over."""
    found = {folder.name: folder for folder in root().glob("*-*")}
    tokens = {name.partition("-")[0] for name in found}
    at_work = ExportRun.objects.filter(token__in=tokens, state=State.PROCESSING)
    alive = {f"{token}-{attempt}" for token, attempt in at_work.values_list("token", "attempt")}
    for name in found.keys() - alive:
        shutil.rmtree(found[name], ignore_errors=True)


def folder_of(run: ExportRun) -> Path:
    """Return the folder of this attempt."""
    return root() / f"{run.token}-{run.attempt}"


def root() -> Path:
    """Return the folder of all workspaces."""
    return Path(settings.VAR_DIR) / "exports"
