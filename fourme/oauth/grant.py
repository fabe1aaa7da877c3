"""The grant of a token for an hour: client credentials, and no other (RFC 6749, section 4.4)."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauthlib.oauth2.rfc6749.endpoints.pre_configured import BackendApplicationServer

from fourme.accounts.models.token import digest
from fourme.oauth.models import Application

#: What is passed on; there is one scope, so clients may ask for any.
_READ = ("grant_type", "client_id", "client_secret")
_WHY = {
    "invalid_client": "The client ID or the client secret is not right, or the login of the person "
    "is disabled.",
    "unsupported_grant_type": "Send grant_type=client_credentials: no other grant is given.",
    "invalid_request": "Send grant_type=client_credentials, client_id and client_secret.",
}


class Issued(NamedTuple):
    """The status and the JSON of the answer."""

    status: int
    data: dict[str, Any]


class Validator(OAuth2Validator):
    """Compares secrets by their hash.

    SHA-256 is enough, as for tokens: a secret has 256 random bits, so a slow hash would protect
    nothing, and let anybody keep the processor busy with wrong secrets.
    """

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        return constant_time_compare(digest(provided_secret), stored_secret)


@transaction.atomic
def issue(parameters: Mapping[str, str]) -> Issued:
    """Answer a request for a token with the token, or with why there is none."""
    told = {name: parameters[name] for name in _READ if parameters.get(name)}
    # Its secret cannot be renewed, nor the application deleted, between the check and the token.
    own = Application.objects.select_for_update(no_key=True)
    own.filter(client_id=told.get("client_id", "")).first()
    _, body, status = _server().create_token_response("/oauth/token", "POST", urlencode(told))
    data = json.loads(body)
    if "error" in data and not data.get("error_description"):
        data["error_description"] = _WHY.get(data["error"], _WHY["invalid_request"])
    return Issued(status, data)


def _server() -> BackendApplicationServer:
    lifetime = settings.OAUTH2_PROVIDER["ACCESS_TOKEN_EXPIRE_SECONDS"]
    return BackendApplicationServer(Validator(), token_expires_in=lifetime)  # type: ignore[no-untyped-call] # it has no types
