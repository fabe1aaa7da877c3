"""Run the demo: supervisord with all programs, watched until somebody ends it."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

from fourme import processes, services
from fourme.demo import programs

START_SECONDS = 120
LOOK_SECONDS = 2
STOP_SECONDS = 15


class DemoError(Exception):
    """The demo cannot go on; the message is for people."""


class Demo:
    """The running demo; use it as a context so that everything ends with it."""

    def __init__(self, port: int, mail_port: int, mail_folder: Path) -> None:
        self.port = port
        self.environment = os.environ | {
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            # Whatever the environment says: a demo must not send mail to anybody.
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail_port),
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": "0",
        }
        self.configuration = services.var_dir() / "supervisord.conf"
        commands = programs.commands(port, mail_port, mail_folder)
        self.configuration.write_text(programs.configuration(commands), encoding="utf-8")
        logs = services.var_dir() / "log"
        logs.mkdir(exist_ok=True)
        for name in commands:
            # What is read there shall be of this run.
            (logs / f"{name}.log").unlink(missing_ok=True)
        self._supervisord = self._start()

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *_exception: object) -> None:
        """End every program; a job that is at work is picked up by the next demo."""
        supervisord = self._supervisord
        if supervisord.poll() is None:
            # The process that does a worker's job outlives its worker: remember it now.
            family = psutil.Process(supervisord.pid).children(recursive=True)
            supervisord.terminate()
            try:
                supervisord.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                supervisord.kill()
                supervisord.wait()
            processes.end(family, signal.SIGTERM, 1)

    def wait_until_ready(self) -> None:
        """Return when `/healthz` answers; raise `DemoError` when it does not in time."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                log = services.var_dir() / "log" / "web.log"
                last = "\n".join(log.read_text(errors="replace").splitlines()[-5:])
                raise DemoError(f"The web server does not answer. Its log, {log}, ends:\n{last}")
            self.mend()
            time.sleep(0.1)  # between two looks; the deadline ends it

    def watch(self) -> None:
        """Mend what dies, for ever; a signal handler ends this by an exception."""
        parent = os.getppid()
        # `make` killed outright tells nobody.
        while "MAKELEVEL" not in os.environ or os.getppid() == parent:
            self.mend()
            time.sleep(LOOK_SECONDS)  # the death of a program rings no bell

    def mend(self) -> None:
        """Start again supervisord or the servers, when they died; supervisord mends the rest."""
        services.ensure()
        if self._supervisord.poll() is not None:
            self._supervisord = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        supervisord = ["-m", "supervisor.supervisord", "-c", str(self.configuration)]
        return subprocess.Popen(  # noqa: S603  # our own command line
            [sys.executable, "-m", "fourme.processes", sys.executable, *supervisord],
            cwd=services.CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            # Ctrl-C in the terminal is for us, who end everything in order.
            start_new_session=True,
        )

    def _answers(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.port}/healthz"
            with urllib.request.urlopen(url, timeout=5):
                return True
        except OSError:
            return False
