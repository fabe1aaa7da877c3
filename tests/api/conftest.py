"""A real web server for tests of the API. Pytest reads this before Django is ready."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from fourme import services
from fourme.demo.ports import free_port
from tests.fixtures import patience
from tests.fixtures.queues import Workers, own_database_url


@pytest.fixture
def gunicorn(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of gunicorn, which serves the test database, with workers at work."""
    address = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("SITE_URL", address)
    monkeypatch.setenv("DATABASE_URL", own_database_url())
    workers.start("exports", "imports", seconds=120)
    bind = address.removeprefix("http://")
    serve = ["-m", "gunicorn", "fourme.wsgi", f"--bind={bind}", "--threads=4", "--log-level=error"]
    process = subprocess.Popen(
        [sys.executable, "-m", "fourme.processes", sys.executable, *serve],
        cwd=services.CHECKOUT,
        env=os.environ.copy(),
        start_new_session=True,
    )
    try:
        patience.until(lambda: _answers(address), "gunicorn answers", seconds=120)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").is_success
    except httpx.HTTPError:
        return False


@pytest.fixture
def api(gunicorn: str, administrator: Any) -> Iterator[httpx.Client]:
    """Give an HTTP client with a token of the administrator."""
    from fourme.accounts.models import AccessToken  # noqa: PLC0415 - needs Django set up

    secret = AccessToken.generate(administrator.user, "test")[1]
    headers = {"Authorization": f"Bearer {secret}"}
    with httpx.Client(base_url=gunicorn, headers=headers, timeout=60) as client:
        yield client
