"""Keep one embedded server running as long as some program holds its users' lock.

A process of its own (`python -m fourme.services.keeper NAME`), because the last user must stop the
server and nobody knows who that will be. Locks are the kernel's, so a user killed outright counts
as gone. Dies the keeper itself, then the server gets its stop signal from the kernel.
"""

import signal
import subprocess
import sys
import time
from collections import deque
from functools import partial
from types import FrameType

from fourme import processes
from fourme.services import locks, places
from fourme.services.postgres import Postgres
from fourme.services.redis import Redis
from fourme.services.server import Server, ServicesError

SERVERS: dict[str, type[Postgres] | type[Redis]] = {Postgres.name: Postgres, Redis.name: Redis}
LOOK_SECONDS = 0.1
#: A server that dies sooner than this after its start, this often in a row, is given up.
SHORT_LIFE_SECONDS = 1.0
SHORT_LIVES = 5
STOP_SECONDS = 20.0


class Keeper:
    """Start the server, start it again when it dies, stop it when the last user has gone."""

    def __init__(self, server: Server, users: int) -> None:
        self.server = server
        #: Descriptor of the users' lock file: shared by users, exclusive while we stop.
        self.users = users
        self.told_to_stop = False

    def run(self) -> None:
        """Return when nobody needs the server, or on SIGTERM; it is stopped then."""
        signal.signal(signal.SIGTERM, self._stop)
        lives: deque[float] = deque(maxlen=SHORT_LIVES)
        while True:
            started = time.monotonic()
            if not self._live():
                return
            lives.append(time.monotonic() - started)
            if len(lives) == SHORT_LIVES and max(lives) < SHORT_LIFE_SECONDS:
                log = places.log_file(self.server.name)
                last = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
                raise ServicesError(f"{self.server.name} stops right after its start:\n{last}")

    def _live(self) -> bool:
        """Run the server once; return whether it died by itself."""
        left = processes.inside(self.server.folder, self.server.programs)
        processes.end(left, self.server.stop_signal, STOP_SECONDS)
        process = self._start()
        while process.poll() is None:
            if self.told_to_stop or self._nobody():
                process.send_signal(self.server.stop_signal)
                try:
                    process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                return False
            time.sleep(LOOK_SECONDS)  # locks of users go without a sign
        return not (self.told_to_stop or self._nobody())

    def _start(self) -> "subprocess.Popen[bytes]":
        owner = self.server.prepare()
        with places.log_file(self.server.name).open("ab") as log:
            return subprocess.Popen(  # noqa: S603  # our own command line
                self.server.command(),
                cwd=self.server.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Runs after the change of user, which would clear it.
                preexec_fn=partial(  # noqa: PLW1509  # no threads here
                    processes.die_with_parent, self.server.stop_signal
                ),
                user=owner.uid if owner else None,
                group=owner.gid if owner else None,
                extra_groups=[] if owner else None,
            )

    def _nobody(self) -> bool:
        """Tell whether no user is left; from then on new ones wait until we are gone."""
        return locks.try_take(self.users, exclusive=True)

    def _stop(self, _signum: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True


def main(name: str, *options: str) -> int:
    """Run the keeper of one server; return at once when it has one already."""
    places.log_file(name).parent.mkdir(parents=True, exist_ok=True)
    mine = locks.open_lock(places.lock_file(f"{name}.keeper"))
    if not locks.try_take(mine, exclusive=True):
        return 0
    try:
        server = SERVERS[name](durable="--fleeting" not in options)
        Keeper(server, locks.open_lock(places.lock_file(f"{name}.users"))).run()
    except (ServicesError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201  # read by the program that waits for us
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
