"""What the keeper needs to know of an embedded server."""

from dataclasses import dataclass
from pathlib import Path
from signal import Signals
from typing import Protocol


class ServicesError(Exception):
    """A server cannot be had; the message says why and what to do, and is shown as it is."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The operating-system account that a server runs as."""

    uid: int
    gid: int


class Server(Protocol):
    """One embedded server: how it is made ready, started, asked and stopped."""

    name: str
    folder: Path
    #: Names under which its processes appear in the process table.
    programs: frozenset[str]
    stop_signal: Signals

    def prepare(self) -> Owner | None:
        """Make the data folder ready; return whom to run as (None: whoever we are)."""
        ...

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        ...

    def refusal(self) -> str | None:
        """Ask the server once; return None when it serves, else what it answers."""
        ...
