"""My profile: who I am, my roles, my tokens, my password."""

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fourme.accounts.forms import TokenForm
from fourme.accounts.models import AccessToken
from fourme.accounts.request import AccountRequest
from fourme.accounts.zones import zone_of


@require_GET
def profile(request: AccountRequest) -> HttpResponse:
    """Show the person, the roles in each account, and the tokens."""
    return _page(request, TokenForm())


@require_POST
@never_cache
@sensitive_variables("secret")
def generate_token(request: AccountRequest) -> HttpResponse:
    """Make a token and show its secret: in this answer only."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    token, secret = AccessToken.generate(request.user, form.cleaned_data["name"])
    return _page(request, TokenForm(), token=token, secret=secret)


@require_http_methods(["GET", "POST"])
def revoke_token(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask, then revoke one of the user's own tokens."""
    token = get_object_or_404(request.user.access_tokens, pk=pk, revoked_at=None)
    if request.method == "POST":
        AccessToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
        messages.success(request, f"The token “{token.name}” is revoked.")
        return redirect("profile")
    dialog = "accounts/_revoke_dialog.html" if request.htmx else "accounts/revoke.html"
    return render(request, dialog, {"token": token})


class PasswordView(PasswordChangeView):
    """Change one's own password; other sessions of the login end."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("profile")

    def form_valid(self, form: object) -> HttpResponse:
        """Say that it worked."""
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)  # type: ignore[arg-type]  # the stubs ask for BaseForm


def _page(
    request: AccountRequest,
    form: TokenForm,
    *,
    token: AccessToken | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "tokens": request.user.access_tokens.filter(revoked_at=None),
        "token": token,
        "secret": secret,
        "person": getattr(request.user, "person", None),
        "zone": zone_of(request.user),
    }
    return render(request, "accounts/profile.html", context, status=status)
