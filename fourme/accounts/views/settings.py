"""The Settings console: overview, the current account, its roles and trusts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from fourme.accounts import trusts
from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.forms import InvitationForm
from fourme.accounts.holders import holders
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door


@require_GET
@requires(Door.SETTINGS)
def overview(request: AccountRequest) -> HttpResponse:
    """Show the sections that the roles open."""
    return render(request, "settings/overview.html")


@require_GET
@requires(Door.SETTINGS)
def account(request: AccountRequest) -> HttpResponse:
    """Show the current account and the accounts around it."""
    around = trusts.trusts_of(request.account).filter(status="accepted")
    domains = request.account.support_domains.all()
    return render(request, "settings/account.html", {"trusts": around, "domains": domains})


@require_GET
@requires(Door.SETTINGS)
def roles(request: AccountRequest) -> HttpResponse:
    """List the logins that have roles in the current account."""
    after = request.GET.get("after", "").replace("\0", "")  # PostgreSQL takes no NUL
    page = holders(request.account, after=after)
    return render(request, "settings/roles.html", {"page": page})


@require_GET
@requires(Door.SETTINGS)
def trust_list(request: AccountRequest) -> HttpResponse:
    """List the trusts of the current account."""
    return _trusts(request, InvitationForm())


@require_POST
@requires(Door.TRUSTS)
def trust_invite(request: AccountRequest) -> HttpResponse:
    """Invite another account to a trust."""
    form = InvitationForm(request.POST)
    if form.is_valid():
        other = form.cleaned_data["account"]
        try:
            trusts.invite(request.actor, other, ip_address=client_ip(request))
        except ValidationError as problem:
            form.add_error("account", problem)
        else:
            messages.success(request, f"{other} is invited: its administrators must accept.")
            return redirect("settings_trusts")
    return _trusts(request, form, status=422)


@require_POST
@requires(Door.TRUSTS)
def trust_change(request: AccountRequest, pk: int) -> HttpResponse:
    """Accept, reject or cancel a trust."""
    trust = get_object_or_404(trusts.trusts_of(request.account), pk=pk)
    try:
        status = request.POST.get("status", "")
        trusts.change(request.actor, trust, status, ip_address=client_ip(request))
        messages.success(request, f"The trust is {status}.")
    except ValidationError as problem:
        messages.error(request, problem.message)
    return redirect("settings_trusts")


def _trusts(request: AccountRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    may_change = request.actor.may(Door.TRUSTS)
    rows = [
        (trust, trusts.choices(trust, request.account) if may_change else [])
        for trust in trusts.trusts_of(request.account)
    ]
    context = {"form": form, "rows": rows, "may_change": may_change}
    return render(request, "settings/trusts.html", context, status=status)
