import configparser
import shlex
from pathlib import Path

import pytest

from fourme import services
from fourme.demo import programs


def test_each_queue_has_a_worker_of_its_own() -> None:
    commands = programs.commands(8000, 8025, Path("mail"))
    workers = [command[-2:] for command in commands.values() if "rqworker" in command]
    assert workers == [["rqworker", "imports"], ["rqworker", "exports"], ["rqworker", "mail"]]


def test_configuration_survives_any_folder_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    var = tmp_path / "100% of it's"
    monkeypatch.setenv("FOURME_VAR", str(var))
    commands = programs.commands(8000, 8025, var / "mail")
    read = configparser.ConfigParser()
    read.read_string(programs.configuration(commands))
    assert read["supervisord"]["pidfile"] == f"{var}/supervisord.pid"
    for name, command in commands.items():
        program = read[f"program:{name}"]
        assert program["directory"] == str(services.CHECKOUT)
        assert shlex.split(program["command"])[3:] == command
