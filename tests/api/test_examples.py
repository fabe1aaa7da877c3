"""The lines of docs/api.md work as they are printed."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet
from pytest_django.live_server_helper import LiveServer

from exports.models import ExportRun
from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from imports.models import ImportRun
from tests.fourme.oauth.registered import register

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)

pytestmark = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")


def examples() -> list[tuple[str, str]]:
    """Return the commands and what they print."""
    return [
        found for block in _BLOCK.findall(PAGE.read_text()) for found in _COMMAND.findall(block)
    ]


def pattern(printed: str) -> str:
    """Return the pattern of an answer in which … stands for anything."""
    return ".*".join(map(re.escape, printed.strip().split("…")))


def latest(runs: "QuerySet[Any]") -> str:
    """Return the token of the run that was started last."""
    return str(runs.order_by("-pk").values_list("token", flat=True).first() or "")


def test_the_page(
    live_server: LiveServer, administrator: Actor, redis: Any, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("Name,Primary Email\nDesk,desk@wdc.example\n")
    registered = register(administrator)
    environ = os.environ | {
        "FOURME": live_server.url,
        "TOKEN": AccessToken.generate(administrator.user, "test")[1],
        "CLIENT": registered.application.client_id,
        "SECRET": registered.secret,
    }
    commands = [each for each in examples() if each[0].startswith("curl ")]
    assert len(commands) == 9

    for command, printed in commands:
        command = command.replace("<export>", latest(ExportRun.objects.all()))  # noqa: PLW2901 - filled in
        command = command.replace("<import>", latest(ImportRun.objects.all()))  # noqa: PLW2901 - as above
        done = subprocess.run(  # noqa: S602 - the page is ours
            command,
            check=False,
            shell=True,
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert re.fullmatch(pattern(printed), done.stdout.strip()), (command, done)
