import pytest
from django.test import RequestFactory

from fourme.api.headers import bearer, takes_json, told


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-4me-Account": "wdc"}, "wdc"),
        ({"x-4ME-account": " wdc "}, "wdc"),
        ({"X-Xurrent-Account": "wdc"}, "wdc"),
        ({"X-ITRP-Account": "wdc"}, "wdc"),
        ({"X-ITRP-Account": "a", "X-4me-Account": "b", "X-Xurrent-Account": "c"}, "c"),
        ({"X-Xurrent-Account": "", "X-4me-Account": "b"}, "b"),
        ({}, ""),
    ],
)
def test_told(rf: RequestFactory, headers: dict[str, str], expected: str) -> None:
    assert told(rf.get("/", headers=headers), "Account") == expected


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic dG9rZW46eA==", ""),
        ("Bearer", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_bearer(rf: RequestFactory, authorization: str, expected: str) -> None:
    assert bearer(rf.get("/", headers={"AUTHORIZATION": authorization})) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, True),
        ("*/*", True),
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("Application/JSON;odata=verbose;q=0.9", True),
        ("text/html, application/*;q=0.5", True),
        ("*", True),
        ("application/json;q=0", False),
        ("text/html", False),
        ("application/xml", False),
    ],
)
def test_takes_json(rf: RequestFactory, accept: str | None, expected: bool) -> None:
    assert takes_json(rf.get("/", headers={"Accept": accept} if accept else {})) is expected
