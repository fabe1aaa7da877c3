"""Imports into a live server."""

import pytest

from imports.inline import work
from imports.models import ImportRun
from records.models import Site
from tests.fixtures import patience
from tests.fourme_client.program import Ended, Program

GOOD = "Name,Remarks\nHouston,\nAustin,hot\n"
MIXED = "Name,Time Zone\nHouston,\n,\nAustin,Nowhere\n"


def worked(program: Program, content: str, *arguments: str) -> Ended:
    """Run a command, and in this process what it starts."""
    (program.folder / "sites.csv").write_text(content)
    before = ImportRun.objects.count()
    command = program.start("import", "sites", "sites.csv", *arguments)
    patience.until(lambda: ImportRun.objects.count() > before, "the client starts an import", 60)
    work(ImportRun.objects.latest("pk"))
    return command.end()


@pytest.mark.worker
def test_a_good_file(served: Program) -> None:
    (served.folder / "sites.csv").write_text(GOOD)

    ended = served("import", "sites", "sites.csv", "--wait")

    counted = "2 created, 0 updated, 0 deleted, 0 unchanged, 0 failures, 0 errors"
    assert (ended.code, ended.text) == (0, f"sites: {counted}.\n")
    assert ended.told[0] == "Sending sites.csv"
    assert {"Import queued", "Import processing"}.issuperset(ended.told[1:2])
    assert set(Site.objects.values_list("name", "remarks")) == {("Houston", ""), ("Austin", "hot")}
    assert ImportRun.objects.get().name == "sites.csv"


def test_rejected_rows_are_a_failure_that_points_to_the_log(program: Program) -> None:
    ended = worked(program, MIXED, "--wait", "--json")

    assert ended.code == 1
    assert (ended.facts["state"], ended.facts["results"]) == (
        "done",
        {"created": 1, "updated": 0, "deleted": 0, "unchanged": 0, "failures": 1, "errors": 0},
    )
    counted = "1 created, 0 updated, 0 deleted, 0 unchanged, 1 failures, 0 errors"
    assert ended.told[-1] == f"sites: {counted}. Log: {ended.facts['logfile']}"
    assert ended.facts["log"] == ended.facts["logfile"]


def test_the_log_file_is_stored_where_it_is_wanted(program: Program) -> None:
    ended = worked(program, MIXED, "--log", "rejected.log")

    assert ended.code == 1
    assert ended.told[-1].endswith("1 failures, 0 errors. Log: rejected.log")
    assert "row 4: Time Zone “Nowhere”" in (program.folder / "rejected.log").read_text()
    assert program.files() == {"sites.csv", "rejected.log"}


def test_a_test_saves_nothing(program: Program) -> None:
    ended = worked(program, GOOD, "--wait", "--test-only")

    assert (ended.code, ended.text.split(",")[0]) == (0, "Test of sites: 2 created")
    assert not Site.objects.exists()


def test_without_waiting_the_token_is_the_answer(program: Program) -> None:
    (program.folder / "sites.csv").write_text(GOOD)

    ended = program("import", "sites", "sites.csv")

    assert (ended.code, ended.text) == (0, f"{ImportRun.objects.get().token}\n")


def test_a_run_that_was_canceled_elsewhere_is_a_failure(program: Program) -> None:
    (program.folder / "sites.csv").write_text(GOOD)
    command = program.start("import", "sites", "sites.csv", "--wait")
    patience.until(ImportRun.objects.exists, "the client starts an import", 60)
    run = ImportRun.objects.get()
    run.cancel()
    run.refresh_from_db()
    work(run)
    ended = command.end()
    run.refresh_from_db()

    assert ended.code == 1
    assert ended.told[-1].startswith(f"{run.message} sites: 0 created")
    assert run.message.startswith("Canceled")


def test_ctrl_c_stops_the_run_on_the_server(program: Program) -> None:
    (program.folder / "sites.csv").write_text(GOOD)
    ended = program.start("import", "sites", "sites.csv", "--wait").interrupt("Import queued")

    run = ImportRun.objects.get()
    assert ended.code == 130
    assert ended.told[-1] == f"The import {run.token} was canceled."
    assert run.over or run.cancel_requested_at is not None


def test_a_name_and_lines_that_would_break_the_form(program: Program) -> None:
    name = 'a "name"; of\r\n--sites.csv'
    (program.folder / name).write_text('Name\n"--x\r\nContent-Disposition: form-data"\n')

    ended = program("import", "sites", name)

    assert ended.code == 0
    assert ImportRun.objects.get().name == "a _name__ of__--sites.csv"
