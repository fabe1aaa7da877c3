"""The section Roles of Settings: who has which, and the page of one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records.roles.forms import PersonForm, RolesForm, by_what_they_open
from records.roles.granting import Change, Holding, reachable
from records.roles.listing import Listing
from records.services import Conflict, Refused

_CONFLICT = (
    "Somebody else changed the roles of this person meanwhile, and nothing was saved. The page "
    "shows what holds now."
)


@require_GET
@requires(Door.SETTINGS)
def listing(request: AccountRequest) -> HttpResponse:
    """List the people with a role in the current account; to htmx the list only."""
    shown = Listing(request.actor, request.GET)
    may_grant = request.actor.may(Door.ROLES)
    context = {"list": shown, "holders": shown.holders, "may_grant": may_grant}
    if request.htmx:
        return render(request, "settings/roles/_list.html", context)
    status = 400 if shown.problem else 200
    return render(request, "settings/roles/list.html", context, status=status)


@require_GET
@requires(Door.ROLES)
def find(request: AccountRequest) -> HttpResponse:
    """Ask for the person who is to get roles, and go to that page."""
    form = PersonForm(request.actor, request.GET if "person" in request.GET else None)
    if form.is_valid():
        return redirect("role_person", form.cleaned_data["person"])
    status = 422 if form.is_bound else 200
    return render(request, "settings/roles/find.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Door.ROLES)
def person(request: AccountRequest, pk: int) -> HttpResponse:
    """Show the roles of a person; ask before a change, then store it."""
    found = get_object_or_404(reachable(request.actor), pk=pk)
    holding = Holding(request.actor, found)
    if request.method == "GET":
        return _person(request, holding)
    form = RolesForm(holding.offered, request.POST)
    if not form.is_valid():
        problems = [str(message) for found in form.errors.values() for message in found]
        return _person(request, holding, problems=problems)
    change = Change(holding, form.wanted())
    if "confirmed" in request.POST and (change.added or change.taken):
        return _save(request, change, form)
    page = "settings/roles/_confirm_dialog.html" if request.htmx else "settings/roles/confirm.html"
    return render(request, page, {"change": change, "form": form})


def _save(request: AccountRequest, change: Change, form: RolesForm) -> HttpResponse:
    try:
        change.save(form.cleaned_data["seen"])
    except Refused as refused:
        return _person(request, change.holding, wanted=change, problems=refused.all())
    except Conflict:
        fresh = Holding(request.actor, change.holding.person)
        return _person(request, fresh, problems=[_CONFLICT])
    messages.success(request, f"The roles of {change.holding.person.name} are changed.")
    return redirect("settings_roles")


def _person(
    request: AccountRequest,
    holding: Holding,
    *,
    wanted: Change | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    roles = wanted.wanted if wanted else holding.roles
    context = {
        "holding": holding,
        "groups": by_what_they_open(holding.offered),
        "granted": roles,
        "problems": problems,
    }
    return render(request, "settings/roles/person.html", context, status=422 if problems else 200)
