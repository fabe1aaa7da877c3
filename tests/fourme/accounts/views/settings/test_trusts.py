import re

import pytest
from django.test import Client

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol

TRUSTS = "/settings/trusts/"


@pytest.fixture
def me(client: Client, administrator: Actor) -> Client:
    client.force_login(administrator.user)
    return client


def invited(client: Client, account: str) -> str:
    """Invite an account and return the page, without what is new on every page."""
    page = client.post(f"{TRUSTS}invite/", {"account": account}, follow=True).content.decode()
    return re.sub(r'csrf[^>]*|"X-CSRFToken[^}]*|/settings/trusts/\d+/', "", page)


def test_an_administrator_invites_an_account(me: Client, wna: Account) -> None:
    page = invited(me, " WNA ")
    assert "wna is invited. The trust begins when an administrator there accepts." in page
    assert Trust.objects.get().status == Trust.Status.PENDING


def test_who_guesses_ids_does_not_learn_which_accounts_exist(me: Client, wna: Account) -> None:
    real = invited(me, "wna")
    Trust.objects.all().delete()
    none = invited(me, "nowhere")
    assert none.replace("nowhere", "wna") == real
    assert "Widget North America" not in real.replace("<code>Widget North America @wna</code>", "")


@pytest.mark.parametrize("account", ["", "wdc", "a\0b", "x" * 31, "no blank", "@", "-wna"])
def test_a_bad_invitation_says_why(me: Client, account: str) -> None:
    response = me.post(f"{TRUSTS}invite/", {"account": account})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not Trust.objects.exists()


def test_the_invited_account_sees_by_whom_and_accepts(
    client: Client, enrol: Enrol, wdc: Account, wna: Account
) -> None:
    trust = Trust.objects.create(account=wdc, trusted=wna)
    client.force_login(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)
    page = client.get(TRUSTS).content.decode()
    assert "<td>wdc Widget Data Center</td>" in page
    assert 'value="accepted">Accept</button>' in page
    answer = client.post(f"{TRUSTS}{trust.pk}/", {"status": "accepted"}, follow=True)
    assert "You and wdc trust each other now." in answer.content.decode()
    assert wdc.trusted_ids() == ["wna"]


def test_the_inviting_account_cannot_accept(me: Client, wdc: Account, wna: Account) -> None:
    trust = Trust.objects.create(account=wdc, trusted=wna)
    page = me.post(f"{TRUSTS}{trust.pk}/", {"status": "accepted"}, follow=True).content.decode()
    assert "The trust is pending; it cannot be made accepted." in page
    trust.refresh_from_db()
    assert trust.status == Trust.Status.PENDING


@pytest.mark.parametrize("status", ["", "nonsense", "a\0b", "expired"])
def test_a_nonsensical_answer_is_refused(me: Client, trust: Trust, status: str) -> None:
    page = me.post(f"{TRUSTS}{trust.pk}/", {"status": status}, follow=True).content.decode()
    assert "it cannot be made" in page
    trust.refresh_from_db()
    assert trust.status == Trust.Status.ACCEPTED


def test_the_end_is_asked_for_and_says_what_follows(
    me: Client, administrator: Actor, enrol: Enrol, trust: Trust
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    wdc, wna = administrator.account, Account.objects.get(pk="wna")
    address = f"{TRUSTS}{trust.pk}/end/"
    assert f'href="{address}"' in me.get(TRUSTS).content.decode()
    assert "nobody loses one" in me.get(address).content.decode()
    for number in range(2):
        person = enrol(wna, Role.SPECIALIST, email=f"{number}@wna.example").user.person
        PersonRoles.objects.create(account=wdc, person=person, auditor=True)
    PersonRoles.objects.create(account=wna, person=administrator.user.person, auditor=True)
    page = me.get(address).content.decode()
    assert "End the trust with wna Widget North America?" in page
    assert "2 people of wna will have no role in wdc any more." in page
    assert "1 person of wdc will have no role in wna any more." in page
    dialog = me.get(address, headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith('<dialog class="dialog" data-modal')
    me.post(f"{TRUSTS}{trust.pk}/", {"status": "canceled"})
    assert wdc.trusted_ids() == []
    assert PersonRoles.objects.filter(auditor=True).count() == 0
    assert me.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_DESIGNER])
def test_other_roles_see_trusts_and_change_nothing(
    client: Client, enrol: Enrol, trust: Trust, wdc: Account, role: Role
) -> None:
    client.force_login(enrol(wdc, role).user)
    page = client.get(TRUSTS).content.decode()
    assert "wna Widget North America" in page
    assert "End trust" not in page
    assert "Invite account" not in page
    address = f"{TRUSTS}{trust.pk}/"
    assert client.post(address, {"status": "canceled"}).status_code == 403
    assert client.get(f"{address}end/").status_code == 403
    assert client.post(f"{TRUSTS}invite/", {"account": "wna"}).status_code == 403
    trust.refresh_from_db()
    assert trust.status == Trust.Status.ACCEPTED


def test_the_trusts_of_others_are_not_found(client: Client, trust: Trust, enrol: Enrol) -> None:
    europe = Account.objects.create(id="weu", name="Widget Europe")
    client.force_login(enrol(europe, Role.ACCOUNT_ADMINISTRATOR).user)
    page = client.get(TRUSTS).content.decode()
    assert "<td>wna" not in page
    assert "<td>wdc" not in page
    for answer in (
        client.post(f"{TRUSTS}{trust.pk}/", {"status": "canceled"}),
        client.get(f"{TRUSTS}{trust.pk}/end/"),
        client.get(f"{TRUSTS}{10**30}/end/"),
    ):
        assert answer.status_code == 404
    trust.refresh_from_db()
    assert trust.status == Trust.Status.ACCEPTED
