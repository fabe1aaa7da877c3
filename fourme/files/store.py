"""Put files into the storage and get them out, never whole in memory."""

import mimetypes
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from fourme.accounts.models import Account, User
from fourme.files.models import StoredFile

# The types that we write ourselves; the tables of the operating system differ.
_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".log": "text/plain",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNSAFE = re.compile(r"[^\w.\- ()@+]+")
_LONGEST_NAME = 120


class _Given(File):  # type: ignore[type-arg] # it cannot be subscripted when it runs
    """A file that a storage on the same disk may have as it is."""

    def temporary_file_path(self) -> str:
        """Tell Django where it is: its storage of files asks for it, others read the content."""
        return str(self.name)


def store(
    local_path: Path,
    name: str,
    *,
    account: Account,
    user: User | None = None,
    lifetime: timedelta | None,
    purpose: str,
    give: bool = False,
) -> StoredFile:
    """Copy a local file into the storage and return its row, which is made first.

    With `give` the file may be moved instead, which on the same disk takes no time. `lifetime`
    None keeps the file for good. Raises OSError when the local file or the storage cannot be used;
    the row is then taken back.
    """
    now = timezone.now()
    safe = safe_name(name)
    stored = StoredFile(
        name=safe,
        size=local_path.stat().st_size,
        content_type=content_type(safe),
        purpose=purpose,
        account=account,
        user=user,
        expires_at=now + lifetime if lifetime is not None else None,
    )
    stored.path = f"{now:%Y%m%d}/{stored.token}/{safe}"
    stored.save()
    try:
        with local_path.open("rb") as content:
            kind = _Given if give else File
            saved = default_storage.save(stored.path, kind(content))
    except Exception:
        stored.delete()
        raise
    if saved != stored.path:  # a storage may shorten or change names
        stored.path = saved
        stored.save(update_fields=["path"])
    return stored


@contextmanager
def open_local(stored: StoredFile) -> Iterator[Path]:
    """Give the path of the file on this machine, copied from a remote storage when needed.

    Raises FileNotFoundError when the object is gone.
    """
    local = local_path(stored)
    if local is not None:
        if not local.is_file():
            raise FileNotFoundError(f"The file {stored.name} is no longer stored.")
        yield local
        return
    with tempfile.TemporaryDirectory(prefix="fourme-") as folder:
        copy = Path(folder) / stored.name
        with default_storage.open(stored.path, "rb") as remote, copy.open("wb") as target:
            shutil.copyfileobj(remote, target, 1024 * 1024)
        yield copy


def local_path(stored: StoredFile) -> Path | None:
    """Return where a local storage keeps the file; None for a remote storage."""
    try:
        return Path(default_storage.path(stored.path))
    except NotImplementedError:  # what Django says for a remote storage
        return None


def safe_name(name: str) -> str:
    """Return the name without folders, control characters and signs that break headers or shells.

    Letters of all scripts stay; the extension survives the shortening to 120 characters.
    """
    bare = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", bare).strip(" .") or "file"
    stem, suffix = Path(clean).stem, Path(clean).suffix[:20]
    return stem[: _LONGEST_NAME - len(suffix)] + suffix


def content_type(name: str) -> str:
    """Return the media type by the extension; unknown ones are plain bytes."""
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
