"""The screen of the Permission Log."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.logs.views import show
from records.permissions.listing import PermissionListing


@require_safe
@requires(Door.LOGS)
def permission_log(request: AccountRequest) -> HttpResponse:
    """Show which roles were given and taken, with a chart, filtered and in pages."""
    return show(request, PermissionListing(request.actor, request.GET))
