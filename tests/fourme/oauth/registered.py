"""Applications with their secrets, and clients that use them."""

from typing import Any, NamedTuple

from django.test import Client

from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from fourme.oauth import applications
from fourme.oauth.models import Application

TOKEN = "/oauth/token"
PAGE = "/settings/applications/"


class Registered(NamedTuple):
    """An application and its secret."""

    application: Application
    secret: str

    @property
    def credentials(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.application.client_id,
            "client_secret": self.secret,
        }

    def ask(self, **other: str) -> Any:
        """Ask for a token; None leaves a parameter out."""
        return post(self.credentials | other)

    def api(self, **headers: str) -> Client:
        """Return a client of the API with a fresh token."""
        token = self.ask().json()["access_token"]
        return Client(
            headers={"Authorization": f"Bearer {token}", **headers}, raise_request_exception=False
        )


def register(actor: Actor, user: User | None = None, name: str = "warehouse") -> Registered:
    """Add an application."""
    user = user or actor.user
    return Registered(*applications.add(actor, name, user, ip_address=None))


def post(data: Any, media_type: str = "application/json", **options: Any) -> Any:
    """Send something to the address of tokens."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return client.post(TOKEN, data, content_type=media_type, **options)
