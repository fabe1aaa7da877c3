"""What the operating system offers to keep processes together."""

import ctypes
import os
import signal
import sys
from pathlib import Path

import psutil

PR_SET_PDEATHSIG = 1


def die_with_parent(signum: signal.Signals) -> None:
    """Have Linux send this process `signum` when its parent dies, however it dies; survives exec.

    Other systems have nothing like it: there a parent killed outright leaves its children, and
    the next start finds and ends them.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)


def inside(folder: Path, names: frozenset[str]) -> list[psutil.Process]:
    """Return the processes of one of these names whose working directory is `folder`."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() in names and Path(process.cwd()) == folder:
                found.append(process)
        except psutil.Error:
            continue
    return found


def end(processes: list[psutil.Process], signum: signal.Signals, seconds: float) -> None:
    """Send `signum` to each process, and kill those that are still there after `seconds`."""
    for process in processes:
        _send(process, signum)
    _, stubborn = psutil.wait_procs(processes, timeout=seconds)
    for process in stubborn:
        _send(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=5)


def _send(process: psutil.Process, signum: signal.Signals) -> None:
    try:
        process.send_signal(signum)
    except psutil.NoSuchProcess:
        return


def main(command: list[str]) -> None:
    """Become `command`, ended by SIGTERM when the process that started it is gone."""
    die_with_parent(signal.SIGTERM)
    os.execvp(command[0], command)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
