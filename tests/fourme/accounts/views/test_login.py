import pytest
from django.test import Client

from fourme.accounts.models import Account, FailedLogins
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.accounts.throttle import LIMIT
from tests.fixtures.world import PASSWORD, Enrol

WRONG = "The e-mail address or the password is not right"


def log_in(client: Client, email: str, password: str = PASSWORD, **extra: str) -> tuple[int, str]:
    response = client.post("/login", {"username": email, "password": password, **extra})
    return response.status_code, response.get("Location", "") or response.content.decode()


def test_login_leads_to_the_page_that_was_asked_for(client: Client, administrator: Actor) -> None:
    answer = log_in(client, "Account.Administrator@WDC.example", next="/settings/roles/")
    assert answer == (302, "/settings/roles/")
    assert client.get("/settings/roles/").status_code == 200


def test_login_does_not_lead_to_another_site(client: Client, administrator: Actor) -> None:
    assert log_in(client, administrator.user.email, next="https://evil.example/") == (302, "/")


@pytest.mark.parametrize("email", ["account.administrator@wdc.example", "nobody@wdc.example"])
def test_a_failed_login_says_the_same_for_known_and_unknown(
    client: Client, administrator: Actor, email: str
) -> None:
    status, page = log_in(client, email, "wrong")
    assert status == 200
    assert WRONG in page
    assert "_auth_user_id" not in client.session


def test_too_many_failures_must_wait_even_with_the_right_password(
    client: Client, administrator: Actor
) -> None:
    for _ in range(LIMIT):
        assert WRONG in log_in(client, administrator.user.email.title(), "wrong")[1]
    status, page = log_in(client, administrator.user.email)
    assert status == 200
    assert "Too many failed logins. Try again in 10 minutes." in page
    assert "_auth_user_id" not in client.session


def test_a_good_login_forgets_the_failures(client: Client, administrator: Actor) -> None:
    log_in(client, administrator.user.email, "wrong")
    log_in(client, administrator.user.email)
    assert not FailedLogins.objects.exists()


@pytest.mark.parametrize(
    "email", ["a\0b@wdc.example", "no address", "x" * 200 + "@wdc.example", ""]
)
def test_login_takes_any_input(client: Client, db: None, email: str) -> None:
    status, page = log_in(client, email, "\0")
    assert status == 200
    assert 'class="error"' in page


def test_logout_needs_post(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout")["Location"] == "/login"
    assert client.get("/settings/").status_code == 302


@pytest.fixture
def both(enrol: Enrol, administrator: Actor, wna: Account) -> Actor:
    """The administrator of wdc, who is an auditor of wna too."""
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    person = administrator.user.person
    PersonRoles.objects.create(account=wna, person=person, **{Role.AUDITOR.value: True})
    return administrator


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("/records/people/17/edit/?q=x", "/records/people/"),
        ("/records/people/", "/records/people/"),
        ("/settings/logs/4/", "/settings/logs/"),
        ("/settings/", "/settings/"),
        ("/profile/", "/"),
        ("", "/"),
    ],
)
def test_switch_stays_at_the_list(client: Client, both: Actor, referer: str, target: str) -> None:
    client.force_login(both.user)
    headers = {"Referer": f"http://testserver{referer}"} if referer else {}
    response = client.post("/account/switch/", {"account": "wna"}, headers=headers)
    assert (response.status_code, response["Location"]) == (302, target)
    page = client.get("/settings/")
    assert page.context["shell"]["account"].id == "wna"
    assert "You now work in wna Widget North America." in page.content.decode()


@pytest.mark.parametrize("account", ["wna", "nowhere", "", "a\0b"])
def test_switch_refuses_an_account_without_role(
    client: Client, administrator: Actor, wna: Account, account: str
) -> None:
    client.force_login(administrator.user)
    response = client.post("/account/switch/", {"account": account})
    assert response.status_code == 403
    assert "You have no role in that account." in response.content.decode()
    assert client.get("/settings/").context["shell"]["account"].id == "wdc"


def test_switch_needs_post(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.get("/account/switch/").status_code == 405
