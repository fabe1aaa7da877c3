"""Imports as known clients send them, byte for byte."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from fourme.files.store import local_path
from imports.models import ImportRun

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")
ROWS = b'"Name"\n"Houston"'  # no line break at the end

# The name of the file is its path, and nothing follows the last boundary.
RUBY = (
    b"--0123456789ABLEWASIEREISAWELBA9876543210\r\n"
    b'Content-Disposition: form-data; name="type"\r\n\r\nsites\r\n'
    b"--0123456789ABLEWASIEREISAWELBA9876543210\r\n"
    b'Content-Disposition: form-data; name="file"; filename="/home/desk/data/sites.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\n%s\r\n"
    b"--0123456789ABLEWASIEREISAWELBA9876543210--"
)
# MultipartFormDataContent: no quotes, the name of the file twice, a media type for each part.
DOTNET = (
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Disposition: form-data; name=type\r\n\r\nsites\r\n"
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11\r\n"
    b"Content-Type: text/csv\r\n"
    b"Content-Disposition: form-data; name=file; filename=sites.csv; filename*=utf-8''sites.csv"
    b"\r\n\r\n%s\r\n"
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11--\r\n"
)
# Invoke-RestMethod -Form: the file comes first, as bytes of no special kind.
POWERSHELL = (
    b"--6c4b1f6e-0d31-4f3e-8a46-2d5d3c0c9c55\r\n"
    b'Content-Disposition: form-data; name="file"; filename="sites.csv"; '
    b"filename*=utf-8''sites.csv\r\n"
    b"Content-Type: application/octet-stream\r\n\r\n%s\r\n"
    b"--6c4b1f6e-0d31-4f3e-8a46-2d5d3c0c9c55\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b'Content-Disposition: form-data; name="type"\r\n\r\nsites\r\n'
    b"--6c4b1f6e-0d31-4f3e-8a46-2d5d3c0c9c55--\r\n"
)


@pytest.fixture
def caller(administrator: Actor) -> Client:
    _, secret = AccessToken.generate(administrator.user, "test")
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (RUBY, "0123456789ABLEWASIEREISAWELBA9876543210"),
        (DOTNET, '"5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11"'),
        (POWERSHELL, '"6c4b1f6e-0d31-4f3e-8a46-2d5d3c0c9c55"'),
    ],
    ids=["Ruby", ".NET", "PowerShell"],
)
def test_bytes_of_known_clients(caller: Client, body: bytes, boundary: str) -> None:
    media_type = f"multipart/form-data; boundary={boundary}"

    answer = caller.generic("POST", "/v1/import", body % ROWS, media_type)

    assert answer.status_code == 200, answer.content
    run = ImportRun.objects.get()
    stored = local_path(run.source)
    assert (run.type, run.name) == ("sites", "sites.csv")
    assert stored is not None
    assert stored.read_bytes() == ROWS


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Städte 北.csv", "Städte 北.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\desk\\sites.csv", "sites.csv"),
        ("x" * 300 + ".csv", None),
    ],
)
def test_names_of_files(caller: Client, sent: str, kept: str | None) -> None:
    body = RUBY.replace(b"/home/desk/data/sites.csv", sent.encode()) % ROWS
    media_type = "multipart/form-data; boundary=0123456789ABLEWASIEREISAWELBA9876543210"

    answer = caller.generic("POST", "/v1/import", body, media_type)

    assert answer.status_code == 200, answer.content
    assert ImportRun.objects.get().name == (kept or ImportRun.objects.get().source.name)


@pytest.mark.parametrize("slug", ["first_line_support_agreements", "flsas"])
def test_both_spellings_of_a_type(caller: Client, slug: str) -> None:
    upload = SimpleUploadedFile("a.csv", b"ID\n")
    answer: Any = caller.post(f"/v1/import.json?type={slug}", {"file": upload})
    assert answer.status_code == 200, answer.content


def test_several_files_are_refused(caller: Client) -> None:
    files = [SimpleUploadedFile(name, b"Name\nA\n") for name in ("a.csv", "b.csv")]
    answer = caller.post("/v1/import", {"type": "sites", "file": files})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [["file", "Send one file; each gets an import of its own"]]
    assert not ImportRun.objects.exists()


def test_a_part_with_another_name_is_no_file(caller: Client) -> None:
    upload = SimpleUploadedFile("a.csv", b"Name\nA\n")
    answer = caller.post("/v1/import", {"type": "sites", "upload": upload})
    assert answer.status_code == 422
    assert "as the part file of multipart/form-data" in answer.json()["errors"][0][1]
