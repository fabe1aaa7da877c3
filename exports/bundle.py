"""The files of an export together: one as itself, several in a ZIP."""

import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from isal.isal_zlib import DEFLATED, MAX_WBITS, compressobj

_COPIED = 1024 * 1024
#: CSV becomes 17 % larger than by zlib's usual level, in a ninth of its processor time.
_LEVEL = 2


class Bundle(Protocol):
    """Takes the files of an export, one after the other, and writes them straight to disk."""

    def open(self, name: str, *, compressed: bool = False) -> "IO[bytes]":
        """Return a new file to write to and close; one that is `compressed` is not packed again."""


@contextmanager
def bundle(path: Path, *, zipped: bool) -> Iterator[Bundle]:
    """Give a bundle that writes to `path`: a ZIP with any number of files, or its only file."""
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            yield _Archive(archive)
    else:
        yield _Single(path)


@contextmanager
def joined(path: Path) -> Iterator["Joined"]:
    """Give a ZIP at `path` that takes other ZIPs, one after the other."""
    with zipfile.ZipFile(path, "w") as archive:
        yield Joined(archive)


class Joined:
    """A ZIP made of others, whose files are not packed again.

    zipfile documents no way to add what is deflated already, and to deflate it here would take one
    thread for all types. So `fp`, `start_dir`, `filelist` and `NameToInfo` are used, which are not
    documented; tests/exports/test_bundle.py fails when a version of Python changes them.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def take(self, path: Path) -> None:
        """Add the files of a ZIP behind those that are there, and remove it."""
        target = self._archive.fp
        assert target is not None  # noqa: S101 - it is open
        begin = target.tell()
        with zipfile.ZipFile(path) as taken:
            with path.open("rb") as source:
                shutil.copyfileobj(source, target, _COPIED)
            target.seek(begin + taken.start_dir)  # its table of contents is not taken
            target.truncate()
            for entry in taken.infolist():
                entry.header_offset += begin
                self._archive.filelist.append(entry)
                self._archive.NameToInfo[entry.filename] = entry
        self._archive.start_dir = target.tell()
        path.unlink()


class _Single:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str, *, compressed: bool = False) -> IO[bytes]:  # noqa: ARG002 - the only file has the bundle's name and is not packed
        return self._path.open("xb")


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str, *, compressed: bool = False) -> IO[bytes]:
        entry = zipfile.ZipInfo(name, time.localtime()[:6])
        entry.compress_type = zipfile.ZIP_STORED if compressed else zipfile.ZIP_DEFLATED
        file = self._archive.open(entry, "w", force_zip64=True)
        if not compressed:  # zipfile documents no way to choose who deflates
            file._compressor = compressobj(_LEVEL, DEFLATED, -MAX_WBITS)  # type: ignore[attr-defined]
        return file
