"""The trusts of the current account: invite, accept, reject, cancel, end."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from fourme.accounts import trusts
from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.forms import InvitationForm
from fourme.accounts.models import Trust
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door

_DONE = {
    Trust.Status.ACCEPTED: "You and {other} trust each other now.",
    Trust.Status.REJECTED: "The invitation of {other} is rejected.",
    Trust.Status.CANCELED: "The trust or invitation of {other} is ended.",
}


@require_GET
@requires(Door.SETTINGS)
def listing(request: AccountRequest) -> HttpResponse:
    """List the trusts of the current account."""
    return _list(request, InvitationForm())


@require_POST
@requires(Door.TRUSTS)
def invite(request: AccountRequest) -> HttpResponse:
    """Invite another account to a trust."""
    form = InvitationForm(request.POST)
    if form.is_valid():
        other = form.cleaned_data["account"]
        try:
            trusts.invite(request.actor, other, ip_address=client_ip(request))
        except ValidationError as problem:
            form.add_error("account", problem)
        else:
            messages.success(
                request,
                f"{other} is invited. The trust begins when an administrator there accepts.",
            )
            return redirect("settings_trusts")
    return _list(request, form, status=422)


@require_GET
@requires(Door.TRUSTS)
def end(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask before the end of a trust, and say what follows."""
    accepted = trusts.trusts_of(request.account).filter(status=Trust.Status.ACCEPTED)
    trust = get_object_or_404(accepted, pk=pk)
    context = {
        "trust": trust,
        "other": trust.other(request.account),
        "other_id": trust.other_id(request.account),
        "lost": trusts.granted(trust, request.account),
    }
    name = "_end_dialog" if request.htmx else "end"
    return render(request, f"settings/trusts/{name}.html", context)


@require_POST
@requires(Door.TRUSTS)
def change(request: AccountRequest, pk: int) -> HttpResponse:
    """Accept, reject, cancel or end a trust."""
    trust = get_object_or_404(trusts.trusts_of(request.account), pk=pk)
    status = request.POST.get("status", "")
    try:
        trusts.change(request.actor, trust, status, ip_address=client_ip(request))
        done = _DONE[Trust.Status(status)].format(other=trust.other_id(request.account))
        messages.success(request, done)
    except ValidationError as problem:
        messages.error(request, problem.message)
    return redirect("settings_trusts")


def _list(request: AccountRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    may_change = request.actor.may(Door.TRUSTS)
    rows = [
        (
            trust,
            trust.other(request.account),
            trusts.choices(trust, request.account) if may_change else [],
        )
        for trust in trusts.trusts_of(request.account)
    ]
    context = {"form": form, "rows": rows, "may_change": may_change}
    return render(request, "settings/trusts/list.html", context, status=status)
