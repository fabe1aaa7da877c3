"""PostgreSQL refuses to run as root: whom it runs as then, and what that account must reach."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from fourme.services.server import Owner, ServicesError

ACCOUNT = "pgserver"


def owner() -> Owner | None:
    """Return None unless we are root, else the system account of the embedded PostgreSQL.

    It is created when `useradd` is there; a machine without it lends `nobody`.
    """
    if os.geteuid() != 0:
        return None
    for name in (ACCOUNT, "nobody"):
        if name == ACCOUNT and not _exists(name) and shutil.which("useradd"):
            command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", name]
            subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our words
        if _exists(name):
            entry = pwd.getpwnam(name)
            return Owner(entry.pw_uid, entry.pw_gid)
    raise ServicesError(
        f"PostgreSQL does not run as root, and the account {ACCOUNT} could not be created. "
        "Run as an ordinary user, or name a server with DATABASE_URL."
    )


def own_folder(folder: Path, owner: Owner | None) -> None:
    """Create a folder that only `owner` (None: we) may open; refuse one that is someone else's."""
    folder.mkdir(parents=True, exist_ok=True)
    found = folder.lstat()
    if stat.S_ISLNK(found.st_mode) or found.st_uid not in {os.geteuid(), owner and owner.uid}:
        raise ServicesError(f"{folder} belongs to another user; remove it or set FOURME_VAR.")
    folder.chmod(0o700)
    if owner is not None:
        os.chown(folder, owner.uid, owner.gid)


def open_path(path: Path) -> None:
    """Let every account pass through the parents of `path` (not list them)."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXGRP | stat.S_IXOTH)


def open_tree(top: Path) -> None:
    """Let every account read and run what is below `top` (a strict umask may have closed it)."""
    open_path(top)
    for path in [top, *top.rglob("*")]:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            continue
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
