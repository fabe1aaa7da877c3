"""Fixtures of the exports of the Settings console. Pytest reads this before Django is ready."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from fourme.accounts.rights import Actor


@pytest.fixture
def client(db: None, administrator: "Actor") -> Client:
    """Return a browser in which the Account Administrator of wdc is logged in."""
    client = Client()
    client.force_login(administrator.user)
    return client
