"""Ticks and workers as real processes that can be killed: forked from one that has all loaded.

A process that starts from nothing takes a second to import everything; a fork takes none.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import django
import psutil
from django.core.management import call_command

from fourme import services
from fourme.processes import die_with_parent
from tests.fixtures.queues import children, own_database_url


class Child:
    """A process of the nursery."""

    def __init__(self, pid: int) -> None:
        self.process = psutil.Process(pid)

    def kill(self) -> None:
        """Kill it and the processes that it has started, as a crash of the machine would."""
        with suppress(psutil.NoSuchProcess, ProcessLookupError):
            pids = children(self.process.pid)
            self.process.kill()
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> None:
        """Return when it has ended."""
        self.process.wait(60)

    @property
    def lives(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.is_running()


class Nursery:
    """Starts processes on the test database that do a management command each."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.exports.nursery"],
            cwd=services.CHECKOUT,
            env=os.environ
            | {"DATABASE_URL": own_database_url(), "DJANGO_SETTINGS_MODULE": "fourme.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *command: str) -> Child:
        """Start a process that does a command."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(command) + "\n")
        self._process.stdin.flush()
        return Child(int(self._process.stdout.readline()))

    def close(self) -> None:
        """End it with all its processes."""
        for pid in children(self._process.pid):
            Child(pid).kill()
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Fork for each line and do the command that it says."""
    die_with_parent(signal.SIGTERM)
    django.setup()
    from exports import tasks  # noqa: F401, PLC0415 -- loads what the children need
    from fourme.jobs import tick  # noqa: F401, PLC0415 -- as above

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # those that end are gone at once
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_parent(signal.SIGKILL)
            sys.stdin.close()
            call_command(*line.split(), verbosity=0)
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
