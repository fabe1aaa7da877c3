"""The current account of a request, and the first door: login and a role."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from fourme.accounts import rights
from fourme.accounts.models import User
from fourme.accounts.request import AccountRequest

ACCOUNT_KEY = "account"

# What stands below these checks for itself: tokens, signed links, operators.
_CHECKED_THERE = ("/v1", "/files/", "/healthz", "/admin/", "/static/")
# These need a login but no role.
_WITHOUT_ROLE = ("/profile/", "/logout", "/account/switch/")


class CurrentAccountMiddleware:
    """Sets `request.actors`, `request.account` and `request.actor` for the logged-in user.

    The account is the one in the session if the user still has a role there, else the first of
    `rights.actors`. Without a login every page leads to the login; without a role, to a page
    that says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Read the roles once per request; requests without a session cost no query."""
        actors = _actors(request)
        set_actor(request, actors, request.session.get(ACCOUNT_KEY, "") if actors else "")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: Any
    ) -> HttpResponse | None:
        """Keep out who is not logged in or has no role."""
        path = request.path_info
        if path.startswith(_CHECKED_THERE) or not getattr(view, "login_required", True):
            return None
        if not _known(request):
            return _to_login(request)
        if cast("AccountRequest", request).account is None and not path.startswith(_WITHOUT_ROLE):
            return render(request, "accounts/no_role.html", status=403)
        return None


def set_actor(request: HttpRequest, actors: list[rights.Actor], account_id: str) -> None:
    """Put the actor in the account with that id on the request, else the first one, else None."""
    chosen = next((one for one in actors if one.account.id == account_id), None)
    actor = chosen or next(iter(actors), None)
    request.actors = actors  # type: ignore[attr-defined]  # AccountRequest declares the three
    request.actor = actor  # type: ignore[attr-defined]
    request.account = actor.account if actor else None  # type: ignore[attr-defined]


def _actors(request: HttpRequest) -> list[rights.Actor]:
    by_token = request.path_info.startswith("/v1")
    user = None if by_token else request.user
    return rights.actors(user) if isinstance(user, User) else []


def _known(request: HttpRequest) -> bool:
    return isinstance(request.user, User)


def _to_login(request: HttpRequest) -> HttpResponse:
    """Send to the login and back; an htmx request sends the whole page, not its target."""
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    page = htmx.current_url_abs_path or "/"
    return HttpResponseClientRedirect(redirect_to_login(page).url)
