import pytest
from django.test import Client

from fourme.accounts.models import AccessToken, Account, FailedLogins, User
from fourme.accounts.rights import Actor
from tests.fixtures.world import PASSWORD


@pytest.fixture
def operator(client: Client, db: None) -> User:
    user = User.objects.create_superuser("operator@fourme.example", PASSWORD)
    client.force_login(user)
    return user


def test_an_account_administrator_is_no_operator(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.get("/admin/accounts/account/").status_code == 302


@pytest.mark.parametrize("model", ["account", "trust", "user", "accesstoken", "failedlogins"])
def test_lists_open(client: Client, operator: User, trust: object, model: str) -> None:
    AccessToken.generate(operator, "cron")
    FailedLogins.objects.create(email="x@wdc.example", ip_address=None, since=operator.date_joined)
    assert client.get(f"/admin/accounts/{model}/?q=x").status_code in {200, 302}
    assert client.get(f"/admin/accounts/{model}/").status_code == 200


def test_a_login_is_added_in_lower_case(client: Client, operator: User) -> None:
    data = {"email": "New@WDC.example", "usable_password": "true"}
    data |= {"password1": "correct horse battery", "password2": "correct horse battery"}
    response = client.post("/admin/accounts/user/add/", data)
    assert response.status_code == 302
    made = User.objects.get(email="new@wdc.example")
    assert made.check_password("correct horse battery")
    assert client.get(f"/admin/accounts/user/{made.pk}/change/").status_code == 200


def test_a_changed_login_is_kept_in_lower_case(client: Client, operator: User) -> None:
    user = User.objects.create_user("one@wdc.example")
    page = f"/admin/accounts/user/{user.pk}/change/"
    assert client.post(page, {"email": "Two@WDC.example", "is_active": "on"}).status_code == 302
    user.refresh_from_db()
    assert user.email == "two@wdc.example"
    taken = client.post(page, {"email": "OPERATOR@fourme.example"}).content.decode()
    assert "already exists" in taken


def test_a_login_exists_once_in_any_case(client: Client, operator: User) -> None:
    data = {"email": "Operator@fourme.example", "usable_password": "true"}
    data |= {"password1": "correct horse battery", "password2": "correct horse battery"}
    page = client.post("/admin/accounts/user/add/", data).content.decode()
    assert "already exists" in page
    assert User.objects.count() == 1


def test_a_token_shows_neither_secret_nor_digest(client: Client, operator: User) -> None:
    token, secret = AccessToken.generate(operator, "cron")
    for path in ("", f"{token.pk}/change/"):
        page = client.get(f"/admin/accounts/accesstoken/{path}").content.decode()
        assert secret not in page
        assert token.digest not in page
        assert "cron" in page
    assert client.get("/admin/accounts/accesstoken/add/").status_code == 403


def test_tokens_are_revoked_together(client: Client, operator: User) -> None:
    secrets = [AccessToken.generate(operator, name)[1] for name in ("one", "two")]
    ids = list(AccessToken.objects.values_list("pk", flat=True))
    data = {"action": "revoke", "_selected_action": ids}
    client.post("/admin/accounts/accesstoken/", data)
    assert [AccessToken.find(secret) for secret in secrets] == [None, None]


def test_the_id_of_an_account_stays(client: Client, operator: User, wdc: Account) -> None:
    data = {"id": "other", "name": "Renamed", "time_zone": "Edinburgh", "language": "nl"}
    client.post("/admin/accounts/account/wdc/change/", data)
    assert list(Account.objects.values_list("id", "name")) == [("wdc", "Renamed")]
