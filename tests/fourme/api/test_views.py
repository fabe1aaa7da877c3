import pytest
from django.test import Client

from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor


@pytest.fixture
def api(administrator: Actor) -> Client:
    _, secret = AccessToken.generate(administrator.user, "test")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1.json"])
def test_the_root_answers_an_empty_object(api: Client, path: str) -> None:
    response = api.get(path)
    assert (response.status_code, response.json()) == (200, {})


def test_the_root_needs_a_token(db: None) -> None:
    assert Client().get("/v1").status_code == 401


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/nothing.json", "/v1/a/b/", "/v1/x.json.json"])
def test_an_unknown_path_is_json(api: Client, method: str, path: str) -> None:
    response = api.generic(method, path)
    assert (response.status_code, response.json()) == (404, {"message": "Not Found"})
