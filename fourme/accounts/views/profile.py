"""My profile: who I am, my roles, my tokens, my password."""

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fourme.accounts import tokens as tokens_of
from fourme.accounts.request import AccountRequest
from fourme.accounts.views import tokens
from fourme.accounts.zones import name_of


@require_GET
def profile(request: AccountRequest) -> HttpResponse:
    """Show the person, the roles in each account, and the tokens."""
    return _page(request, tokens.blank(request))


@require_POST
@never_cache
@sensitive_variables("own")
def generate_token(request: AccountRequest) -> HttpResponse:
    """Make a token and show its secret: in this answer only."""
    own = tokens.generate(request)
    return _page(request, own)


@require_http_methods(["GET", "POST"])
def revoke_token(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask, then revoke one of the user's own tokens."""
    token = get_object_or_404(tokens_of.own(request.user), pk=pk)
    return tokens.revoke(request, token, "profile")


class PasswordView(PasswordChangeView):
    """Change one's own password; other sessions of the login end."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("profile")

    def form_valid(self, form: object) -> HttpResponse:
        """Say that it worked."""
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)  # type: ignore[arg-type]  # the stubs ask for BaseForm


@sensitive_variables("own", "context")
def _page(request: AccountRequest, own: tokens.Own) -> HttpResponse:
    context = own.context(request) | {
        "person": getattr(request.user, "person", None),
        "zone_name": name_of(request.user),
    }
    return render(request, "accounts/profile.html", context, status=own.status)
