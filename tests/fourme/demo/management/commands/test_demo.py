"""The demo as a newcomer runs it: a process of its own with nothing but PATH and HOME."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTP

import psutil
import pytest

from fourme import services
from fourme.demo.ports import free_port
from tests.fixtures.patience import until

pytestmark = [pytest.mark.worker, pytest.mark.slow]

PROGRAMS = [
    "rqworker imports",
    "tick --every",
    "gunicorn",
    "demo.sink",
    "postgres -D",
    "redis-server",
    "services.keeper pg",
    "supervisord",
]


class Demo:
    """A running demo in a folder of its own."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.log = var.parent / f"{port}.log"
        environment = {"PATH": os.environ["PATH"], "HOME": str(var.parent)}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo"],
                cwd=services.CHECKOUT,
                env=environment | {"FOURME_VAR": str(var), "PORT": str(port)},
                stdout=out,
                stderr=out,
            )

    def said(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        until(lambda: self.ended() or "Ctrl-C" in self.said(), "the demo is ready", 240)
        assert not self.ended(), self.said()

    def ended(self) -> bool:
        return self.process.poll() is not None

    def health(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz") as answer:
                found: dict[str, str] = json.load(answer)
                return found
        except OSError:
            return {}

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def one(self, words: str) -> psutil.Process | None:
        """Return the oldest process whose command line contains `words`."""
        found = [process for process in self.family() if words in _command(process)]
        return min(found, key=lambda process: process.create_time(), default=None)

    def stop(self, signum: signal.Signals) -> int:
        self.process.send_signal(signum)
        return self.process.wait(60)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "var", free_port())
    demo.wait_until_ready()
    yield demo
    if not demo.ended():
        demo.stop(signal.SIGTERM)


def test_all_programs_run(demo: Demo) -> None:
    assert demo.health() == {"status": "ok", "database": "ok", "redis": "ok"}
    assert f"http://127.0.0.1:{demo.port}/" in demo.said()
    for queue in ("imports", "exports", "mail"):
        worker = demo.one(f"rqworker {queue}")
        assert worker is not None
        assert Path(worker.cwd()) == services.CHECKOUT


@pytest.mark.parametrize("words", PROGRAMS)
def test_what_is_killed_comes_back(demo: Demo, words: str) -> None:
    healthy = {"status": "ok", "database": "ok", "redis": "ok"}
    killed = demo.one(words)
    assert killed is not None
    gone = killed.pid

    def back() -> bool:
        found = demo.one(words)
        return found is not None and found.pid != gone and demo.health() == healthy

    killed.kill()
    until(back, f"{words} is back", 120)


def test_mail_is_kept_in_the_folder(demo: Demo) -> None:
    sink = demo.one("fourme.demo.sink")
    assert sink is not None
    port = int(sink.cmdline()[-2])
    message = EmailMessage()
    message["Subject"] = "kept"
    with SMTP("127.0.0.1", port) as client:
        client.send_message(message, "from@wdc.example", "to@wdc.example")
    [kept] = (demo.var / "mail").glob("*.eml")
    assert b"Subject: kept" in kept.read_bytes()


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    second = Demo(demo.var, free_port())
    assert second.process.wait(120) == 1
    assert "A demo runs in" in second.said()
    assert demo.health()["status"] == "ok"


def test_a_taken_port_is_refused(demo: Demo, tmp_path: Path) -> None:
    second = Demo(tmp_path / "var", demo.port)
    assert second.process.wait(120) == 1
    assert f"PORT={demo.port + 1}" in second.said()
    assert "Traceback" not in second.said()


def test_signals_end_everything_and_the_next_demo_goes_on(demo: Demo) -> None:
    family = demo.family()
    assert demo.stop(signal.SIGINT) == 0
    until(lambda: not any(process.is_running() for process in family), "every process has ended")
    again = Demo(demo.var, demo.port)
    again.wait_until_ready()
    family = again.family()
    assert again.stop(signal.SIGTERM) == 0
    until(lambda: not any(process.is_running() for process in family), "every process has ended")
    assert "Traceback" not in again.said()
