"""The list of exports, and what is done to one of them with a click."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exports.console import changes
from exports.console.listing import Listing
from exports.console.row import rows
from exports.definitions import exports_of
from exports.errors import Refused
from exports.models import Export
from exports.start import start_now
from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of


@require_safe
@requires(Door.EXPORT)
def exports(request: AccountRequest) -> HttpResponse:
    """List the exports of the account; htmx gets the view alone."""
    listing = Listing(exports_of(request.actor), request.GET)
    template = "exports/settings/_list.html" if request.htmx else "exports/settings/list.html"
    zone = zone_of(request.user)
    with timezone.override(zone):
        return render(request, template, {"listing": listing, "zone": zone})


@require_safe
@requires(Door.EXPORT)
def row(request: AccountRequest, pk: int) -> HttpResponse:
    """Show the row of an export again, which follows a run."""
    return _row(request, pk)


@require_POST
@requires(Door.EXPORT)
def run(request: AccountRequest, pk: int) -> HttpResponse:
    """Start a run now."""
    start(request, _export(request, pk))
    return _answer(request, pk)


@require_POST
@requires(Door.EXPORT)
def pause(request: AccountRequest, pk: int, *, disabled: bool) -> HttpResponse:
    """Disable or enable an export."""
    export = _export(request, pk)
    export.disabled = disabled
    changes.change(export, request.actor, client_ip(request))
    if disabled:
        messages.success(request, f"“{export}” is disabled: its recurrence is paused.")
    else:
        messages.success(request, f"“{export}” is enabled.")
    return _answer(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Door.EXPORT)
def delete(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask whether to delete an export, as a dialog for htmx, else as a page; delete it."""
    export = _export(request, pk)
    if request.method == "POST":
        changes.delete(export, request.actor, client_ip(request))
        messages.success(request, f"“{export}” is deleted.")
        return redirect("settings_exports")
    template = "_delete_dialog" if request.htmx else "delete"
    return render(request, f"exports/settings/{template}.html", {"export": export})


def start(request: AccountRequest, export: Export) -> None:
    """Start a run and tell the person, also why not."""
    try:
        start_now(export, request.user, ip_address=client_ip(request))
    except Refused as refused:
        messages.error(request, f"“{export}” was not started. {refused}")
    else:
        messages.success(request, f"“{export}” is started.")


def _export(request: AccountRequest, pk: int) -> Export:
    return get_object_or_404(exports_of(request.actor), pk=pk)


def _answer(request: AccountRequest, pk: int) -> HttpResponse:
    """Show the row again; without scripts the list of which it is, from elsewhere the export."""
    if request.htmx:
        return _row(request, pk)
    if "back" not in request.POST:
        return redirect("settings_export", pk)
    query = QueryDict(request.POST["back"]).urlencode()
    return redirect(f"{reverse('settings_exports')}?{query}")


def _row(request: AccountRequest, pk: int) -> HttpResponse:
    [found] = rows([_export(request, pk)])
    with timezone.override(zone_of(request.user)):
        return render(request, "exports/settings/_row_alone.html", {"row": found})
