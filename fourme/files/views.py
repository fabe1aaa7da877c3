"""The download of a stored file by its signed address."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from fourme.files import links
from fourme.files.deliver import deliver
from fourme.files.models import StoredFile
from fourme.files.origins import origin


@require_safe
def file(request: HttpRequest, signed: str, name: str) -> HttpResponseBase:  # noqa: ARG001 - the name is for people and their browsers
    """Send the file; 404 for an address that was never given, 410 when the file is over."""
    stored = links.find(signed)
    if stored is None:
        return render(request, "files/unknown.html", status=404)
    if stored.expired:
        return _gone(request, stored)
    try:
        return deliver(request, stored)
    except FileNotFoundError:
        return _gone(request, stored)


def _gone(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    with timezone.override(zone_of(user)):
        context = {"file": stored, "origin": origin(stored)}
        return render(request, "files/gone.html", context, status=410)
