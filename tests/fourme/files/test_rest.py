"""A download that broke goes on where it ended."""

from collections.abc import Callable

import pytest
from django.test import Client

from fourme.files.links import link
from fourme.files.models import Download, StoredFile

Put = Callable[..., StoredFile]


def address(stored: StoredFile) -> str:
    return "/" + link(stored).split("/", 3)[3]


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a FileResponse


@pytest.mark.parametrize(("begin", "rest"), [(0, b"0123456789"), (4, b"456789"), (9, b"9")])
def test_the_rest_of_a_file(put: Put, client: Client, begin: int, rest: bytes) -> None:
    path = address(put(b"0123456789"))

    response = client.get(path, headers={"Range": f"bytes={begin}-"})

    assert (response.status_code, body(response)) == (206, rest)
    assert response["Content-Range"] == f"bytes {begin}-9/10"
    assert response["Content-Length"] == str(len(rest))
    assert response["Content-Disposition"] == 'attachment; filename="sites.csv"'


@pytest.mark.parametrize("begin", ["10", "11", "9" * 18])
def test_there_is_nothing_behind_the_end(put: Put, client: Client, begin: str) -> None:
    response = client.get(address(put(b"0123456789")), headers={"Range": f"bytes={begin}-"})

    assert (response.status_code, response.content) == (416, b"")
    assert response["Content-Range"] == "bytes */10"
    assert not Download.objects.exists()


@pytest.mark.parametrize(
    "asked", ["bytes=2-3", "bytes=-2", "bytes=1-2,4-5", "lines=1-", "bytes=" + "9" * 30 + "-", "x"]
)
def test_other_ranges_are_answered_with_all(put: Put, client: Client, asked: str) -> None:
    response = client.get(address(put(b"0123456789")), headers={"Range": asked})

    assert (response.status_code, body(response)) == (200, b"0123456789")
    assert response["Accept-Ranges"] == "bytes"


def test_another_file_does_not_go_on_from_the_middle(put: Put, client: Client) -> None:
    path = address(put(b"0123456789"))
    first = client.get(path)
    body(first)

    for known, status in ((first["ETag"], 206), ('"another"', 200)):
        response = client.get(path, headers={"Range": "bytes=4-", "If-Range": known})
        assert response.status_code == status
        body(response)


def test_a_look_at_the_rest_is_a_look_at_all(put: Put, client: Client) -> None:
    response = client.head(address(put(b"0123456789")), headers={"Range": "bytes=4-"})

    assert (response.status_code, response["Content-Length"]) == (200, "10")
    body(response)
