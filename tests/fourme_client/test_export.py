"""Exports from a live server."""

import io
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from exports.models import ExportRun
from fourme.accounts.models import Account
from records.models import Site
from tests.exports.exporting import content, file_of, table, work
from tests.fixtures import patience
from tests.fourme_client.program import Ended, Program


@pytest.fixture(autouse=True)
def houston(program: Program, wdc: Account) -> Site:
    return Site.objects.create(account=wdc, name="Houston", remarks="one\ntwo")


def run() -> ExportRun:
    return ExportRun.objects.select_related("file").latest("pk")


def worked(program: Program, *arguments: str) -> Ended:
    """Run a command, and in this process what it starts."""
    before = ExportRun.objects.count()
    command = program.start("export", *arguments)
    patience.until(lambda: ExportRun.objects.count() > before, "the client starts an export", 60)
    work(run())
    return command.end()


@pytest.mark.worker
def test_one_type_comes_under_the_name_that_the_server_gives(served: Program) -> None:
    ended = served("export", "sites")

    name = file_of(run()).name
    assert (ended.code, ended.text) == (0, f"{name}\n")
    assert served.files() == {name}
    data = (served.folder / name).read_bytes()
    assert [row["Name"] for row in table(data)] == ["Houston"]
    assert data == content(run())
    assert ended.told[-1] == f"Downloading {name}"


def test_several_types_come_as_a_zip_where_they_are_wanted(program: Program) -> None:
    (program.folder / "out.zip").write_text("of yesterday")

    ended = worked(program, "sites, teams", "-o", "out.zip", "--json", "--quiet")

    assert (ended.code, ended.errors) == (0, "")
    data = (program.folder / "out.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sorted(name.split("-")[1] for name in archive.namelist()) == ["sites", "teams"]
    assert ended.facts.pop("url").endswith(".zip")
    assert {name: ended.facts[name] for name in ("state", "token", "file", "bytes")} == {
        "state": "done",
        "token": run().token,
        "file": "out.zip",
        "bytes": len(data),
    }
    assert program.files() == {"out.zip"}


def test_into_another_folder_and_in_other_forms(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()

    ended = worked(program, "sites", "-o", str(folder), "--line-separator", "crlf")

    (path,) = folder.iterdir()
    assert (ended.code, ended.text) == (0, f"{path}\n")
    assert path.read_bytes().count(b"\r\n") == 2
    assert program.files() == set()


def test_an_excel_file(program: Program) -> None:
    ended = worked(program, "sites", "--format", "xlsx")

    assert ended.text.endswith(".xlsx\n")
    assert (program.folder / ended.text.strip()).read_bytes().startswith(b"PK")


def test_one_language(program: Program) -> None:
    worked(program, "translations", "--locale", "nl")

    assert run().locale == "nl"


def test_standard_output_takes_the_file_and_nothing_else(program: Program) -> None:
    ended = worked(program, "sites", "-o", "-")

    assert (ended.code, ended.output) == (0, content(run()))
    assert program.files() == set()


def test_nothing_changed(program: Program) -> None:
    ended = program("export", "sites", "--from", "2999-01-01")

    assert (ended.code, ended.text) == (0, "Nothing changed since then: there is no file.\n")
    assert program("export", "sites", "--from", "2999-01-01", "--json").facts == {
        "state": "unchanged"
    }
    assert program.files() == set()
    assert not ExportRun.objects.exists()


def test_a_failed_run_tells_its_reason(program: Program, settings: Settings) -> None:
    settings.FULL_EXPORT_LIMIT = 0
    assert worked(program, "sites", "-o", "kept.csv").code == 0
    kept = (program.folder / "kept.csv").read_bytes()

    ended = worked(program, "sites", "-o", "kept.csv")

    why = "all sites were exported not long ago; use --from, or wait for a day"
    assert (ended.code, ended.text, ended.told[-1]) == (1, "", f"The export failed: {why}.")
    assert (program.folder / "kept.csv").read_bytes() == kept
    assert program.files() == {"kept.csv"}


def test_ctrl_c_stops_the_run_on_the_server(program: Program) -> None:
    command = program.start("export", "sites")
    ended = command.interrupt("Export queued")

    assert ended.code == 130
    assert ended.told[-1] == f"The export {run().token} was canceled."
    assert work(run()).message == "Canceled."
    assert program.files() == set()
