import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from pytest_django import Settings

from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from fourme.jobs.models import State
from records.models import Site
from tests.exports.exporting import table
from tests.fixtures.queues import Workers
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.usefixtures("redis", "transactional_db", "administrator")


def call(types: str, path: Path, **options: Any) -> None:
    named = {"account": "wdc", "as": "account.administrator@wdc.example", **options}
    given = [f"--{name.replace('_', '-')}={value}" for name, value in named.items()]
    call_command("export_records", types, f"--output={path}", *given)


def test_the_file_is_written(
    tmp_path: Path, wdc: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    Site.objects.create(account=wdc, name="Houston")
    path = tmp_path / "sites.csv"

    call("sites", path)

    assert [row["Name"] for row in table(path.read_bytes())] == ["Houston"]
    assert capsys.readouterr().out == f"1 record exported to {path}.\n"
    run = ExportRun.objects.get()
    assert (run.state, run.origin) == (State.DONE, "command")
    assert list(tmp_path.iterdir()) == [path]


def test_several_types_are_a_zip(tmp_path: Path) -> None:
    call("sites,people", tmp_path / "all.zip")

    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == 2


def test_the_line_separator(tmp_path: Path) -> None:
    call("sites", tmp_path / "sites.csv", line_separator="crlf")

    assert (tmp_path / "sites.csv").read_bytes().endswith(b"\r\n")


def test_the_format(tmp_path: Path, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")

    call("sites", tmp_path / "sites.xlsx", format="xlsx")

    sheet = load_workbook(tmp_path / "sites.xlsx").active
    assert sheet is not None
    assert "Houston" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_no_worker_takes_the_run(tmp_path: Path, workers: Workers, wdc: Account) -> None:
    workers.start("exports", seconds=120)

    call("sites", tmp_path / "sites.csv")

    run = ExportRun.objects.get()
    assert (run.state, run.attempt) == (State.DONE, 1)


def test_nothing_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call("sites", tmp_path / "sites.csv", **{"from": "20990101"})

    assert "Nothing changed" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("types", "options", "message"),
    [
        ("sites,x", {}, "Type x is not one"),
        ("", {}, "Type can't be blank"),
        ("sites", {"account": "x"}, "There is no account x"),
        ("sites", {"as": "nobody@wdc.example"}, "There is no login nobody@wdc.example"),
        ("sites", {"from": "yesterday"}, "is not a date or time"),
        ("sites", {"line_separator": "cr"}, "invalid choice"),
        ("sites", {"format": "pdf"}, "invalid choice"),
    ],
)
def test_a_command_that_is_written_wrong(
    tmp_path: Path, types: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message) as caught:
        call(types, tmp_path / "sites.csv", **options)

    assert caught.value.returncode == 2 or "invalid choice" in message
    assert not ExportRun.objects.exists()
    assert not list(tmp_path.iterdir())


def test_an_output_in_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no place for a file"):
        call("sites", tmp_path / "none" / "sites.csv")
    assert not ExportRun.objects.exists()


def test_a_person_without_the_right(tmp_path: Path, enrol: Enrol, wdc: Account) -> None:
    enrol(wdc, Role.AUDITOR)

    with pytest.raises(CommandError, match="lets one export records") as caught:
        call("sites", tmp_path / "sites.csv", **{"as": "auditor@wdc.example"})

    assert caught.value.returncode == 1
    assert not list(tmp_path.iterdir())


def test_a_big_type_too_soon(tmp_path: Path, wdc: Account, settings: Settings) -> None:
    settings.FULL_EXPORT_LIMIT = 0
    Site.objects.create(account=wdc, name="Houston")
    call("sites", tmp_path / "first.csv")

    with pytest.raises(CommandError, match="can be exported in full again from"):
        call("sites", tmp_path / "second.csv")

    assert not (tmp_path / "second.csv").exists()


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    (tmp_path / ".sites.csv.partial").mkdir()

    with pytest.raises(CommandError, match="cannot be written"):
        call("sites", path)

    assert not path.exists()
