"""The short addresses of an account, for people who have a role in it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records.models import ShortUrl
from records.selectors import visible_to

_WEB = {"https", "http"}


@require_GET
@requires(Door.VIEW)
def follow(request: AccountRequest, code: str) -> HttpResponse:
    """Go where the short address leads; to its record when that is no web address, or reserved."""
    address = f"{settings.SITE_URL.rstrip('/')}/s/{code}"
    found = get_object_or_404(visible_to(request.actor, ShortUrl.record_type()), short_url=address)
    uri = str(getattr(found, "uri", ""))
    return redirect(uri if _is_web(uri) else found.get_absolute_url())


def _is_web(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:  # such as an IPv6 address without its end
        return False
    return parts.scheme in _WEB and bool(parts.netloc)
