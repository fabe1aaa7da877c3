"""Where the embedded servers keep their data, sockets, locks and logs; nothing is created here."""

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

#: The kernel's limit for the path of a Unix socket is 107 bytes on Linux, 103 on macOS.
SOCKET_PATH_BYTES = 103


def var_dir() -> Path:
    """Return the folder of everything that a run leaves behind (FOURME_VAR, else `var/`)."""
    return Path(os.environ.get("FOURME_VAR") or CHECKOUT / "var").resolve()


def data_dir(name: str) -> Path:
    """Return the data folder of one embedded server."""
    return var_dir() / name


def socket_dir(name: str, socket: str) -> Path:
    """Return the folder of a server's socket: its data folder, or a short one when that is deep."""
    folder = data_dir(name)
    if len(os.fsencode(folder / socket)) <= SOCKET_PATH_BYTES:
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"fourme-{digest}"  # noqa: S108  # TMPDIR may be too deep as well


def log_file(name: str) -> Path:
    """Return the log file of one program."""
    return var_dir() / "log" / f"{name}.log"


def lock_file(name: str) -> Path:
    """Return the path of a lock file."""
    return var_dir() / "lock" / name
