"""The filters of the logs: types, odd addresses, and that an export takes what is shown."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from fourme.accounts.models import Account, User
from fourme.accounts.rights import actor
from fourme.accounts.roles import Role
from fourme.logs import events
from fourme.logs.models import SystemLog
from records import filters, registry
from records.models import Person, PersonRoles
from tests.fixtures.world import Enrol

LOGS = "/settings/logs/"
_LINK = re.compile(r'href="(/exports/system_logs/new/[^"]*)" hx-get')


def add(account: Account, user: User | None, message: str, **changed: Any) -> SystemLog:
    now = timezone.now()
    values = {"log_type": "authentication", "event": events.LOGIN, "level": "information"}
    times = {"created_at": now, "finished_at": now}
    shown = values | times | changed
    return SystemLog.objects.create(account=account, user=user, message=message, **shown)


@pytest.fixture
def entries(account: Account, other: Account, administrator: User, enrol: Enrol) -> None:
    """Entries that differ in one thing each."""
    late = datetime(2026, 6, 28, 22, 30, tzinfo=UTC)  # 0:30 of the 29th in Amsterdam
    guest = enrol(other, Role.SPECIALIST, email="guest@wna.example").user
    PersonRoles.objects.create(account=account, person=guest.person, auditor=True)
    add(account, administrator, "Login of 1")
    add(account, administrator, "Logout of 1", event=events.LOGOUT)
    add(account, None, "Failed login of 2", event=events.LOGIN_FAILED, level="warning")
    add(account, guest, "Login of a guest")
    add(account, administrator, "Login at midnight", created_at=late, finished_at=late)
    add(account, administrator, "100%_done", log_type="import", event=events.IMPORT)
    running = {"level": "unknown", "finished_at": None}
    add(account, administrator, "Running", log_type="import", event=events.IMPORT, **running)
    add(other, guest, "Login elsewhere")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 5),
        ({"event": events.LOGOUT}, 1),
        ({"event": events.LOGIN}, 3),
        ({"level": "warning"}, 1),
        ({"start": "2026-06-29", "end": "2026-06-29"}, 1),
        ({"start": "2026-06-28", "end": "2026-06-28"}, 0),
        ({"end": "2026-06-29"}, 1),
        ({"person": "account adm"}, 3),
        ({"person": "ADMIN @wdc.example"}, 3),
        ({"person": "guest"}, 1),
        ({"person": "specialist"}, 0),  # the name of somebody of another account
        ({"q": "login OF"}, 3),
        ({"q": "' \" “login” & = ; %20"}, 0),
        ({"view": "import"}, 2),
        ({"view": "import", "level": "unknown"}, 1),
        ({"view": "import", "q": "%_"}, 1),
        ({"view": "job"}, 0),
        ({"person": "adm", "q": "at midnight", "start": "2026-01-01", "level": "information"}, 1),
    ],
)
def test_an_export_takes_what_is_shown(
    browser_client: Client, entries: None, administrator: User, query: dict[str, str], count: int
) -> None:
    html = browser_client.get(LOGS, query).content.decode()
    shown = [int(pk) for pk in re.findall(r'row-link" href="/settings/logs/(\d+)/"', html)]
    assert len(shown) == count
    address = _LINK.findall(html)[0].replace("&amp;", "&")
    listed = filters.from_query(registry.get("system_logs"), urlsplit(address).query)
    taken = listed.queryset(actor(administrator, administrator.person.account)).values_list(
        "pk", flat=True
    )
    assert set(taken) == set(shown)
    dialog = browser_client.get(address)
    assert dialog.status_code == 200
    assert "Export System Logs" in dialog.content.decode()


def test_a_guest_is_shown_by_address_and_account(browser_client: Client, entries: None) -> None:
    html = browser_client.get(LOGS).content.decode()
    assert '<td class="who">guest@wna.example @wna</td>' in html
    assert Person.objects.get(primary_email="guest@wna.example").name not in html


def test_types_are_offered_where_a_log_has_several(browser_client: Client) -> None:
    html = browser_client.get(LOGS).content.decode()
    offered = re.findall(r'<option value="(authentication[^"]*)"', html)
    assert {events.LOGIN, events.LOGIN_FAILED, events.LOGOUT} <= set(offered)
    assert 'name="event"' not in browser_client.get(LOGS, {"view": "import"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "start=0001-01-01",
        "end=9999-12-31",
        "start=-1",
        "level=loud",
        "event=import.run",
        "q=%00",
        "person=%00",
        "view=%00",
        "view=import&view=nonsense",
        f"person={'x' * 129}",
        f"q={'x' * 129}",
        f"q={'x ' * 60}&level=loud",
    ],
)
def test_an_odd_filter_shows_nothing_and_offers_no_export(
    browser_client: Client, account: Account, administrator: User, query: str
) -> None:
    add(account, administrator, "Must not show")
    response = browser_client.get(f"{LOGS}?{query}")
    html = response.content.decode()
    assert response.status_code == 200
    assert "This filter cannot be used" in html
    assert "Must not show" not in html
    assert not _LINK.findall(html)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ACCOUNT_OWNER])
def test_only_those_who_may_export_are_offered_it(
    client: Client, enrol: Enrol, account: Account, role: Role
) -> None:
    client.force_login(enrol(account, role).user)
    html = client.get(LOGS).content.decode()
    assert bool(_LINK.findall(html)) == (role == Role.ACCOUNT_OWNER)


def test_the_menu_follows_the_filter(browser_client: Client) -> None:
    headers = {"HX-Request": "true"}
    html = browser_client.get(LOGS, {"q": "late"}, headers=headers).content.decode()
    assert 'id="log-actions" hx-swap-oob="true"' in html
    assert "message__icontains=late" in html
    assert "hx-swap-oob" not in browser_client.get(LOGS).content.decode()
