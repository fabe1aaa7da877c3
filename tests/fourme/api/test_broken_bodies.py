"""A body that breaks off starts nothing: half a file would be imported as if it were all."""

import socket
from urllib.parse import urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from exports.models import ExportRun
from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from imports.models import ImportRun

pytestmark = pytest.mark.usefixtures("redis")
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nsites\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="s.csv"\r\n\r\n'
    b"Name\r\nHouston\r\nAus"
)


def told(live_server: LiveServer, actor: Actor, path: str, media_type: str, body: bytes) -> str:
    """Send a body that promises ten bytes more, and hang up; return the answer."""
    secret = AccessToken.generate(actor.user, "test")[1]
    server = urlsplit(live_server.url)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {server.netloc}\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body) + 10}\r\n\r\n"
    )
    with socket.create_connection((server.hostname or "", server.port or 0), 30) as sending:
        sending.sendall(head.encode() + body)
        sending.shutdown(socket.SHUT_WR)
        with sending.makefile() as answer:
            return answer.read()


def test_half_a_file_is_not_imported(live_server: LiveServer, administrator: Actor) -> None:
    media_type = "multipart/form-data; boundary=b"

    answer = told(live_server, administrator, "/v1/import", media_type, FORM)

    assert answer.startswith("HTTP/1.1 400 ")
    assert answer.endswith('{"message": "The body broke off: 10 bytes did not come."}')
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/json", b'{"type": "sites"}'),
        ("application/x-www-form-urlencoded", b"type=sites"),
    ],
)
def test_half_a_wish_is_not_granted(
    live_server: LiveServer, administrator: Actor, media_type: str, body: bytes
) -> None:
    answer = told(live_server, administrator, "/v1/export", media_type, body)

    assert answer.startswith("HTTP/1.1 400 ")
    assert not ExportRun.objects.exists()
