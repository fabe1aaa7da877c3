import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from fourme import processes, services
from tests.fixtures.patience import until

PARENT = """
import subprocess, sys
tied = [sys.executable, "-m", "fourme.processes", "sleep", "600"]
print(subprocess.Popen(tied).pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of a parent's death")
def test_a_tied_program_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=services.CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    until(lambda: child.name() == "sleep", "the program runs under its own name")
    parent.kill()
    parent.communicate()
    until(lambda: not child.is_running(), "the program has ended")


def test_processes_of_a_folder_are_found_and_ended(tmp_path: Path) -> None:
    here = subprocess.Popen(["sleep", "600"], cwd=tmp_path)
    elsewhere = subprocess.Popen(["sleep", "600"])
    until(lambda: len(processes.inside(tmp_path, frozenset({"sleep"}))) == 1, "it is found")
    assert processes.inside(tmp_path, frozenset({"postgres"})) == []
    processes.end(processes.inside(tmp_path, frozenset({"sleep"})), signal.SIGTERM, 5)
    assert not psutil.pid_exists(here.pid)
    here.wait()
    assert elsewhere.poll() is None
    elsewhere.kill()
    elsewhere.wait()


def test_a_process_that_does_not_listen_is_killed() -> None:
    program = "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); signal.pause()"
    deaf = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert deaf.stdout
    deaf.stdout.readline()
    processes.end([psutil.Process(deaf.pid)], signal.SIGTERM, 0.5)
    assert not psutil.pid_exists(deaf.pid)
    deaf.communicate()
