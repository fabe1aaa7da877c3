import re

import pytest
from django.test import Client

from fourme.accounts.models import AccessToken, Account, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from tests.fixtures.world import PASSWORD, Enrol


@pytest.fixture
def me(client: Client, administrator: Actor) -> User:
    client.force_login(administrator.user)
    return administrator.user


def test_profile_shows_roles_and_time_zone(client: Client, enrol: Enrol, wdc: Account) -> None:
    client.force_login(enrol(wdc, Role.AUDITOR, time_zone="Edinburgh").user)
    page = client.get("/profile/").content.decode()
    assert "Edinburgh" in page
    assert "(Europe/London)" in page
    assert "<dt>wdc Widget Data Center</dt><dd>Auditor</dd>" in page


def test_the_secret_is_shown_once_and_works(client: Client, me: User) -> None:
    response = client.post("/profile/tokens/", {"name": "nightly export", "lasts": "365"})
    page = response.content.decode()
    secret = re.search(r'<pre class="secret"[^>]*>([0-9a-f]{112})</pre>', page)
    assert secret is not None
    assert "no-store" in response["Cache-Control"]
    found = AccessToken.find(secret[1])
    assert found is not None
    assert (found.user, found.name) == (me, "nightly export")
    assert secret[1] not in client.get("/profile/").content.decode()
    assert not AccessToken.objects.filter(digest__contains=secret[1]).exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\0b"])
def test_a_token_needs_a_name(client: Client, me: User, name: str) -> None:
    response = client.post("/profile/tokens/", {"name": name, "lasts": "30"})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not AccessToken.objects.exists()


def test_revoke_asks_first(client: Client, me: User) -> None:
    token, secret = AccessToken.generate(me, "nightly export")
    address = f"/profile/tokens/{token.pk}/revoke/"
    assert "Revoke “nightly export”?" in client.get(address).content.decode()
    dialog = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith('<dialog class="dialog" data-modal')
    assert AccessToken.find(secret) is not None


def test_revoke_ends_the_token_at_once(client: Client, me: User) -> None:
    token, secret = AccessToken.generate(me, "nightly export")
    response = client.post(f"/profile/tokens/{token.pk}/revoke/", follow=True)
    assert "The token “nightly export” is revoked." in response.content.decode()
    assert AccessToken.find(secret) is None
    assert client.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404


def test_the_token_of_another_person_is_not_found(
    client: Client, me: User, enrol: Enrol, wdc: Account
) -> None:
    token, secret = AccessToken.generate(enrol(wdc, Role.AUDITOR).user, "of the auditor")
    assert client.get(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    assert client.post(f"/profile/tokens/{token.pk}/revoke/").status_code == 404
    assert "of the auditor" not in client.get("/profile/").content.decode()
    assert AccessToken.find(secret) is not None


def test_a_changed_password_counts_and_the_session_goes_on(client: Client, me: User) -> None:
    new = "correct horse battery staple"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    response = client.post("/profile/password/", data, follow=True)
    assert "Your password is changed." in response.content.decode()
    me.refresh_from_db()
    assert me.check_password(new)


def test_a_wrong_old_password_changes_nothing(client: Client, me: User) -> None:
    data = {"old_password": "wrong", "new_password1": "abcdefgh1!", "new_password2": "abcdefgh1!"}
    page = client.post("/profile/password/", data).content.decode()
    assert "Your old password was entered incorrectly" in page
    me.refresh_from_db()
    assert me.check_password(PASSWORD)
