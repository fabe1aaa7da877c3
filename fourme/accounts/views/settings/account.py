"""The account at a glance, and its settings."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fourme.accounts import account, locales, overview, trusts
from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.forms import AccountForm
from fourme.accounts.models import Account, Trust
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door


@require_GET
@requires(Door.SETTINGS)
def glance(request: AccountRequest) -> HttpResponse:
    """Show the current account, what is in it and what goes on, and the sections."""
    around = trusts.trusts_of(request.account)
    context = {
        "trusts": [
            trust.other(request.account) for trust in around.filter(status=Trust.Status.ACCEPTED)
        ],
        "invitations": around.filter(trusted=request.account, status=Trust.Status.PENDING).count(),
        "domains": request.account.support_domains.all(),
        "language": locales.named(request.account.language),
        "panels": overview.panels(request.actor),
    }
    return render(request, "settings/overview.html", context)


@require_http_methods(["GET", "POST"])
@requires(Door.SETTINGS)
def settings(request: AccountRequest) -> HttpResponseBase:
    """Show name, time zone and language; change them for those who may."""
    if request.method == "POST":
        return _save(request)
    may_change = request.actor.may(Door.ACCOUNT)
    return _settings(request, AccountForm(instance=request.account) if may_change else None)


@requires(Door.ACCOUNT)
def _save(request: AccountRequest) -> HttpResponse:
    fresh = Account.objects.get(pk=request.account.pk)  # an invalid form changes its object
    form = AccountForm(request.POST, instance=fresh)
    if not form.is_valid():
        return _settings(request, form, status=422)
    account.save(request.actor, form, ip_address=client_ip(request))
    messages.success(request, "The settings of the account are saved.")
    return redirect("settings_account")


def _settings(request: AccountRequest, form: AccountForm | None, status: int = 200) -> HttpResponse:
    language = locales.named(request.account.language)
    context = {"form": form, "language": language}
    return render(request, "settings/account.html", context, status=status)
