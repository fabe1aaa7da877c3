"""Who may use the Import API."""

from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.api.errors import ApiError


def check(request: AccountRequest) -> None:
    """Keep out who may import nothing at all. Raises ApiError 403."""
    if not (request.actor.may(Door.IMPORT) or request.actor.may(Door.IMPORT_FINANCIAL)):
        raise ApiError(403)
