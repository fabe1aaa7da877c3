import pytest
from django.test import Client

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from tests.fixtures.world import PASSWORD, Enrol


@pytest.fixture
def both(enrol: Enrol, wdc: Account, wna: Account) -> User:
    """A person of wna who is an auditor of wdc too."""
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    user = enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user
    PersonRoles.objects.create(account=wdc, person=user.person, auditor=True)
    return user


def test_without_login_a_page_leads_to_the_login_and_back(client: Client, db: None) -> None:
    response = client.get("/settings/?x=1")
    assert (response.status_code, response["Location"]) == (302, "/login?next=/settings/%3Fx%3D1")


def test_without_login_an_htmx_request_sends_the_whole_page(client: Client, db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/roles/"}
    response = client.get("/settings/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/login?next=/settings/roles/")


def test_without_a_role_a_page_says_so(client: Client, enrol: Enrol, wdc: Account) -> None:
    client.force_login(enrol(wdc).user)
    response = client.get("/settings/")
    assert response.status_code == 403
    assert "has no role in any account" in response.content.decode()


def test_without_a_role_the_profile_and_the_logout_stay_open(
    client: Client, enrol: Enrol, wdc: Account
) -> None:
    client.force_login(enrol(wdc).user)
    assert client.get("/profile/").status_code == 200
    assert client.post("/logout").status_code == 302


def test_the_home_account_is_current_at_first(client: Client, both: User) -> None:
    client.force_login(both)
    assert current(client) == ("wna", frozenset({Role.ACCOUNT_ADMINISTRATOR}))


def test_the_account_of_the_session_is_current(client: Client, both: User) -> None:
    client.force_login(both)
    choose(client, "wdc")
    assert current(client) == ("wdc", frozenset({Role.AUDITOR}))


def test_a_lost_role_takes_the_account_away_at_once(client: Client, both: User) -> None:
    client.force_login(both)
    choose(client, "wdc")
    both.person.roles.filter(account_id="wdc").delete()
    assert current(client) == ("wna", frozenset({Role.ACCOUNT_ADMINISTRATOR}))


def test_an_account_without_role_is_never_current(
    client: Client, administrator: Actor, wna: Account
) -> None:
    client.force_login(administrator.user)
    choose(client, "wna")
    assert current(client) == ("wdc", frozenset({Role.ACCOUNT_ADMINISTRATOR}))


def test_an_operator_without_a_person_reaches_the_admin(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("operator@fourme.example", PASSWORD))
    assert client.get("/admin/").status_code == 200
    assert client.get("/settings/").status_code == 403


def choose(client: Client, account: str) -> None:
    session = client.session
    session["account"] = account
    session.save()


def current(client: Client) -> tuple[str, frozenset[Role]]:
    actor = client.get("/settings/").wsgi_request.actor  # type: ignore[attr-defined]
    return actor.account.id, actor.roles
