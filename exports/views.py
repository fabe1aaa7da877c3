"""The screens of exports: the dialog, and the page that shows how far a run is."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exports.errors import Refused
from exports.forms import ExportForm
from exports.models import ExportRun
from exports.run_page import RunPage, page_of
from exports.scopes import scopes
from exports.start import start_export
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from records import filters, registry
from records.types import RecordType


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Door.EXPORT)
def new(request: AccountRequest, slug: str) -> HttpResponse:
    """Show the dialog "Export People", as a dialog for htmx, else as a page; start the export.

    The address has the query string of the list from which the dialog was opened.
    """
    context: dict[str, object] = {"type": _type(slug)}
    try:
        form = _form(request, _type(slug))
    except filters.InvalidFilter as invalid:
        return render(request, "exports/invalid.html", context | {"invalid": invalid}, status=400)
    run = _started(request, form) if form.is_valid() else None
    if run is not None:
        return redirect(run)
    template = "exports/_dialog.html" if request.htmx else "exports/new.html"
    return render(request, template, context | {"form": form})


@require_safe
@requires(Door.LOGS)
def show(request: AccountRequest, token: str) -> HttpResponse:
    """Show how far an export is; its file to those who may export. htmx gets what changes."""
    page = _page(request, token)
    template = "exports/_run.html" if request.htmx else "exports/show.html"
    zone = zone_of(request.user)
    with timezone.override(zone):
        return render(request, template, {"page": page, "run": page.run, "zone": zone})


@require_POST
@requires(Door.EXPORT)
def cancel(request: AccountRequest, token: str) -> HttpResponse:
    """Ask the worker to stop."""
    run = _page(request, token).run
    run.cancel()
    return redirect(run)


def _type(slug: str) -> RecordType:
    try:
        return registry.get(slug)
    except KeyError:
        raise Http404(f"There is no record type “{slug}”.") from None


def _form(request: AccountRequest, record_type: RecordType) -> ExportForm:
    shown = filters.from_query(record_type, request.GET.urlencode())
    return ExportForm(shown, scopes(request.actor, shown), request.POST or None)


def _started(request: AccountRequest, form: ExportForm) -> ExportRun | None:
    try:
        return start_export(form.export_request(request))
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _page(request: AccountRequest, token: str) -> RunPage:
    page = page_of(request.actor, token)
    if page is None:
        raise Http404("There is no such export.")
    return page
