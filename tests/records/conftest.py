"""Fixtures of the Records console. They import models: pytest reads this before Django is ready."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from fourme.accounts.rights import Actor

SignIn = Callable[["Actor"], "Client"]


@pytest.fixture
def sign_in() -> SignIn:
    """Return a client that is logged in: `sign_in(administrator)`."""
    from django.test import Client  # noqa: PLC0415 -- see above

    def make(actor: "Actor") -> Client:
        client = Client()
        client.force_login(actor.user)
        return client

    return make
