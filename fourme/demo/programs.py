"""The programs of the demo, as a configuration of supervisor."""

import os
import shlex
import sys
from pathlib import Path

from fourme import services

QUEUES = ("imports", "exports", "mail")

SUPERVISOR = """\
[supervisord]
nodaemon=true
silent=true
logfile={var}/log/supervisord.log
logfile_maxbytes=5MB
logfile_backups=1
pidfile={var}/supervisord.pid
childlogdir={var}/log
{user}"""

PROGRAM = """
[program:{name}]
command={command}
directory={checkout}
autorestart=true
startsecs=1
startretries=1000
stopwaitsecs=4
killasgroup=true
redirect_stderr=true
stdout_logfile={var}/log/{name}.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=1
"""


def commands(port: int, mail_port: int, mail_folder: Path) -> dict[str, list[str]]:
    """Return the command line of each program by its name."""
    manage = [sys.executable, "manage.py"]
    web = [sys.executable, "-m", "gunicorn", "fourme.wsgi", f"--bind=127.0.0.1:{port}"]
    sink = [sys.executable, "-m", "fourme.demo.sink", str(mail_port), str(mail_folder)]
    options = ["--workers=2", "--threads=4", "--timeout=120", "--preload", "--no-control-socket"]
    workers = {f"worker-{queue}": [*manage, "rqworker", queue] for queue in QUEUES}
    return {
        "mail": sink,
        "web": [*web, *options, "--graceful-timeout=2"],
        **workers,
        "tick": [*manage, "tick", "--every", "60"],
    }


def configuration(programs: dict[str, list[str]]) -> str:
    """Return the text of a configuration that keeps these programs running."""
    var = _literal(str(services.var_dir()))
    sections = [SUPERVISOR.format(var=var, user="user=root\n" if os.geteuid() == 0 else "")]
    # Each program ends when supervisord is killed: the next one must find its port free.
    tied = [sys.executable, "-m", "fourme.processes"]
    sections += [
        PROGRAM.format(
            name=name,
            command=_literal(shlex.join([*tied, *command])),
            checkout=_literal(str(services.CHECKOUT)),
            var=var,
        )
        for name, command in programs.items()
    ]
    # Supervisor stops one group after the other, but the programs of a group together.
    sections.append(f"\n[group:fourme]\nprograms={','.join(programs)}\n")
    return "".join(sections)


def _literal(text: str) -> str:
    """Protect what supervisor would expand."""
    return text.replace("%", "%%")
