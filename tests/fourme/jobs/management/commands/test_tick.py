import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import IO

import pytest
from django.core.management import CommandError, call_command

from fourme import services
from fourme.jobs import steps


@pytest.fixture
def loop() -> Iterator["subprocess.Popen[str]"]:
    """Return `tick --every 1` as a process whose database nobody serves."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "tick", "--every", "1"],
        cwd=services.CHECKOUT,
        env=os.environ | {"DATABASE_URL": "postgresql://postgres@127.0.0.1:1/fourme"},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def read_until(stream: IO[str], words: str) -> None:
    """Read lines until one has the words; the end of the stream is a failure."""
    assert any(words in line for line in stream)


def test_one_pass_does_each_step(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    monkeypatch.setattr(steps, "_STEPS", [lambda: done.append(1), lambda: done.append(2)])
    call_command("tick")
    assert done == [1, 2]


def test_a_pass_with_a_failed_step_ends_with_an_error(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "_STEPS", [lambda: 1 / 0])
    with pytest.raises(CommandError, match="1 steps failed"):
        call_command("tick")


def test_a_pause_of_nothing_is_refused() -> None:
    with pytest.raises(CommandError, match="at least 1 second"):
        call_command("tick", every=0)


def test_the_loop_outlives_an_absent_database_and_ends_on_sigterm(
    loop: "subprocess.Popen[str]",
) -> None:
    assert loop.stderr is not None
    read_until(loop.stderr, "reap failed")
    read_until(loop.stderr, "ring_again failed")  # of the second pass

    loop.send_signal(signal.SIGTERM)

    assert loop.wait(timeout=5) == 0
