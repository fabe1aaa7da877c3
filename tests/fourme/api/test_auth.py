import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponseBase
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import AccessToken, Account, User
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.api.auth import endpoint
from fourme.api.body import parameters
from fourme.api.errors import ApiError, answer
from tests.fixtures.world import PASSWORD, Enrol

FAILURES: dict[str, Callable[[], Exception]] = {
    "lost": lambda: Http404("secret"),
    "denied": lambda: PermissionDenied("secret"),
    "odd": lambda: SuspiciousOperation("odd input"),
    "invalid": lambda: ApiError(422, errors=[("type", "Type can't be blank")]),
    "broken": lambda: RuntimeError("secret"),
}


@endpoint("GET", "POST")
def who(request: AccountRequest) -> HttpResponseBase:
    roles = sorted(request.actor.roles)
    return answer({"user": request.user.email, "account": request.account.id, "roles": roles})


@endpoint("GET")
def one(_request: AccountRequest, token: str) -> HttpResponseBase:
    return answer({"token": token})


@endpoint("GET")
def failing(_request: AccountRequest, how: str) -> HttpResponseBase:
    failure = FAILURES[how]()
    raise failure


@endpoint("POST")
def echo(request: AccountRequest) -> HttpResponseBase:
    return answer(parameters(request))


urlpatterns = [
    path("v1/who", who),
    path("v1/one/<str:token>", one),
    path("v1/failing/<str:how>", failing),
    path("v1/echo", echo),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def api(administrator: Actor) -> Client:
    return caller(administrator)


def caller(actor: Actor) -> Client:
    _, secret = AccessToken.generate(actor.user, "test")
    return Client(
        headers={"Authorization": f"Bearer {secret}"},
        raise_request_exception=False,
        enforce_csrf_checks=True,
    )


def test_a_call_works_in_the_account_of_the_person(api: Client) -> None:
    response = api.get("/v1/who")
    assert response.json() == {
        "user": "account.administrator@wdc.example",
        "account": "wdc",
        "roles": ["account_administrator"],
    }
    assert response["Content-Type"] == "application/json; charset=utf-8"


def test_a_call_needs_no_csrf_token(api: Client) -> None:
    assert api.post("/v1/who").status_code == 200


def test_the_header_names_the_account(enrol: Enrol, wdc: Account, wna: Account) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    actor = enrol(wna, Role.ACCOUNT_ADMINISTRATOR)
    PersonRoles.objects.create(account=wdc, person=actor.user.person, auditor=True)
    api = caller(actor)
    assert api.get("/v1/who").json()["account"] == "wna"
    answered = api.get("/v1/who", headers={"X-4me-Account": "WDC"}).json()
    assert (answered["account"], answered["roles"]) == ("wdc", ["auditor"])


@pytest.mark.parametrize("account", ["wna", "nowhere", "'", "wdc,wna"])
def test_an_account_without_access_is_forbidden(api: Client, wna: Account, account: str) -> None:
    response = api.get("/v1/who", headers={"X-4me-Account": account})
    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})


def test_a_person_without_roles_is_forbidden(enrol: Enrol, wdc: Account) -> None:
    assert caller(enrol(wdc)).get("/v1/who").status_code == 403


def test_an_operator_without_a_person_is_forbidden(wdc: Account) -> None:
    operator = User.objects.create_superuser("operator@fourme.example", PASSWORD)
    api = caller(Actor(operator, wdc, frozenset()))
    assert api.get("/v1/who").status_code == 403
    assert api.get("/v1/who", headers={"X-4me-Account": "wdc"}).status_code == 403


def test_basic_authentication_is_refused_with_a_word(db: None) -> None:
    response = Client().get("/v1/who", headers={"Authorization": "Basic dG9rZW46eA=="})
    assert response.status_code == 401
    assert response.json() == {
        "message": "Basic authentication has ended: send Authorization: Bearer TOKEN."
    }


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "é"])
def test_without_a_good_token_401(db: None, authorization: str) -> None:
    response = Client().get("/v1/who", headers={"Authorization": authorization})
    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_session_opens_no_door_of_the_api(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.get("/v1/who").status_code == 401


def test_a_revoked_token_is_refused(api: Client) -> None:
    AccessToken.objects.update(revoked_at="2026-01-01T00:00Z")
    assert api.get("/v1/who").status_code == 401


def test_an_expired_token_is_refused_like_an_unknown_one(api: Client) -> None:
    AccessToken.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert api.get("/v1/who").status_code == 200
    AccessToken.objects.update(expires_at=timezone.now())
    expired = api.get("/v1/who")
    AccessToken.objects.all().delete()
    unknown = api.get("/v1/who")
    assert expired.status_code == unknown.status_code == 401
    assert expired.content == unknown.content
    assert expired["WWW-Authenticate"] == unknown["WWW-Authenticate"]


@pytest.mark.usefixtures("deputy")
def test_a_disabled_login_is_refused(api: Client, administrator: Actor) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    assert api.get("/v1/who").status_code == 401


@pytest.mark.usefixtures("deputy")
def test_a_disabled_person_is_refused(api: Client, administrator: Actor) -> None:
    person = administrator.user.person
    person.disabled = True
    person.save()
    assert api.get("/v1/who").status_code == 401


def test_another_method_is_405(api: Client) -> None:
    response = api.delete("/v1/who")
    assert (response.status_code, response.json()) == (405, {"message": "Method Not Allowed"})
    assert response["Allow"] == "GET, POST, HEAD"
    assert api.head("/v1/who").status_code == 200


def test_a_client_that_wants_no_json_is_406(api: Client) -> None:
    response = api.get("/v1/who", headers={"Accept": "text/html"})
    assert (response.status_code, response.json()) == (406, {"message": "Not Acceptable"})


def test_head_answers_like_get(api: Client) -> None:
    told = [api.generic(method, "/v1/who") for method in ("GET", "HEAD")]
    names = ("ETag", "Cache-Control", "Content-Type", "Content-Length")
    assert len({tuple(each[name] for name in names) for each in told}) == 1
    again = api.head("/v1/who", headers={"If-None-Match": told[0]["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/v1/one/%00", "/v1/one/a%00b.json"])
def test_an_address_with_a_nul_is_unknown(api: Client, path: str) -> None:
    assert (api.get(path).status_code, api.get(path).json()) == (404, {"message": "Not Found"})


def test_the_last_argument_may_end_in_json(api: Client) -> None:
    assert api.get("/v1/one/abc").json() == {"token": "abc"}
    assert api.get("/v1/one/abc.json").json() == {"token": "abc"}


@pytest.mark.parametrize(
    ("how", "status", "body"),
    [
        ("lost", 404, {"message": "Not Found"}),
        ("denied", 403, {"message": "Forbidden"}),
        ("odd", 400, {"message": "odd input"}),
        (
            "invalid",
            422,
            {"message": "Validation Failed", "errors": [["type", "Type can't be blank"]]},
        ),
        ("broken", 500, {"message": "Internal Server Error"}),
    ],
)
def test_every_failure_is_json(api: Client, how: str, status: int, body: object) -> None:
    response = api.get(f"/v1/failing/{how}")
    assert (response.status_code, response.json()) == (status, body)


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=b", 200),
        (b"{", "application/json", 400),
        (b"&".join(b"a=1" for _ in range(2000)), "application/x-www-form-urlencoded", 400),
        (json.dumps({"a": "x" * 3_000_000}).encode(), "application/json", 413),
        (b"\xff=\xff", "application/x-www-form-urlencoded", 200),
    ],
)
def test_a_bad_body_is_json(api: Client, body: bytes, media_type: str, status: int) -> None:
    response = api.generic("POST", "/v1/echo", body, content_type=media_type)
    assert response.status_code == status
    assert response["Content-Type"] == "application/json; charset=utf-8"


def test_a_call_costs_three_queries_once_the_use_is_noted(
    api: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    api.get("/v1/who")
    with django_assert_num_queries(3):
        api.get("/v1/who")


@override_settings(DEBUG=True)
def test_debug_shows_no_html_either(api: Client) -> None:
    assert api.get("/v1/failing/broken").json() == {"message": "Internal Server Error"}
