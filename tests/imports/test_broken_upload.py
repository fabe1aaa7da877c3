"""An upload from the console that breaks off imports nothing."""

import socket
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from fourme.accounts.rights import Actor
from imports.models import ImportRun

pytestmark = pytest.mark.usefixtures("redis")
FORM = (
    '--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nsites\r\n'
    '--b\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    '--b\r\nContent-Disposition: form-data; name="file"; filename="s.csv"\r\n\r\n'
    "Name\r\nHouston\r\nAustin\r\n"
)
END = '--b\r\nContent-Disposition: form-data; name="step"\r\n\r\nimport\r\n--b--\r\n'


def sent(live_server: LiveServer, client: Client, body: str, promised: int) -> str:
    """Send a form, or the beginning of one, and hang up; return the status line."""
    server = urlsplit(live_server.url)
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    token = cookies.setdefault("csrftoken", "a" * 32)
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    data = body.format(token=token).encode()
    head = (
        f"POST /imports/sites/new/ HTTP/1.1\r\nHost: {server.netloc}\r\nCookie: {jar}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n"
        f"Content-Length: {len(data) + promised}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((server.hostname or "", server.port or 0), 30) as sending:
        sending.sendall(head.encode() + data)
        sending.shutdown(socket.SHUT_WR)
        with sending.makefile() as answer:
            return answer.readline().strip()


@pytest.fixture
def client(live_server: LiveServer, administrator: Actor) -> Client:
    """The browser of the administrator."""
    client = Client()
    client.force_login(administrator.user)
    return client


def test_a_whole_form_starts_an_import(live_server: LiveServer, client: Client) -> None:
    assert sent(live_server, client, FORM + END, 0) == "HTTP/1.1 302 Found"
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize("beginning", [FORM, FORM[:-4], FORM + END[:-4]])
def test_half_a_form_starts_none(live_server: LiveServer, client: Client, beginning: str) -> None:
    assert sent(live_server, client, beginning, 10) == "HTTP/1.1 400 Bad Request"
    assert not ImportRun.objects.exists()
