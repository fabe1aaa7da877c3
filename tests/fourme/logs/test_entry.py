"""The page of an entry: its messages, however many, and who may have which file."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fourme.accounts.models import Account, User
from fourme.accounts.roles import Role
from fourme.files.models import StoredFile
from fourme.files.store import store
from fourme.logs import entry, events, paging, write
from fourme.logs.models import LogMessage, SystemLog
from tests.fixtures.world import Enrol


@pytest.fixture
def log(account: Account, administrator: User) -> SystemLog:
    """A finished import."""
    now = timezone.now()
    return SystemLog.objects.create(
        account=account,
        user=administrator,
        log_type="import",
        event=events.IMPORT,
        level="error",
        message="Many rows were rejected.",
        created_at=now - timedelta(minutes=2, seconds=5),
        finished_at=now,
    )


def tell(log: SystemLog, count: int) -> None:
    write.append(
        LogMessage(log=log, row=row, column="Site", value=f"Huston {row}", reason=f"No {row % 20}.")
        for row in range(1, count + 1)
    )


def found(client: Client, log: SystemLog, query: str = "", **headers: str) -> tuple[list[int], str]:
    """Return the rows that are shown, and how many messages there are said to be."""
    html = client.get(f"{log.get_absolute_url()}{query}", headers=headers).content.decode()
    shown = [int(row) for row in re.findall(r'<td class="time number row">(\d+)</td>', html)]
    said = re.findall(r'<p class="found" role="status">(.*?)</p>', html)
    return shown, said[0] if said else ""


def test_messages_are_paged_and_counted(browser_client: Client, log: SystemLog) -> None:
    tell(log, 120)
    seen: list[int] = []
    address = log.get_absolute_url()
    while address:
        html = browser_client.get(address).content.decode()
        seen += [int(row) for row in re.findall(r'<td class="time number row">(\d+)</td>', html)]
        older = re.search(r'rel="next" href="([^"]*)#log-messages"', html)
        address = log.get_absolute_url() + older[1].replace("&amp;", "&") if older else ""
    assert seen == list(range(1, 121))
    assert found(browser_client, log)[1] == "120 messages"
    assert found(browser_client, log, "?q=huston+120")[1] == "1 message matches"
    assert found(browser_client, log, "?reason=No+3.")[1] == "6 messages match"


def test_more_than_are_counted(
    browser_client: Client, log: SystemLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "COUNTED", 100)
    tell(log, 101)
    assert found(browser_client, log)[1] == "More than 100 messages"
    LogMessage.objects.filter(row=101).delete()
    assert found(browser_client, log)[1] == "100 messages"


@pytest.mark.parametrize("number", [10, 60, 600])
def test_the_number_of_statements_does_not_grow(
    browser_client: Client, log: SystemLog, django_assert_max_num_queries: Any, number: int
) -> None:
    tell(log, number)
    with django_assert_max_num_queries(10):
        assert len(found(browser_client, log)[0]) == min(number, paging.SIZE)


def test_a_search_reads_the_messages_only(
    browser_client: Client, log: SystemLog, django_assert_num_queries: Any
) -> None:
    tell(log, 30)
    with django_assert_num_queries(6):  # three of them for login and roles
        shown, _ = found(browser_client, log, "?q=huston+30", HX_Request="true")
    assert shown == [30]


@pytest.mark.parametrize(
    "query", ["q=%00", "reason=%00", "after=x", "before=-1", f"q={'x' * 5000}", "after=9" * 40]
)
def test_odd_addresses_are_answered(browser_client: Client, log: SystemLog, query: str) -> None:
    tell(log, 1)
    response = browser_client.get(f"{log.get_absolute_url()}?{query}")
    assert response.status_code == 200


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999", "-1", "x"])
def test_no_such_entry(browser_client: Client, pk: str) -> None:
    assert browser_client.get(f"/settings/logs/{pk}/").status_code == 404


def test_an_event_that_is_registered_no_more_is_shown(browser_client: Client, log: Any) -> None:
    SystemLog.objects.filter(pk=log.pk).update(event="import.older")
    assert f"import.older {log.pk}" in browser_client.get(log.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("role", "purposes"),
    [
        (Role.ACCOUNT_OWNER, {"import", "rejected", "log", "export"}),
        (Role.AUDITOR, {"log"}),
    ],
)
def test_who_reads_logs_gets_no_files_with_records(
    enrol: Enrol, log: SystemLog, tmp_path: Path, role: Role, purposes: set[str]
) -> None:
    client = Client()
    assert log.account is not None
    for purpose in StoredFile.Purpose:
        path = tmp_path / purpose
        path.write_text("x")
        log.files.add(
            store(
                path,
                f"{purpose}.csv",
                account=log.account,
                lifetime=timedelta(days=2),
                purpose=purpose,
            )
        )
    client.force_login(enrol(log.account, role).user)
    html = client.get(log.get_absolute_url()).content.decode()
    assert all(f"{purpose}.csv" in html for purpose in StoredFile.Purpose)
    linked = {each.purpose for each in log.files.all() if each.token in html}
    assert linked == purposes
