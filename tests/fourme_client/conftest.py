"""The client against a live server. Pytest reads this before Django is ready."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pytest_django import Settings
    from pytest_django.live_server_helper import LiveServer

    from fourme.accounts.rights import Actor
    from tests.fixtures.queues import Workers
    from tests.fourme_client.played import Played
    from tests.fourme_client.program import Program


@pytest.fixture
def program(
    live_server: "LiveServer",
    settings: "Settings",
    administrator: "Actor",
    redis: Any,
    tmp_path: Path,
) -> "Program":
    """The client with a token of the administrator; nobody works on what it starts."""
    from fourme.accounts.models import AccessToken  # noqa: PLC0415 -- needs Django set up
    from tests.fourme_client.program import Program  # noqa: PLC0415 -- as above

    settings.SITE_URL = live_server.url
    folder = tmp_path / "here"
    folder.mkdir()
    return Program(folder, live_server.url, AccessToken.generate(administrator.user, "test")[1])


@pytest.fixture
def served(program: "Program", workers: "Workers") -> "Program":
    """The client of a server whose workers work."""
    workers.start("exports", "imports", seconds=120)
    return program


@pytest.fixture
def played() -> "Iterator[Played]":
    """A server that answers what the test tells."""
    from tests.fourme_client.played import Played  # noqa: PLC0415 -- as above

    with Played() as server:
        yield server


@pytest.fixture
def alone(played: "Played", tmp_path: Path) -> "Program":
    """The client of the played server."""
    from tests.fourme_client.program import Program  # noqa: PLC0415 -- as above

    return Program(tmp_path, played.url, "a-secret")
