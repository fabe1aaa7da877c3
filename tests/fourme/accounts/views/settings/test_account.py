import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account, Trust
from fourme.accounts.overview import Line, Panel
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs import events, write
from fourme.logs.models import SystemLog
from tests.fixtures.world import Enrol

PAGES = [
    "/settings/",
    "/settings/account/",
    "/settings/roles/",
    "/settings/trusts/",
    "/settings/tokens/",
]
SETTINGS = "/settings/account/"
SENT = {"name": "Widgets", "time_zone": "Amsterdam", "language": "nl"}


@pytest.fixture
def me(client: Client, administrator: Actor) -> Client:
    client.force_login(administrator.user)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_anybody_with_a_role_sees_the_settings(
    client: Client, enrol: Enrol, wdc: Account, path: str
) -> None:
    client.force_login(enrol(wdc, Role.SPECIALIST).user)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_key_contact_does_not(client: Client, enrol: Enrol, wdc: Account, path: str) -> None:
    client.force_login(enrol(wdc, Role.KEY_CONTACT).user)
    response = client.get(path)
    assert response.status_code == 403
    assert "lets you see the settings" in response.content.decode()


def test_the_overview_leads_to_each_section(me: Client) -> None:
    page = text(me, "/settings/")
    for path in PAGES[1:]:
        assert f'<li><a href="{path}"><strong>' in page
    assert '<a href="/settings/" aria-current="page">Account Overview</a>' in page
    assert '<a href="/settings/roles/" aria-current="page">' in text(me, "/settings/roles/")


def test_the_overview_says_what_the_account_is(me: Client, trust: Trust, wdc: Account) -> None:
    Trust.objects.create(account=wdc, trusted_id="invited")
    page = text(me, "/settings/")
    assert "<dt>Trusts</dt><dd>wna Widget North America</dd>" in page
    assert "<code>X-4me-Account: wdc</code>" in page
    assert "<dt>Time zone</dt><dd>UTC</dd>" in page
    assert "<dt>Language</dt><dd>English (United States) (en-US)</dd>" in page


def test_a_directory_names_its_support_domains(me: Client, wdc: Account, wna: Account) -> None:
    Account.objects.filter(pk="wdc").update(is_directory=True)
    Account.objects.filter(pk="wna").update(directory="wdc")
    page = text(me, "/settings/")
    assert "<dd>Directory account</dd>" in page
    assert "<dt>Support domains</dt><dd>wna Widget North America</dd>" in page


def test_an_invitation_is_not_overlooked(me: Client, wdc: Account, wna: Account) -> None:
    assert "to a trust" not in text(me, "/settings/")
    Trust.objects.create(account=wna, trusted=wdc)
    assert "Another account invites wdc to a trust." in text(me, "/settings/")


def run(account: Account, message: str, *, done: bool = True) -> SystemLog:
    log = write.open_log(
        events.IMPORT, account=account, user=None, ip_address=None, message=message
    )
    if done:
        write.close_log(log, level="warning", message=message, data={})
    return log


def test_those_who_read_logs_see_what_goes_on(
    client: Client, me: Client, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    assert "Nothing was imported or exported." in text(me, "/settings/")
    runs = [run(wdc, "Sites", done=False), run(wdc, "People"), run(wna, "Secret")]
    page = text(me, "/settings/")
    assert f'<a href="/settings/logs/{runs[0].pk}/">Sites</a>' in page
    assert '<span class="badge processing">Running</span>' in page
    assert '<span class="badge warning">Warning</span>' in page
    assert page.index(">Sites<") < page.index(">People</a></dt><dd><span")
    assert "Secret" not in page
    client.force_login(enrol(wdc, Role.SPECIALIST).user)
    assert "Latest imports and exports" not in text(client, "/settings/")


def test_the_overview_costs_the_same_for_any_number(
    me: Client, wdc: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        run(wdc, f"Import {number}")
    with django_assert_max_num_queries(13):
        text(me, "/settings/")


def test_panels_without_anything_to_say_do_not_show(
    me: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        lambda _: None,
        lambda _: Panel("Silent"),
        lambda _: Panel("Next run", (Line("Weekly export", "in 2 hours", "/x/"),)),
    ]
    monkeypatch.setattr("fourme.accounts.overview._SOURCES", sources)
    page = text(me, "/settings/")
    assert "Silent" not in page
    assert '<a href="/x/">Weekly export</a></dt><dd>in 2 hours</dd>' in page


def test_administrators_change_name_time_zone_and_language(
    me: Client, wdc: Account, administrator: Actor
) -> None:
    page = me.post(SETTINGS, SENT, follow=True, REMOTE_ADDR="192.0.2.7").content.decode()
    assert "The settings of the account are saved." in page
    wdc.refresh_from_db()
    assert (wdc.name, wdc.time_zone, wdc.language) == ("Widgets", "Amsterdam", "nl")
    log = SystemLog.objects.get(event="account.changed")
    assert (log.account, log.user, log.ip_address) == (wdc, administrator.user, "192.0.2.7")
    assert log.log_type == "job"
    assert log.message.endswith(
        "changed the settings of wdc: Name from “Widget Data Center” to “Widgets”; "
        "Time zone from “UTC” to “Amsterdam”; Language from “en-US” to “nl”."
    )
    assert log.data[1] == ["Time zone", "UTC → Amsterdam"]


def test_the_id_of_the_account_stays(me: Client) -> None:
    assert "<code>wdc</code> cannot be changed" in text(me, SETTINGS)
    me.post(SETTINGS, SENT | {"id": "other"})
    assert list(Account.objects.values_list("pk", "name")) == [("wdc", "Widgets")]


def test_saving_the_same_is_no_event(me: Client, wdc: Account) -> None:
    same = {"name": wdc.name, "time_zone": wdc.time_zone, "language": wdc.language}
    assert me.post(SETTINGS, same).status_code == 302
    assert not SystemLog.objects.filter(event="account.changed").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("time_zone", "Mars"),
        ("time_zone", "Europe/Amsterdam"),
        ("language", "tlh"),
        ("language", ""),
    ],
)
def test_a_bad_value_changes_nothing(me: Client, wdc: Account, name: str, value: str) -> None:
    response = me.post(SETTINGS, SENT | {name: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="error"' in page
    assert "<strong>wdc</strong> <span>Widget Data Center</span>" in page
    wdc.refresh_from_db()
    assert (wdc.name, wdc.time_zone) == ("Widget Data Center", "UTC")
    assert not SystemLog.objects.filter(event="account.changed").exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_DESIGNER])
def test_others_see_the_settings_and_change_none(
    client: Client, enrol: Enrol, wdc: Account, role: Role
) -> None:
    client.force_login(enrol(wdc, role).user)
    page = text(client, SETTINGS)
    assert "<dd>English (United States) (en-US)</dd>" in page
    assert "<form class" not in page
    assert client.post(SETTINGS, SENT).status_code == 403
    wdc.refresh_from_db()
    assert wdc.name == "Widget Data Center"
