"""What is told at the end: tests, previews, mail, log, rejected rows, rights."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.store import open_local
from fourme.jobs.models import State
from fourme.logs.models import Level
from fourme.mail.models import OutboxMessage
from imports.models import ImportRun
from imports.rejected import rejected_csv
from records.models import Person, Site, Team
from tests.imports.importing import counters, messages, queue, run_import

Importing = Callable[..., ImportRun]


def test_a_test_tells_all_and_saves_nothing(importing: Importing) -> None:
    importing("sites", "Name,City,Source,Source ID\nHouston,Houston,s,1\nAustin,Austin,s,2\n")
    before = list(Site.objects.order_by("id").values())
    text = "Name,City,Source,Source ID\nHouston,Dallas,s,1\nAustin,Austin,s,2\nWaco,,s,3\n,,s,4\n"
    run = importing("sites", text, test_only=True)
    assert (run.state, run.message) == (State.DONE, "")
    assert counters(run) == {"created": 1, "updated": 1, "unchanged": 1, "failures": 1}
    assert list(Site.objects.order_by("id").values()) == before
    assert list(run.changes.values_list("row", "record", "column", "old", "new")) == [
        (2, "Houston", "City", "Houston", "Dallas")
    ]
    assert [row.row for row in run.rejected.all()] == [5]
    assert len(messages(run)) == 1
    assert run.log is not None
    assert "nothing was saved" in run.log.message
    assert counters(importing("sites", text)) == counters(run)


def test_a_test_shows_changed_links(importing: Importing) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\nb@wdc.example,B\n")
    importing("teams", "Name,Source,Source ID,Members\nDesk,s,1,a@wdc.example\n")
    run = importing(
        "teams", "Name,Source,Source ID,Members\nDesk,s,1,b@wdc.example\n", test_only=True
    )
    assert list(run.changes.values_list("column", "old", "new")) == [
        ("Members", "a@wdc.example", "b@wdc.example")
    ]
    assert [each.primary_email for each in Team.objects.get().members.all()] == ["a@wdc.example"]


def test_a_test_of_waiting_rows(importing: Importing, settings: Any) -> None:
    settings.IMPORT_BATCH_ROWS = 2
    text = "Primary Email,Name,Manager\n" + "".join(
        f"p{n}@wdc.example,P,p{n + 1}@wdc.example\n" for n in range(6)
    )
    assert counters(importing("people", text, test_only=True)) == {"failures": 6}
    text += "p6@wdc.example,P,\n"
    assert counters(importing("people", text, test_only=True)) == {"created": 7}
    assert not Person.objects.filter(name="P").exists()


def test_a_test_of_a_file_that_ends_early(importing: Importing) -> None:
    run = importing("sites", 'Name,City\nHouston,\n,x\nAustin,"\n', test_only=True)
    assert run.message == "The quote that opens on line 4 is not closed."
    assert counters(run) == {"created": 1, "failures": 1}
    assert not Site.objects.exists()


def test_one_mail_and_one_log_entry(importing: Importing, administrator: Actor) -> None:
    run = importing("sites", "Name,City\nHouston,\n,Nameless\n")
    mail = OutboxMessage.objects.get()
    assert mail.to == administrator.user.email
    assert mail.subject == "Import of sites finished: 1 created, 0 updated, 1 failure"
    assert mail.headers == {"X-4me-Import": run.token, "X-4me-ImportID": str(run.pk)}
    for part in (mail.text, mail.html):
        assert "1 site imported: 1 created. 1 row was rejected." in part
        assert "Name is empty." in part
        assert f"/imports/{run.token}/" in part
    log = run.log
    assert log is not None
    assert (log.level, log.message) == (
        Level.ERROR,
        "1 site imported: 1 created. 1 row was rejected.",
    )
    assert log.finished_at is not None
    assert log.address == f"/imports/{run.token}/"
    assert {each.name for each in log.files.all()} == {"sites.csv", f"{run.pk}.sites.log"}
    assert run.logfile is not None
    with open_local(run.logfile) as path:
        text = path.read_text()
    assert "error: row 3: Name is empty. Each row needs a value." in text
    assert text.endswith(
        "created: 1, updated: 0, deleted: 0, unchanged: 0, failures: 1, errors: 0\n"
    )


def test_an_import_that_ends_early_is_fatal(importing: Importing) -> None:
    run = importing("sites", "")
    assert run.log is not None
    assert run.log.level == Level.FATAL
    assert OutboxMessage.objects.get().subject.startswith("Import of sites ended early: ")


def test_the_rejected_rows_can_be_mended_and_imported(importing: Importing) -> None:
    run = importing(
        "sites",
        'Name,City,Country,Remarks\nHouston,,XX,"a\nb"\n\t=Austin,,YY,\nDallas,,US,,too much\n',
    )
    assert counters(run) == {"failures": 3}
    text = "".join(rejected_csv(run)).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["Row", "Error", "Name", "City", "Country", "Remarks"]
    assert [row[0] for row in rows[1:]] == ["2", "3", "4"]
    assert rows[1][2:] == ["Houston", "", "XX", "a\nb"]
    assert rows[2][2] == "\t=Austin"
    assert rows[3][2:] == ["Dallas", "", "US", "", "too much"]
    assert rows[1][1].startswith("Country “XX” is not a country code.")
    again = importing("sites", text.replace(",XX,", ",NL,").replace(",YY,", ",NL,"))
    assert counters(again) == {"created": 2, "failures": 1}
    assert again.headers == ["Row", "Error", "Name", "City", "Country", "Remarks"]
    assert "".join(rejected_csv(again)).count("Error") == 1
    assert set(Site.objects.values_list("name", flat=True)) == {"Houston", "=Austin"}


def test_who_may_not_import(
    transactional_db: None, redis: Any, enrol: Callable[..., Actor], wdc: Account, tmp_path: Path
) -> None:
    for actor in (enrol(wdc, Role.AUDITOR), enrol(wdc)):
        with pytest.raises(PermissionDenied):
            queue(actor, tmp_path, "sites", "Name\nHouston\n")
    assert not ImportRun.objects.exists()


def test_a_financial_manager_changes_financial_columns_only(
    importing: Importing, enrol: Callable[..., Actor], wdc: Account, tmp_path: Path
) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    manager = enrol(wdc, Role.FINANCIAL_MANAGER)
    run = run_import(
        manager,
        tmp_path,
        "people",
        "Primary Email,Name,Cost Per Hour\na@wdc.example,Changed,60\nnew@wdc.example,New,10\n",
    )
    assert counters(run) == {"updated": 1, "failures": 1}
    found = Person.objects.get(primary_email="a@wdc.example")
    assert (found.name, found.cost_per_hour) == ("A", 60)
    assert [column for _, column, _ in messages(run)] == ["Name", ""]
    with pytest.raises(PermissionDenied):
        queue(manager, tmp_path, "sites", "Name\nHouston\n")


def test_the_same_key_starts_one_import(
    importing: Importing, administrator: Actor, tmp_path: Path
) -> None:
    runs = {queue(administrator, tmp_path, "sites", "Name\nA\n", key="k").pk for _ in range(3)}
    assert len(runs) == 1
    assert ImportRun.objects.count() == 1


def test_imports_of_a_type_wait_for_each_other(
    administrator: Actor, redis: Any, transactional_db: None, tmp_path: Path
) -> None:
    from imports.tasks import run_import as task  # noqa: PLC0415 -- needs Django set up

    first = queue(administrator, tmp_path, "sites", "Name\nA\n")
    second = queue(administrator, tmp_path, "sites", "Name\nB\n")
    other = queue(administrator, tmp_path, "people", "Primary Email,Name\nx@wdc.example,X\n")
    task("imports.ImportRun", second.token)
    task("imports.ImportRun", other.token)
    for run, state in ((second, State.QUEUED), (other, State.DONE), (first, State.QUEUED)):
        run.refresh_from_db()
        assert run.state == state
    task("imports.ImportRun", first.token)
    task("imports.ImportRun", second.token)
    assert list(Site.objects.order_by("id").values_list("name", flat=True)) == ["A", "B"]
