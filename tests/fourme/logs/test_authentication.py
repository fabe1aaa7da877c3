import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from fourme.accounts.models import Account, User
from fourme.logs import events
from fourme.logs.models import Level, SystemLog


def entries() -> list[tuple[str, str | None, str | None, str | None, str, str]]:
    rows = SystemLog.objects.order_by("id").values_list(
        "event", "account_id", "user__email", "ip_address", "level", "message"
    )
    return list(rows)


@pytest.mark.parametrize("typed", ["administrator@wdc.example", "Administrator@WDC.example"])
def test_a_login_and_a_logout_are_recorded(client: Client, administrator: User, typed: str) -> None:
    client.post("/login", {"username": typed, "password": "right one"}, REMOTE_ADDR="192.0.2.7")
    client.post("/logout", REMOTE_ADDR="192.0.2.8")

    email = administrator.email
    assert entries() == [
        (events.LOGIN, "wdc", email, "192.0.2.7", "information", f"{email} logged in"),
        (events.LOGOUT, "wdc", email, "192.0.2.8", "information", f"{email} logged out"),
    ]


def test_a_wrong_password_is_recorded_for_the_account(client: Client, administrator: User) -> None:
    client.post("/login", {"username": administrator.email, "password": "wrong one"})

    email = administrator.email
    message = f"Failed login of {email}"
    assert entries() == [(events.LOGIN_FAILED, "wdc", email, "127.0.0.1", Level.WARNING, message)]
    assert "wrong one" not in str(SystemLog.objects.values().get())


def test_an_unknown_address_is_recorded_without_account(db: None, client: Client) -> None:
    client.post("/login", {"username": "nobody@wdc.example", "password": "guess"})

    message = "Failed login of nobody@wdc.example"
    assert entries() == [(events.LOGIN_FAILED, None, None, "127.0.0.1", Level.WARNING, message)]


def test_an_address_out_of_all_bounds_is_cut(db: None) -> None:
    authenticate(RequestFactory().get("/"), username="x" * 5000, password="guess")
    assert SystemLog.objects.get().message == "Failed login of " + "x" * 128


def test_a_login_of_an_operator_belongs_to_no_account(db: None, client: Client) -> None:
    User.objects.create_superuser("operator@fourme.example", "right one")
    client.login(username="operator@fourme.example", password="right one")
    assert SystemLog.objects.get().account is None


def test_the_logout_of_nobody_is_none(db: None, client: Client) -> None:
    client.logout()
    assert not SystemLog.objects.exists()


def test_entries_of_no_account_are_not_shown(
    browser_client: Client, client: Client, account: Account
) -> None:
    Client().post("/login", {"username": "nobody@wdc.example", "password": "guess"})
    assert SystemLog.objects.get().account is None
    assert "nobody@wdc.example" not in browser_client.get("/settings/logs/").content.decode()
