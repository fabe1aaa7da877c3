"""What people see who run the client in a terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

from tests.fourme_client.played import Play, Played, finished
from tests.fourme_client.program import Program


def seen(program: Program, *arguments: str, columns: int = 80) -> str:
    """Return what a terminal gets on standard error."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "fourme_client", *arguments],
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    text = b""
    try:
        while chunk := os.read(ours, 4096):
            text += chunk
    except OSError:  # how a terminal ends
        pass
    finally:
        os.close(ours)
    assert process.wait() == 0
    return text.decode()


def test_a_bar_moves_in_one_line(played: Played, alone: Program) -> None:
    finished(played, Play(body=b"x" * 200_000))
    done = played.plays["GET /v1/export/t"][0]
    busy = {"state": "processing", "type": "teams", "line": 1200}
    played.on("GET /v1/export/t", Play(body=busy), done)

    text = seen(alone, "export", "sites, teams", "-o", "out.csv")

    shown = text.split("\r\x1b[K")
    assert shown[1] == "[##########..........] Export processing teams, line 1,200"
    assert shown[-2] == "[####################] Downloading file"
    assert shown[-1] == ""
    assert "\n" not in text


def test_a_narrow_terminal_shows_the_beginning(played: Played, alone: Program) -> None:
    finished(played, Play(body=b"x"))

    text = seen(alone, "export", "sites", "-o", "out.csv", columns=30)

    assert text == "\r\x1b[K[####################] Downlo\r\x1b[K"


def test_quiet_is_quiet(played: Played, alone: Program) -> None:
    finished(played, Play(body=b"x"))

    assert seen(alone, "export", "sites", "-o", "out.csv", "--quiet") == ""
