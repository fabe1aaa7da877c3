import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exports.errors import Refused
from exports.models import ExportRun
from exports.workspace import root
from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.models import State
from fourme.logs.models import Level
from fourme.mail.models import OutboxMessage
from records.models import Organization, Person, Site
from tests.exports.exporting import Ask, content, file_of, log_of, members, table, work
from tests.fixtures.world import Enrol


def test_one_type_is_a_file_by_itself(exported: Ask, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston", city="Houston")

    run = exported("sites")

    assert run.state == State.DONE
    assert re.fullmatch(rf"\d{{8}}-sites-{run.pk}\.csv", file_of(run).name)
    assert content(run).startswith(b'"ID",Source,Source ID,')
    assert [row["Name"] for row in table(content(run))] == ["Houston"]
    assert run.records == {"sites": 1}


def test_several_types_are_a_zip_with_a_file_for_each(exported: Ask, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")

    run = exported("sites", "people")

    assert re.fullmatch(rf"\d{{8}}-export-{run.pk}\.zip", file_of(run).name)
    files = members(run)
    assert [name.split("-")[1] for name in files] == ["sites", "people"]
    assert [[row["Name"] for row in table(data)] for data in files.values()] == [
        ["Houston"],
        ["Account Administrator"],
    ]


def test_a_type_without_records_is_a_header(exported: Ask) -> None:
    run = exported("sites")

    assert content(run).count(b"\n") == 1
    assert run.records == {"sites": 0}


def test_records_of_other_accounts_stay_there(exported: Ask, wna: Account) -> None:
    Site.objects.create(account=wna, name="Chicago")

    assert table(content(exported("sites"))) == []


def test_records_are_in_the_order_of_their_ids(exported: Ask, wdc: Account) -> None:
    sites = [Site.objects.create(account=wdc, name=name) for name in "cab"]
    Site.objects.filter(pk=sites[0].pk).update(city="Houston")

    assert [row["Name"] for row in table(content(exported("sites")))] == ["c", "a", "b"]


def test_a_record_of_another_account_is_named_with_its_account(
    exported: Ask, wdc: Account, wna: Account, trust: Trust
) -> None:
    foreign = Organization.objects.create(account=wna, name="Widget North America")
    Organization.objects.create(account=wdc, name="Sales", parent=foreign)

    row = table(content(exported("organizations")))[0]

    assert row["Parent Organization"] == "Widget North America @wna"


def test_the_end_is_told_once_with_the_documented_headers(
    exported: Ask, administrator: Actor
) -> None:
    run = exported("sites")

    mail = OutboxMessage.objects.get()
    assert mail.to == administrator.user.email
    assert mail.subject == "Export finished: Sites (wdc)"
    assert mail.headers == {"X-4me-Export": run.token, "X-4me-ExportID": str(run.pk)}
    assert file_of(run).token in mail.text
    assert file_of(run).token in mail.html


def test_the_end_is_entered_in_the_system_log(exported: Ask, administrator: Actor) -> None:
    run = exported("sites")

    log = log_of(run)
    assert (log.level, log.user, log.account) == (
        Level.INFORMATION,
        administrator.user,
        administrator.account,
    )
    assert log.message == "0 records exported: Sites."
    assert log.finished_at is not None
    assert list(log.files.all()) == [run.file]
    assert log.address == f"/exports/{run.token}/"


def test_the_file_expires_two_days_after_completion(exported: Ask) -> None:
    run = exported("sites")

    expires_at, completed_at = file_of(run).expires_at, run.completed_at
    assert expires_at is not None
    assert completed_at is not None
    assert (expires_at - completed_at).total_seconds() == 48 * 3600


@pytest.mark.usefixtures("deputy")
def test_a_person_who_lost_the_right_gets_no_file(ask: Ask, administrator: Actor) -> None:
    run = ask("people")
    administrator.user.person.roles.update(account_administrator=False)

    work(run)

    assert run.state == State.FAILED
    assert "lets one export records" in run.message
    assert run.file is None
    assert OutboxMessage.objects.get().subject == "Export failed: People (wdc)"
    assert (log_of(run).level, log_of(run).message) == (Level.ERROR, run.message)


@pytest.mark.usefixtures("deputy")
def test_a_disabled_person_gets_no_file(ask: Ask, administrator: Actor) -> None:
    run = ask("people")
    Person.objects.filter(user=administrator.user).update(disabled=True)

    assert work(run).state == State.FAILED


def test_an_export_canceled_while_it_waits_is_not_made(ask: Ask) -> None:
    run = ask("people")
    run.cancel()

    work(run)

    assert (run.state, run.message, run.file) == (State.FAILED, "Canceled.", None)
    assert not OutboxMessage.objects.exists()
    assert log_of(run).level == Level.WARNING


def test_nothing_is_left_in_the_workspace(exported: Ask, ask: Ask) -> None:
    exported("sites")

    assert list(root().iterdir()) == []


def test_a_second_export_has_the_same_bytes(exported: Ask, wdc: Account) -> None:
    for name in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=name)

    assert content(exported("sites")) == content(exported("sites"))


def test_an_auditor_may_not_export(ask: Ask, enrol: Enrol, wdc: Account) -> None:
    with pytest.raises(Refused, match="lets one export records"):
        ask("people", actor=enrol(wdc, Role.AUDITOR))
    assert not ExportRun.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_records(ask: Ask, wdc: Account) -> None:
    def queries() -> list[str]:
        run = ask("sites", "organizations")
        with CaptureQueriesContext(connection) as captured:
            work(run)
        assert run.state == State.DONE
        return [query["sql"].split("WHERE")[0] for query in captured]

    queries()
    few = len(queries())
    for number in range(30):
        parent = Organization.objects.create(account=wdc, name=f"Unit {number}")
        Organization.objects.create(account=wdc, name=f"Part {number}", parent=parent)
        Site.objects.create(account=wdc, name=f"Site {number}")

    assert len(queries()) == few
