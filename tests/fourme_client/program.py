"""The client as people run it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fourme.services import CHECKOUT
from tests.fixtures import patience


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code and what it wrote."""

    code: int
    output: bytes
    errors: str

    @property
    def text(self) -> str:
        """The standard output as text."""
        return self.output.decode()

    @property
    def facts(self) -> dict[str, Any]:
        """The JSON object on standard output."""
        found = json.loads(self.output)
        assert isinstance(found, dict)
        return found

    @property
    def told(self) -> list[str]:
        """The lines on standard error."""
        return self.errors.splitlines()


class Command:
    """A command that is running."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: Path) -> None:
        self.process = process
        self._errors = errors

    def end(self) -> Ended:
        """Wait until it ends by itself."""
        output, _ = self.process.communicate(timeout=120)
        return Ended(self.process.returncode, output, self._errors.read_text())

    def interrupt(self, after: str) -> Ended:
        """Press Ctrl-C once it has told that."""
        patience.until(lambda: after in self._errors.read_text(), f"the client tells {after!r}")
        self.process.send_signal(signal.SIGINT)
        return self.end()


@contextmanager
def heard_ctrl_c() -> Iterator[None]:
    """Undo meanwhile that shells let programs in the background, and theirs, ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Program:
    """A copy of the file of the client in a folder, run by a Python without any packages."""

    def __init__(self, folder: Path, url: str, token: str) -> None:
        self.folder = folder
        self.environment = {"PATH": os.environ["PATH"], "FOURME_URL": url, "FOURME_TOKEN": token}
        self.number = 0
        shutil.copy(CHECKOUT / "fourme_client.py", folder)

    def __call__(self, *arguments: str, **environment: str) -> Ended:
        """Run a command until it ends."""
        return self.start(*arguments, environment=environment).end()

    def start(
        self,
        *arguments: str,
        before: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> Command:
        """Start a command; `before` is put before it, the environment gets more or other names."""
        self.number += 1
        errors = self.folder / f"errors-{self.number}"
        python = [sys.executable, "-S", "-X", "dev", "-m", "fourme_client"]
        with errors.open("wb") as file, heard_ctrl_c():
            process = subprocess.Popen(
                [*before, *python, *arguments],
                cwd=self.folder,
                env=self.environment | (environment or {}),
                stdout=subprocess.PIPE,
                stderr=file,
            )
        return Command(process, errors)

    def files(self) -> set[str]:
        """Return the names of the files in its folder that the commands have left there."""
        names = {path.name for path in self.folder.iterdir() if path.is_file()}
        return {name for name in names if not name.startswith(("errors-", "fourme_client"))}
