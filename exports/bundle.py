"""The files of an export together: one as itself, several in a ZIP."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol


class Bundle(Protocol):
    """Takes the files of an export, one after the other, and writes them straight to disk."""

    def open(self, name: str) -> "IO[bytes]":
        """Return a new file to write to and close."""


@contextmanager
def bundle(path: Path, *, zipped: bool) -> Iterator[Bundle]:
    """Give a bundle that writes to `path`: a ZIP with any number of files, or its only file."""
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            yield _Archive(archive)
    else:
        yield _Single(path)


class _Single:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> IO[bytes]:  # noqa: ARG002 - the only file has the bundle's name
        return self._path.open("xb")


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name, "w", force_zip64=True)
