import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings
from oauth2_provider.models import AccessToken, RefreshToken

from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.oauth.models import Application
from tests.fourme.oauth.registered import TOKEN, Registered, post, register

pytestmark = pytest.mark.usefixtures("redis")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def warehouse(administrator: Actor) -> Registered:
    return register(administrator)


def basic(client_id: str, secret: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"


@pytest.mark.parametrize("address", ["/oauth/token", "/token"])
@pytest.mark.parametrize("media_type", ["application/json", FORM])
def test_the_right_credentials_get_a_token_of_an_hour(
    client: Client, warehouse: Registered, address: str, media_type: str
) -> None:
    sent = warehouse.credentials
    body = urlencode(sent) if media_type == FORM else json.dumps(sent)
    response = client.post(address, body, content_type=media_type)
    assert response.status_code == 200, response.content
    answer = response.json()
    assert len(answer.pop("access_token")) == 30
    assert answer == {"token_type": "Bearer", "expires_in": 3600, "scope": "api"}
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("scheme", ["Basic", "basic"])
def test_the_credentials_may_stand_in_the_header(warehouse: Registered, scheme: str) -> None:
    header = basic(warehouse.application.client_id, warehouse.secret, scheme)
    headers = {"Authorization": header}
    response = post("grant_type=client_credentials", FORM, headers=headers)
    assert response.status_code == 200, response.content


def test_nothing_stored_opens_anything(warehouse: Registered) -> None:
    token = warehouse.ask().json()["access_token"]
    stored = AccessToken.objects.get()
    assert token not in (stored.token, stored.token_checksum)
    application = Application.objects.get()
    assert warehouse.secret != application.client_secret
    for guess in (application.client_secret, stored.token_checksum):
        assert warehouse.ask(client_secret=guess).status_code == 401
    assert not RefreshToken.objects.exists()


def test_whatever_scope_is_asked_for_there_is_one(warehouse: Registered) -> None:
    assert warehouse.ask(scope="openid everything").json()["scope"] == "api"


@pytest.mark.parametrize(
    ("wrong", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"grant_type": "password", "username": "a", "password": "b"}, 400, None),
        ({"grant_type": "authorization_code", "code": "x"}, 400, None),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 400, None),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, 400, None),
        ({"grant_type": ""}, 400, "invalid_request"),
    ],
)
def test_what_is_wrong_is_said_as_oauth_has_it(
    warehouse: Registered, wrong: dict[str, str], status: int, error: str | None
) -> None:
    response = warehouse.ask(**wrong)
    assert response.status_code == status
    answer = response.json()
    assert answer["error"] == (error or "unsupported_grant_type")
    assert answer["error_description"]
    assert ("WWW-Authenticate" in response) == (status == 401)
    assert not AccessToken.objects.exists()


def test_an_unknown_application_looks_like_a_wrong_secret(warehouse: Registered) -> None:
    unknown, wrong = warehouse.ask(client_id="nobody"), warehouse.ask(client_secret="wrong")
    assert unknown.content == wrong.content


@pytest.mark.usefixtures("deputy")
def test_a_disabled_login_gets_no_token(warehouse: Registered, administrator: Actor) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    assert warehouse.ask().json()["error"] == "invalid_client"


@pytest.mark.usefixtures("deputy")
def test_a_disabled_person_gets_no_token(warehouse: Registered, administrator: Actor) -> None:
    person = administrator.user.person
    person.disabled = True
    person.save()
    assert warehouse.ask().status_code == 401


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"", FORM, 400),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"client_id": {}}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"grant_type": "client_credentials", "client_id": "\\u0000"}', "application/json", 400),
        (b'{"grant_type": "client_credentials", "client_id": "\\ud800"}', "application/json", 400),
        (b'{"grant_type": "client_credentials", "client_id": 12e400}', "application/json", 401),
        (b"grant_type=client_credentials&client_id=%zz%00", FORM, 400),
        (b"grant_type=client_credentials&client_id=%zz&client_secret=%ff+%26%3d", FORM, 401),
        (b"grant_type=client_credentials&client_id=" + b"x" * 5000, FORM, 401),
        (b"&".join(b"a=1" for _ in range(2000)), FORM, 400),
        (b"x" * 3_000_000, FORM, 413),
        (b"x", "multipart/form-data; boundary=b", 415),
        (b"x", "text/plain", 415),
    ],
)
def test_an_odd_body_is_answered_in_json(body: bytes, media_type: str, status: int) -> None:
    response = post(body, media_type)
    assert response.status_code == status, response.content
    assert set(response.json()) == {"error", "error_description"}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "told",
    ["Basic", "Basic !", "Basic /w==", basic("a\0b", "c"), basic("a", "%00"), "Bearer x"],
)
def test_an_odd_header_is_answered_in_json(told: str) -> None:
    body = {"grant_type": "client_credentials"}
    response = post(body, headers={"Authorization": told})
    assert response.status_code in {400, 401}
    assert response.json()["error_description"]


def test_the_query_is_not_read(client: Client, warehouse: Registered) -> None:
    for query in (urlencode(warehouse.credentials), "%zz&client_id=%00"):
        response = client.post(f"{TOKEN}?{query}", {}, content_type="application/json")
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_other_methods_and_formats_are_refused(client: Client, db: None) -> None:
    response = client.get(TOKEN)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response.json()["error"] == "invalid_request"
    assert client.post(TOKEN, headers={"Accept": "text/html"}).status_code == 406


def test_guesses_are_counted_by_address(warehouse: Registered) -> None:
    with override_settings(API_RATE_LIMIT=2):
        answers: list[Any] = [warehouse.ask(client_secret="wrong") for _ in range(3)]
    assert [each.status_code for each in answers] == [401, 401, 429]
    assert answers[2].json()["error"] == "too_many_requests"
    assert int(answers[2]["Retry-After"]) > 3500


def test_a_session_makes_no_difference(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.post(TOKEN, {}, content_type="application/json").status_code == 400


@pytest.mark.parametrize("path", ["authorize/", "introspect/", "revoke_token/", "applications/"])
def test_nothing_else_of_the_toolkit_is_reachable(
    client: Client, administrator: Actor, path: str
) -> None:
    client.force_login(administrator.user)
    for root in ("/o/", "/oauth/", "/", "/oauth2/"):
        assert client.get(root + path).status_code == 404
