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


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/v1/nothing", "/v1/nothing.json", "/v1/a/b/", "/v1/x.json.json", "/v1/%00", "/v1/%0A"]
)
def test_an_unknown_path_is_json(api: Client, method: str, path: str) -> None:
    response = api.generic(method, path)
    assert (response.status_code, response.json()) == (404, {"message": "Not Found"})


def test_the_page_for_people_is_only_read(client: Client, db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/v1/docs")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json() == {"message": "Method Not Allowed"}
    assert client.head("/v1/docs").status_code == 200
