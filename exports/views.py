"""The screens of exports: the dialog, and the page that shows how far a run is."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exports.errors import Refused
from exports.forms import ExportForm
from exports.models import ExportRun
from exports.scopes import scopes
from exports.start import start_export
from exports.status import status
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records import registry
from records.types import RecordType


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Door.EXPORT)
def new(request: AccountRequest, slug: str) -> HttpResponse:
    """Show the dialog "Export People", as a dialog for htmx, else as a page; start the export."""
    record_type = _type(slug)
    form = ExportForm(record_type, scopes(request.actor, record_type), request.POST or None)
    if form.is_valid():
        try:
            run = start_export(form.export_request(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(run or request.get_full_path())
    template = "exports/_dialog.html" if request.htmx else "exports/new.html"
    return render(request, template, {"form": form, "type": record_type})


@require_safe
@requires(Door.EXPORT)
def show(request: AccountRequest, token: str) -> HttpResponse:
    """Show how far an export is and its file; htmx gets the part that changes."""
    run = _run(request, token)
    template = "exports/_run.html" if request.htmx else "exports/show.html"
    return render(request, template, {"run": run, "status": status(run)})


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


def _run(request: AccountRequest, token: str) -> ExportRun:
    runs = ExportRun.objects.select_related("account", "user__person", "file", "log")
    return get_object_or_404(runs, account=request.account, token=token)
