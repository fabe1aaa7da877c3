import pytest
from django.http import Http404
from django.test import RequestFactory

from fourme.api import failures


@pytest.mark.parametrize(
    ("status", "view", "message"),
    [
        (400, failures.bad_request, "Bad Request"),
        (403, failures.forbidden, "Forbidden"),
        (404, failures.not_found, "Not Found"),
    ],
)
def test_below_v1_failures_are_json(
    rf: RequestFactory, status: int, view: object, message: str
) -> None:
    for path in ("/v1", "/v1/import"):
        response = view(rf.get(path), Http404())  # type: ignore[operator]
        assert response.status_code == status
        assert response.content.decode() == f'{{"message": "{message}"}}'


def test_elsewhere_failures_are_pages(rf: RequestFactory, db: None) -> None:
    response = failures.not_found(rf.get("/v1000"), Http404())
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_server_error_is_json_below_v1_and_a_page_elsewhere(rf: RequestFactory) -> None:
    assert failures.server_error(rf.get("/v1/import")).content == (
        b'{"message": "Internal Server Error"}'
    )
    page = failures.server_error(rf.get("/records/people/"))
    assert page.status_code == 500
    assert "Something went wrong" in page.content.decode()
