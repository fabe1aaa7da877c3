"""Calls are counted by user, and by address without login; Redis may be away."""

from typing import Any

import pytest
from django.test import Client, override_settings

from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.api import rate_limit

pytestmark = pytest.mark.usefixtures("redis")


@pytest.fixture
def api(administrator: Actor) -> Client:
    _, secret = AccessToken.generate(administrator.user, "test")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_each_answer_tells_what_is_left(api: Client) -> None:
    first, second = api.get("/v1"), api.get("/v1")

    assert first["X-RateLimit-Limit"] == "3600"
    assert [each["X-RateLimit-Remaining"] for each in (first, second)] == ["3599", "3598"]
    assert int(first["X-RateLimit-Reset"]) > 1_700_000_000


@pytest.mark.parametrize(
    ("method", "path", "accept", "status"),
    [
        ("GET", "/v1/export", "text/html", 406),
        ("PUT", "/v1/export", "*/*", 405),
        ("PUT", "/v1", "*/*", 405),
        ("GET", "/v1/export/x", "*/*", 404),
        ("GET", "/v1/export?per_page=0", "*/*", 400),
        ("POST", "/v1/export", "*/*", 422),
    ],
)
def test_each_refusal_tells_what_is_left(
    api: Client, method: str, path: str, accept: str, status: int
) -> None:
    answer = api.generic(method, path, headers={"Accept": accept})

    assert (answer.status_code, answer["X-RateLimit-Remaining"]) == (status, "3599")


@pytest.mark.parametrize("path", ["/v1/nothing/there.json", "/v1/export", "/v1/schema/nothing"])
def test_what_is_answered_without_a_token_counts_for_the_address(path: str, db: None) -> None:
    assert Client().get(path)["X-RateLimit-Remaining"] == "3599"


def test_too_many_calls_must_wait(api: Client) -> None:
    with override_settings(API_RATE_LIMIT=2):
        api.get("/v1")
        api.get("/v1")
        refused = api.get("/v1")

    assert refused.status_code == 429
    assert refused.json()["message"] == "Too Many Requests"
    assert refused.json()["documentation_url"].endswith("/v1/docs#rate-limiting")
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert refused["X-RateLimit-Remaining"] == "0"


@pytest.mark.django_db
def test_without_login_the_address_counts(client: Client, administrator: Actor) -> None:
    with override_settings(API_RATE_LIMIT=1):
        answers = [client.get("/v1").status_code for _ in range(2)]

    assert answers == [401, 429]


def test_the_calls_of_others_do_not_count(api: Client, enrol: Any, administrator: Actor) -> None:
    other = enrol(administrator.account, Role.AUDITOR)
    _, secret = AccessToken.generate(other.user, "test")
    api.get("/v1")

    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get("/v1")

    assert answer["X-RateLimit-Remaining"] == "3599"


def test_a_look_costs_nothing_once_a_second(api: Client) -> None:
    api.get("/v1")

    first, second = api.get("/v1/rate_limit"), api.get("/v1/rate_limit")

    assert first.json()["remaining"] == 3599
    assert set(first.json()) == {"limit", "remaining", "reset", "resources"}
    assert first.json()["resources"]["core"]["remaining"] == 3599
    assert (second.status_code, second["Retry-After"]) == (429, "1")
    assert second["X-RateLimit-Remaining"] == "3599"


def test_nothing_is_limited_while_redis_is_away(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_limit._counter.cache_clear()
    try:
        with override_settings(REDIS_URL="unix:///nowhere/redis.sock", API_RATE_LIMIT=1):
            answers = [api.get("/v1").status_code for _ in range(3)]
            asked = api.get("/v1/rate_limit")
    finally:
        rate_limit._counter.cache_clear()

    assert answers == [200, 200, 200]
    assert (asked.status_code, asked.json()) == (200, {})


def test_no_limit_means_none(api: Client) -> None:
    with override_settings(API_RATE_LIMIT=0):
        answer = api.get("/v1")

    assert answer.status_code == 200
    assert "X-RateLimit-Limit" not in answer
