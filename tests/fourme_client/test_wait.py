"""Waiting for a run that was started before, by the same client or by another one."""

import pytest

from exports.models import ExportRun
from fourme.accounts.models import Account
from imports.inline import work as import_now
from imports.models import ImportRun
from records.models import Site
from tests.exports.exporting import content, work
from tests.fixtures import patience
from tests.fourme_client.played import Play, Played
from tests.fourme_client.program import Program


@pytest.fixture
def houston(wdc: Account) -> Site:
    return Site.objects.create(account=wdc, name="Houston")


def started(program: Program, *arguments: str) -> str:
    """Start an import and go away; return its token."""
    (program.folder / "sites.csv").write_text("Name,Time Zone\nHouston,\nAustin,Nowhere\n")
    ended = program("import", "sites", "sites.csv", *arguments)
    assert ended.code == 0
    return ended.text.strip()


def test_an_import_that_was_started_without_waiting(program: Program) -> None:
    token = started(program)
    import_now(ImportRun.objects.get(token=token))

    ended = program("wait", "import", token, "-o", "sites.log")

    counted = "1 created, 0 updated, 0 deleted, 0 unchanged, 1 failures, 0 errors"
    assert (ended.code, ended.told[-1]) == (1, f"import: {counted}. Log: sites.log")
    assert "Nowhere" in (program.folder / "sites.log").read_text()


@pytest.mark.usefixtures("houston")
def test_the_file_of_an_export_comes_later(program: Program) -> None:
    stopped = program.start("export", "sites", "--json").process
    try:
        token = awaited_export().token
    finally:
        stopped.kill()
        stopped.communicate()
    run = work(ExportRun.objects.get(token=token))

    ended = program("wait", "export", token, "-o", "out.csv", "--json")

    assert (ended.code, ended.facts["token"], ended.facts["file"]) == (0, token, "out.csv")
    assert (program.folder / "out.csv").read_bytes() == content(run)


def test_there_may_be_no_file(played: Played, alone: Program) -> None:
    played.on("GET /v1/export/t", Play(body={"state": "done", "reason": "Nothing had changed."}))

    ended = alone("wait", "export", "t")

    assert (ended.code, ended.text) == (0, "No file: Nothing had changed.\n")


def test_ctrl_c_leaves_the_run_alone(played: Played, alone: Program) -> None:
    played.on("GET /v1/import/t", Play(body={"state": "queued"}))

    ended = alone.start("wait", "import", "t").interrupt("Import queued")

    assert (ended.code, ended.told[-1]) == (130, "Stopped.")
    assert not played.calls("DELETE /v1/import/t")


def awaited_export() -> ExportRun:
    """Wait until the client has started an export; return it."""
    patience.until(ExportRun.objects.exists, "the client starts an export", 60)
    return ExportRun.objects.get()
