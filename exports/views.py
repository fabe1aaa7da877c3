"""The screens of exports: the dialog, and the page that shows how far a run is."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exports.errors import Refused
from exports.forms import ExportForm
from exports.models import ExportRun
from exports.names import title
from exports.scopes import scopes
from exports.start import start_export
from exports.status import Status
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from fourme.files.links import link
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
    run = _run(request, token)
    may_export = request.actor.may(Door.EXPORT)
    context = {
        "run": run,
        "status": Status(run),
        "title": title(run.types),
        "zone": zone_of(request.user),
        "may_export": may_export,
        "url": link(run.file) if run.file and may_export else "",
    }
    template = "exports/_run.html" if request.htmx else "exports/show.html"
    return render(request, template, context)


@require_POST
@requires(Door.EXPORT)
def cancel(request: AccountRequest, token: str) -> HttpResponse:
    """Ask the worker to stop."""
    run = _run(request, token)
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


def _run(request: AccountRequest, token: str) -> ExportRun:
    runs = ExportRun.objects.select_related("account", "user__person", "file", "log")
    return get_object_or_404(runs, account=request.account, token=token)
