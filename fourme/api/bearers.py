"""Whom the token of a call acts for. An application that makes tokens of its own adds a finder."""

from collections.abc import Callable
from typing import NamedTuple

from fourme.accounts.backends import LoginBackend
from fourme.accounts.models import AccessToken, User


class Bearer(NamedTuple):
    """The user in whose name a call is made, and its account unless the call names another."""

    user: User
    account_id: str


#: Returns the bearer of a valid token and notes the use; None for any other secret.
Finder = Callable[[str], Bearer | None]


def personal(secret: str) -> Bearer | None:
    """Return the bearer of a personal access token."""
    token = AccessToken.find(secret)
    if token is None:
        return None
    person = getattr(token.user, "person", None)
    return Bearer(token.user, str(person.account_id) if person else "")


_FINDERS: list[Finder] = [personal]


def register(finder: Finder) -> None:
    """Add a kind of token; call it in `AppConfig.ready`."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def find(secret: str) -> Bearer | None:
    """Return the bearer of a token of any kind, None if the person may not log in."""
    found = (finder(secret) for finder in _FINDERS)
    bearer = next((one for one in found if one is not None), None)
    return bearer if bearer and LoginBackend().user_can_authenticate(bearer.user) else None
