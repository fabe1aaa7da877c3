import pytest
from django.test import Client

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol

PAGES = ["/settings/", "/settings/account/", "/settings/roles/", "/settings/trusts/"]


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


def test_overview_has_a_tile_for_each_section(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    page = client.get("/settings/").content.decode()
    for path in PAGES[1:]:
        assert f'<li><a href="{path}"><strong>' in page


def test_account_names_its_trusts(client: Client, administrator: Actor, trust: Trust) -> None:
    client.force_login(administrator.user)
    page = client.get("/settings/account/").content.decode()
    assert "<dt>Trusts</dt><dd>wna Widget North America</dd>" in page
    assert "<code>X-4me-Account: wdc</code>" in page


@pytest.mark.parametrize("after", ["", "a", "zzz", "a\0b", "'; --"])
def test_roles_of_other_accounts_do_not_show(
    client: Client, administrator: Actor, enrol: Enrol, wna: Account, after: str
) -> None:
    enrol(wna, Role.AUDITOR, email="zzzz@wna.example")
    client.force_login(administrator.user)
    response = client.get("/settings/roles/", {"after": after})
    assert response.status_code == 200
    assert "zzzz@wna.example" not in response.content.decode()


def test_roles_are_shown_in_words(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    page = client.get("/settings/roles/").content.decode()
    assert "<td>account.administrator@wdc.example</td>" in page
    assert '<td class="wrap">Account Administrator</td>' in page


def test_an_administrator_invites_an_account(
    client: Client, administrator: Actor, wna: Account
) -> None:
    client.force_login(administrator.user)
    page = client.post("/settings/trusts/invite/", {"account": " WNA "}, follow=True)
    assert "wna is invited: its administrators must accept." in page.content.decode()
    assert Trust.objects.get().status == Trust.Status.PENDING


@pytest.mark.parametrize("account", ["", "nowhere", "wdc", "a\0b", "x" * 31])
def test_a_bad_invitation_says_why(client: Client, administrator: Actor, account: str) -> None:
    client.force_login(administrator.user)
    response = client.post("/settings/trusts/invite/", {"account": account})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not Trust.objects.exists()


def test_the_invited_account_accepts(
    client: Client, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    trust = Trust.objects.create(account=wdc, trusted=wna)
    client.force_login(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)
    page = client.get("/settings/trusts/").content.decode()
    assert 'value="accepted">Accept</button>' in page
    client.post(f"/settings/trusts/{trust.pk}/", {"status": "accepted"})
    assert wdc.trusted_ids() == ["wna"]


def test_the_inviting_account_cannot_accept(
    client: Client, administrator: Actor, wna: Account
) -> None:
    trust = Trust.objects.create(account=administrator.account, trusted=wna)
    client.force_login(administrator.user)
    address = f"/settings/trusts/{trust.pk}/"
    page = client.post(address, {"status": "accepted"}, follow=True).content.decode()
    assert "The trust is pending; it cannot be made accepted." in page
    trust.refresh_from_db()
    assert trust.status == Trust.Status.PENDING


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_DESIGNER])
def test_other_roles_see_trusts_and_change_nothing(
    client: Client, enrol: Enrol, trust: Trust, wdc: Account, role: Role
) -> None:
    client.force_login(enrol(wdc, role).user)
    page = client.get("/settings/trusts/").content.decode()
    assert "wna Widget North America" in page
    assert "End trust" not in page
    assert "Invite account" not in page
    address = f"/settings/trusts/{trust.pk}/"
    assert client.post(address, {"status": "canceled"}).status_code == 403
    assert client.post("/settings/trusts/invite/", {"account": "wna"}).status_code == 403
    trust.refresh_from_db()
    assert trust.status == Trust.Status.ACCEPTED


def test_the_trusts_of_others_are_not_found(client: Client, trust: Trust, enrol: Enrol) -> None:
    europe = Account.objects.create(id="weu", name="Widget Europe")
    client.force_login(enrol(europe, Role.ACCOUNT_ADMINISTRATOR).user)
    assert "wna Widget North America" not in client.get("/settings/trusts/").content.decode()
    response = client.post(f"/settings/trusts/{trust.pk}/", {"status": "canceled"})
    assert response.status_code == 404
    trust.refresh_from_db()
    assert trust.status == Trust.Status.ACCEPTED
