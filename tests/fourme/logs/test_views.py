import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account, User
from fourme.accounts.roles import Role
from fourme.files.models import Download
from fourme.files.store import store
from fourme.logs import events, paging, write
from fourme.logs.models import LogMessage, SystemLog
from records.models import Person
from tests.fixtures.world import Enrol

LOGS = "/settings/logs/"


@pytest.fixture
def add(account: Account, administrator: User) -> Any:
    """Return a function that adds a finished entry."""

    def call(message: str, **changed: Any) -> SystemLog:
        values: dict[str, Any] = {
            "account": account,
            "log_type": "import",
            "event": events.IMPORT,
            "level": "information",
            "message": message,
            "user": administrator,
            "created_at": timezone.now(),
            "finished_at": timezone.now(),
        }
        return SystemLog.objects.create(**values | changed)

    return call


def shown(client: Client, **query: str) -> list[str]:
    """Return the messages in the table of the Import Log."""
    html = client.get(LOGS, {"view": "import"} | query).content.decode()
    return re.findall(r'<td class="wrap">(.*?)</td>', html)


def test_the_authentication_log_comes_first(browser_client: Client, add: Any) -> None:
    add("An import")
    add("A login", log_type="authentication", event=events.LOGIN)

    html = browser_client.get(LOGS).content.decode()

    assert "A login" in html
    assert "An import" not in html
    assert re.findall(r'aria-current="page">(\w+ Log)</a>', html) == ["Authentication Log"]
    assert re.findall(r">([\w ]+ Log)</a>", html) == [
        "Authentication Log",
        "Import Log",
        "Export Log",
        "Job Log",
        "Permission Log",
        "Account Trust Log",
    ]


@pytest.mark.parametrize("view", SystemLog.LogType)
def test_an_empty_log_says_what_is_entered_there(browser_client: Client, view: str) -> None:
    html = browser_client.get(LOGS, {"view": view}).content.decode()
    assert f"The {SystemLog.LogType(view).label} Log is empty" in html
    assert "entered here" in html


def test_entries_of_other_accounts_never_show(
    browser_client: Client, add: Any, other: Account
) -> None:
    log = add("A secret of another account", account=other)

    assert shown(browser_client) == []
    assert browser_client.get(f"{LOGS}{log.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("account_administrator", 200),
        ("auditor", 200),
        ("account_owner", 200),
        ("specialist", 403),
        ("financial_manager", 403),
        ("directory_administrator", 403),
    ],
)
def test_roles_open_the_door(
    client: Client, enrol: Enrol, add: Any, role: str, status: int
) -> None:
    log = add("An import")
    client.force_login(enrol(log.account, Role(role), email="somebody@wdc.example").user)

    assert client.get(LOGS).status_code == status
    assert client.get(f"{LOGS}{log.pk}/").status_code == status


def test_without_login_the_logs_lead_to_the_login(db: None, client: Client) -> None:
    assert client.get(LOGS)["Location"] == f"/login?next={LOGS}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_logs_cannot_be_changed(browser_client: Client, add: Any, method: str) -> None:
    log = add("An import")
    assert getattr(browser_client, method)(f"{LOGS}{log.pk}/").status_code == 405
    assert SystemLog.objects.filter(pk=log.pk).exists()


def test_days_are_those_of_the_person(browser_client: Client, add: Any) -> None:
    late = datetime(2026, 6, 28, 22, 30, tzinfo=UTC)  # 0:30 of the 29th in Amsterdam
    add("Just after midnight", created_at=late)

    assert shown(browser_client, start="2026-06-29", end="2026-06-29") == ["Just after midnight"]
    assert shown(browser_client, start="2026-06-28", end="2026-06-28") == []
    html = browser_client.get(LOGS, {"view": "import"}).content.decode()
    assert "2026-06-29 00:30:00" in html
    assert "(Europe/Amsterdam)" in html


def test_the_person_is_found_by_name_and_by_address(
    browser_client: Client, add: Any, account: Account
) -> None:
    add("Of the administrator")
    auditor = User.objects.create_user("auditor@wdc.example")
    Person.objects.create(account=account, user=auditor, primary_email=auditor.email)
    add("Of another", user=auditor)
    add("Of nobody", user=None)

    assert shown(browser_client, person="account adm") == ["Of the administrator"]
    assert shown(browser_client, person="AUDITOR@wdc") == ["Of another"]
    assert shown(browser_client, person="nobody") == []


def test_the_level_tells_running_from_finished(browser_client: Client, add: Any) -> None:
    add("Fine")
    add("Wrong", level="error")
    add("At it", level="unknown", finished_at=None)

    assert shown(browser_client, level="error") == ["Wrong"]
    assert shown(browser_client, level="unknown") == ["At it"]
    assert shown(browser_client, level="information") == ["Fine"]


def test_all_words_of_the_text_are_looked_for(browser_client: Client, add: Any) -> None:
    add("12 people imported")
    add("12 sites imported")
    assert shown(browser_client, q="IMPORTED people") == ["12 people imported"]
    assert shown(browser_client, q="100% 'none") == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"start": "2026-06-30", "end": "2026-06-01"}, "The last day is before the first one."),
        ({"start": "yesterday"}, "Enter a valid date."),
        ({"level": "loud"}, "is not one of the available choices"),
        ({"view": "nonsense"}, "is not one of the available choices"),
    ],
)
def test_a_bad_filter_says_so_and_shows_nothing(
    browser_client: Client, add: Any, query: dict[str, str], words: str
) -> None:
    add("Must not show")
    response = browser_client.get(LOGS, {"view": "import"} | query)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "Must not show" not in response.content.decode()


def test_pages_keep_the_filter(
    browser_client: Client, add: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    for number in range(5):
        add(f"Import {number}")
    add("Wrong", level="error")

    seen = []
    address = f"{LOGS}?view=import&level=information"
    while True:
        html = browser_client.get(address).content.decode()
        seen += re.findall(r'<td class="wrap">(.*?)</td>', html)
        older = re.search(r'rel="next" href="([^"]*)"', html)
        if older is None:
            break
        address = LOGS + older[1].replace("&amp;", "&")
    assert seen == [f"Import {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("key", ["", "x", "-1", "99999999999999999999999", "1.5", "²"])
def test_a_nonsense_key_shows_the_first_page(browser_client: Client, add: Any, key: str) -> None:
    add("An import")
    assert shown(browser_client, after=key) == ["An import"]


def test_a_bar_filters_by_its_day(browser_client: Client, add: Any) -> None:
    add("Today's")
    add("Last week's", created_at=timezone.now() - timedelta(days=7))

    html = browser_client.get(LOGS, {"view": "import"}).content.decode()
    bars = re.findall(r'<a href="([^"]*)" tabindex="-1"><title>(.*?)</title>', html)

    assert len(bars) == 30
    address = next(address for address, words in bars if "1 information" in words)
    html = browser_client.get(LOGS + address.replace("&amp;", "&")).content.decode()
    assert re.findall(r'<td class="wrap">(.*?)</td>', html) == [
        "Last week's".replace("'", "&#x27;")
    ]


def test_htmx_gets_the_list_alone(browser_client: Client, add: Any) -> None:
    add("An import")
    response = browser_client.get(LOGS, {"view": "import"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.lstrip().startswith('<section id="log-entries"')
    assert "An import" in html


@pytest.mark.parametrize("number", [10, 60])
def test_the_number_of_statements_does_not_grow(
    browser_client: Client,
    add: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for each in range(number):
        add(f"Import {each}")
    with django_assert_num_queries(6):
        assert len(shown(browser_client)) == min(number, paging.SIZE)


def test_an_entry_tells_everything(
    browser_client: Client, account: Account, administrator: User, tmp_path: Path
) -> None:
    log = write.open_log(
        events.IMPORT,
        account=account,
        user=administrator,
        ip_address="192.0.2.7",
        address="/imports/abc/",
    )
    (tmp_path / "local").write_text("x" * 2048)
    stored = store(
        tmp_path / "local",
        "rejected.csv",
        account=account,
        lifetime=timedelta(days=2),
        purpose="rejected",
    )
    Download.objects.create(file=stored, ip_address="198.51.100.4")
    write.append(
        [
            LogMessage(
                log=log,
                row=522,
                first_line=830,
                last_line=834,
                column="Organization",
                value="<Widget>",
                reason="There is no such organization.",
                hint="Did you mean Widget?",
            )
        ]
    )
    data = {"created": 1200, "rejected": 1, "file": "people.csv", "ignored columns": ["A", "B"]}
    write.close_log(log, level="error", message="One row.", data=data, files=[stored])

    html = browser_client.get(f"{LOGS}{log.pk}/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", html))

    for words in (
        f"Import {log.pk}",
        "One row.",
        "created 1,200",
        "Ignored columns A, B",
        "Account Administrator (administrator@wdc.example)",
        "192.0.2.7",
        "rejected.csv 2.0 KB Rejected rows",
        "198.51.100.4",
        "522 830–834 Organization &lt;Widget&gt; There is no such organization. Did you mean",  # noqa: RUF001 - a dash between numbers
        "1 message ",
    ):
        assert words in text
    assert 'href="/imports/abc/"' in html
    assert f"/files/{stored.token}" in html


def test_an_expired_file_has_no_link(
    browser_client: Client, add: Any, account: Account, tmp_path: Path
) -> None:
    log = add("An export")
    (tmp_path / "local").write_text("x")
    stored = store(
        tmp_path / "local",
        "sites.csv",
        account=account,
        lifetime=timedelta(seconds=-1),
        purpose="export",
    )
    log.files.add(stored)

    html = browser_client.get(f"{LOGS}{log.pk}/").content.decode()

    assert "Expired on" in html
    assert stored.token not in html


def test_messages_are_searched_and_filtered(browser_client: Client, add: Any) -> None:
    log = add("An import")
    write.append(
        LogMessage(log=log, row=row, column=column, value=value, reason=reason)
        for row, column, value, reason in [
            (2, "Site", "Huston", "There is no such site."),
            (3, "Site", "Austn", "There is no such site."),
            (4, "Name", "", "Name is missing."),
        ]
    )

    def rows(**query: str) -> list[str]:
        html = browser_client.get(f"{LOGS}{log.pk}/", query).content.decode()
        return re.findall(r'<td class="time number row">(\d+)</td>', html)

    assert rows() == ["2", "3", "4"]
    assert rows(q="huston") == ["2"]
    assert rows(q="site austn") == ["3"]
    assert rows(reason="There is no such site.") == ["2", "3"]
    assert rows(reason="There is no such site.", q="huston") == ["2"]
    assert rows(reason="Unheard of") == []
    html = browser_client.get(f"{LOGS}{log.pk}/").content.decode()
    assert "There is no such site. (2)" in html
    assert "Name is missing. (1)" in html
