"""Log in, log out, switch the account."""

import re
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from fourme.accounts.forms import LoginForm
from fourme.accounts.middleware import ACCOUNT_KEY
from fourme.accounts.request import AccountRequest

_LIST = re.compile(r"/(records|settings)/([a-z_]+/)?")

login = LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)
logout = LogoutView.as_view()


@require_POST
def switch(request: AccountRequest) -> HttpResponse:
    """Work in another account from now on; stay at the list or section, not at the record."""
    wanted = request.POST.get("account", "")
    actor = next((one for one in request.actors if one.account.id == wanted), None)
    if actor is None:
        raise PermissionDenied("You have no role in that account.")
    request.session[ACCOUNT_KEY] = actor.account.id
    messages.success(request, f"You now work in {actor.account}.")
    return HttpResponseRedirect(_list_of(request))


def _list_of(request: HttpRequest) -> str:
    """Return the list that the referring page belongs to: its record is of the other account."""
    found = _LIST.match(urlsplit(request.headers.get("Referer", "")).path)
    return found[0] if found else "/"
