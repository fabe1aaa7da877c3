"""A real web server for tests of the API. Pytest reads this before Django is ready."""

from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import httpx
import pytest

from fourme.demo.ports import free_port
from tests.fixtures import patience
from tests.fixtures.nursery import Nursery
from tests.fixtures.queues import Workers


@pytest.fixture
def gunicorn(workers: Workers, nursery: Nursery, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of gunicorn, which serves the test database, with workers at work."""
    bind = f"127.0.0.1:{free_port()}"
    address = f"http://{bind}"
    monkeypatch.setenv("SITE_URL", address)
    workers.start("exports", "imports", seconds=120)
    options = [f"--bind={bind}", "--threads=4", "--log-level=error"]
    process = nursery.start("gunicorn", "fourme.wsgi", *options)
    try:
        patience.until(lambda: _answers(bind), "gunicorn answers", seconds=120)
        yield address
    finally:
        process.stop()


def _answers(bind: str) -> bool:
    try:
        with urlopen(f"http://{bind}/healthz") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def api(gunicorn: str, administrator: Any) -> Iterator[httpx.Client]:
    """Give an HTTP client with a token of the administrator."""
    from fourme.accounts.models import AccessToken  # noqa: PLC0415 - needs Django set up

    secret = AccessToken.generate(administrator.user, "test")[1]
    headers = {"Authorization": f"Bearer {secret}"}
    with httpx.Client(base_url=gunicorn, headers=headers, timeout=60) as client:
        yield client
