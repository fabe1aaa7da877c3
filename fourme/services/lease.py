"""The user's side of an embedded server: hold it, wait until it serves, let it go."""

import os
import subprocess
import sys
import time

from fourme.services import locks, places
from fourme.services.server import Server, ServicesError

START_SECONDS = 120.0
LOOK_SECONDS = 0.03
#: Keepers that we started and that others need: Python warns when it forgets a running child.
_left_to_others: list["subprocess.Popen[bytes]"] = []


class Lease:
    """A shared lock on one embedded server: while any process holds one, its keeper runs it."""

    def __init__(self, server: Server, *options: str) -> None:
        self.server = server
        self.options = options
        self._users: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def hold(self) -> None:
        """Take the lock and see that there is a keeper; waits while one is just stopping."""
        if self._users is None:
            self._users = locks.open_lock(places.lock_file(f"{self.server.name}.users"))
        locks.take(self._users, exclusive=False)
        if self._keeper is not None and (code := self._keeper.poll()) is not None:
            self._keeper = None
            if code == 1:
                log = places.log_file(f"{self.server.name}.keeper")
                raise ServicesError(log.read_text(encoding="utf-8").strip())
        if self._keeper is None and not self._keeper_runs():
            self._keeper = self._start_keeper()

    def wait(self) -> None:
        """Return when the server serves."""
        deadline = time.monotonic() + START_SECONDS
        while (refusal := self.server.refusal()) is not None:
            self.hold()
            if time.monotonic() > deadline:
                log = places.log_file(self.server.name)
                raise ServicesError(
                    f"{self.server.folder} does not serve after {START_SECONDS:.0f} seconds: "
                    f"{refusal} (see {log})"
                )
            time.sleep(LOOK_SECONDS)  # until it serves; the deadline ends it

    def release(self) -> None:
        """Let go; return when the server has stopped, or at once when others still use it."""
        if self._users is None:
            return
        locks.drop(self._users)
        while (runs := self._keeper_runs()) and not self._others_use_it():
            time.sleep(LOOK_SECONDS)  # until the keeper has stopped the server
        os.close(self._users)
        self._users = None
        if self._keeper is not None and runs:
            _left_to_others.append(self._keeper)
        elif self._keeper is not None:
            self._keeper.wait()
        self._keeper = None

    def _start_keeper(self) -> "subprocess.Popen[bytes]":
        log = places.log_file(f"{self.server.name}.keeper")
        log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "fourme.services.keeper", self.server.name, *self.options]
        with log.open("wb") as out:
            return subprocess.Popen(  # noqa: S603  # our own command line
                command,
                cwd=places.CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                # Ctrl-C in the terminal is for the user, who then lets go.
                start_new_session=True,
            )

    def _keeper_runs(self) -> bool:
        lock = locks.open_lock(places.lock_file(f"{self.server.name}.keeper"))
        try:
            return not locks.try_take(lock, exclusive=False)
        finally:
            os.close(lock)

    def _others_use_it(self) -> bool:
        """Tell users (shared lock) from a keeper that is stopping (exclusive lock)."""
        assert self._users is not None  # noqa: S101  # for the type checker
        if locks.try_take(self._users, exclusive=True):
            locks.drop(self._users)
            return False
        shared = locks.try_take(self._users, exclusive=False)
        locks.drop(self._users)
        return shared
