"""The section Personal access tokens: one's own, and for administrators those of the account."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fourme.accounts import tokens
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.views import tokens as shared

_LONGEST = 128


@require_GET
@requires(Door.SETTINGS)
def listing(request: AccountRequest) -> HttpResponse:
    """Show one's own tokens, and those of the account's people to its administrators."""
    return _page(request, shared.blank(request))


@require_POST
@requires(Door.SETTINGS)
@never_cache
@sensitive_variables("own")
def generate(request: AccountRequest) -> HttpResponse:
    """Make a token and show its secret: in this answer only."""
    own = shared.generate(request)
    return _page(request, own)


@require_http_methods(["GET", "POST"])
@requires(Door.SETTINGS)
def revoke(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask, then revoke one's own token; administrators also those of the account's people."""
    own = tokens.own(request.user)
    others = tokens.of_account(request.account)
    found = own | others if request.actor.may(Door.TOKENS) else own
    token = get_object_or_404(found, pk=pk)
    return shared.revoke(request, token, "settings_tokens")


@sensitive_variables("own", "context")
def _page(request: AccountRequest, own: shared.Own) -> HttpResponse:
    context = own.context(request)
    if request.actor.may(Door.TOKENS):
        text = request.GET.get("q", "").replace("\0", "").strip()[:_LONGEST]
        after = request.GET.get("after", "")
        page = tokens.page(request.account, text, without=request.user, after=after)
        context |= {"others": page.tokens, "following": page.following, "q": text}
    return render(request, "settings/tokens.html", context, status=own.status)
