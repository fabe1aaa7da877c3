"""Bodies may be packed, and may not be too large."""

import gzip
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from imports.models import ImportRun

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")
FILE = SimpleUploadedFile("sites.csv", b"Name\nHouston\n")


@pytest.fixture
def api(administrator: Actor) -> Client:
    _, secret = AccessToken.generate(administrator.user, "test")
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def form(**parts: Any) -> bytes:
    return encode_multipart(BOUNDARY, parts)


def packed(api: Client, path: str, body: bytes, media_type: str, encoding: str = "gzip") -> Any:
    headers = {"Content-Encoding": encoding}
    return api.generic("POST", path, body, content_type=media_type, headers=headers)


def test_a_packed_json_body(api: Client) -> None:
    body = gzip.compress(json.dumps({"type": "sites"}).encode())

    assert packed(api, "/v1/export", body, "application/json").status_code == 200


def test_a_packed_file(api: Client) -> None:
    FILE.seek(0)
    answer = packed(
        api, "/v1/import", gzip.compress(form(type="sites", file=FILE)), MULTIPART_CONTENT
    )

    assert answer.status_code == 200, answer.content
    assert ImportRun.objects.get().source.size == len(b"Name\nHouston\n")


def test_the_unpacked_size_counts(api: Client) -> None:
    bomb = SimpleUploadedFile("a.csv", b"0" * 400_000)
    body = gzip.compress(form(type="sites", file=bomb))
    assert len(body) < 10_000

    with override_settings(IMPORT_MAX_BYTES=300_000):
        answer = packed(api, "/v1/import", body, MULTIPART_CONTENT)

    assert answer.status_code == 413
    assert not ImportRun.objects.exists()


def test_a_packed_json_body_that_is_too_large(api: Client) -> None:
    body = gzip.compress(json.dumps({"type": "x" * 3_000_000}).encode())

    assert packed(api, "/v1/export", body, "application/json").status_code == 413


CUT_SHORT = gzip.compress(b"{}" * 1000)[:-12]


@pytest.mark.parametrize("body", [b"no gzip", CUT_SHORT], ids=["no gzip", "cut short"])
def test_a_body_that_cannot_be_unpacked(api: Client, body: bytes) -> None:
    answer = packed(api, "/v1/export", body, "application/json")

    assert answer.status_code == 400
    assert "gzip" in answer.json()["message"]


@pytest.mark.parametrize("encoding", ["identity", "Identity", ""])
def test_a_body_that_is_not_packed(api: Client, encoding: str) -> None:
    body = json.dumps({"type": "sites"}).encode()

    assert packed(api, "/v1/export", body, "application/json", encoding).status_code == 200


def test_an_unknown_encoding(api: Client) -> None:
    answer = packed(api, "/v1/export", b"{}", "application/json", "br")

    assert (answer.status_code, answer["Accept-Encoding"]) == (415, "gzip, identity")


def test_a_body_that_says_that_it_is_too_large_is_not_read(api: Client) -> None:
    answer = api.generic(
        "POST", "/v1/import", b"x", content_type=MULTIPART_CONTENT, CONTENT_LENGTH=str(2**40)
    )

    assert answer.status_code == 413
    assert answer.json() == {"message": "The file is larger than 512 MB."}


def test_a_small_limit_is_told_as_it_is(api: Client) -> None:
    large = SimpleUploadedFile("a.csv", b"0" * 400_000)
    with override_settings(IMPORT_MAX_BYTES=300_000):
        early = api.post("/v1/import", {"type": "sites", "file": large})
        large.seek(0)
        late = api.post(
            "/v1/import", {"type": "sites", "file": SimpleUploadedFile("a.csv", b"0" * 320_000)}
        )

    for answer in (early, late):
        assert answer.status_code == 413
        assert answer.json() == {"message": "The file is larger than 293 KB."}
