"""What the profile and the section of tokens share: make a token, revoke one, show them."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from fourme.accounts import tokens
from fourme.accounts.addresses import client_ip
from fourme.accounts.forms import TokenForm
from fourme.accounts.models import AccessToken
from fourme.accounts.request import AccountRequest
from fourme.accounts.zones import zone_of


class Own(NamedTuple):
    """One's own tokens, the form for another one, and the one just made with its secret."""

    form: TokenForm
    token: AccessToken | None = None
    secret: str = ""

    @property
    def status(self) -> int:
        """The status of the answer: 422 when the form is not right."""
        return 422 if self.form.errors else 200

    def context(self, request: AccountRequest) -> dict[str, Any]:
        """Return what the templates show."""
        return {
            "own_tokens": tokens.own(request.user),
            "form": self.form,
            "token": self.token,
            "secret": self.secret,
            "zone": zone_of(request.user),
        }


def blank(request: AccountRequest) -> Own:
    """Return the form as it is before."""
    return Own(TokenForm(zone=zone_of(request.user)))


def generate(request: AccountRequest) -> Own:
    """Make the token that the form asks for; its secret is shown in this answer only."""
    form = TokenForm(request.POST, zone=zone_of(request.user))
    if not form.is_valid():
        return Own(form)
    name, until = form.cleaned_data["name"], form.expires_at()
    made = tokens.generate(request.user, name, until, ip_address=client_ip(request))
    return Own(blank(request).form, *made)


def revoke(request: AccountRequest, token: AccessToken, back: str) -> HttpResponse:
    """Ask, then revoke the token and go back to the page of that name."""
    if request.method == "POST":
        tokens.revoke(token, request.user, ip_address=client_ip(request))
        messages.success(request, f"The token “{token.name}” is revoked.")
        return redirect(back)
    page = "tokens/_revoke_dialog.html" if request.htmx else "tokens/revoke.html"
    return render(request, page, {"token": token, "back": back})
