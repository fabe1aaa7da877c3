"""The screens of the system log."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from fourme.logs import selectors
from fourme.logs.entry import Entry
from fourme.logs.forms import FilterForm
from fourme.logs.listing import Listing


@require_safe
@requires(Door.LOGS)
def logs(request: AccountRequest) -> HttpResponse:
    """Show one view of the log with its chart, filtered and in pages."""
    form = FilterForm(request.GET)
    zone = zone_of(request.user)
    listing = Listing(selectors.visible_to(request.actor), form, zone, request.GET)
    template = "logs/_list.html" if request.htmx else "logs/list.html"
    with timezone.override(zone):
        return render(request, template, {"listing": listing, "form": form, "zone": zone})


@require_safe
@requires(Door.LOGS)
def entry(request: AccountRequest, pk: int) -> HttpResponse:
    """Show an entry with its messages, files and their downloads."""
    log = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    zone = zone_of(request.user)
    detail = Entry(log, request.GET, request.actor)
    template = "logs/_messages.html" if request.htmx else "logs/entry.html"
    with timezone.override(zone):
        return render(request, template, {"entry": detail, "log": log, "zone": zone})
