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
from fourme.logs.forms import SystemLogFilter
from fourme.logs.listing import Listing, M, SystemLogListing


def show(request: AccountRequest, listing: Listing[M]) -> HttpResponse:
    """Render a log; to htmx its entries only."""
    template = "logs/_list.html" if request.htmx else "logs/list.html"
    may_export = request.actor.may(Door.EXPORT)
    with timezone.override(listing.zone):
        return render(request, template, {"listing": listing, "may_export": may_export})


@require_safe
@requires(Door.LOGS)
def logs(request: AccountRequest) -> HttpResponse:
    """Show one view of the log with its chart, filtered and in pages."""
    form = SystemLogFilter(request.GET)
    entries = selectors.visible_to(request.actor)
    listing = SystemLogListing(entries, form, zone_of(request.user), request.GET)
    return show(request, listing)


@require_safe
@requires(Door.LOGS)
def entry(request: AccountRequest, pk: int) -> HttpResponse:
    """Show an entry with its messages, files and their downloads."""
    log = get_object_or_404(selectors.visible_to(request.actor), pk=pk)
    zone = zone_of(request.user)
    detail = Entry(log, request.GET, request.actor)
    template = "logs/_found.html" if request.htmx else "logs/entry.html"
    with timezone.override(zone):
        return render(request, template, {"entry": detail, "log": log, "zone": zone})
