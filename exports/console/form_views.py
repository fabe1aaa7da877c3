"""The form of an export, and the parts of its screen that follow by themselves."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exports import definitions
from exports.console.editing import Editing
from exports.console.views import start
from exports.models import Export
from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of

_DIGITS = 18  # of a 64-bit key
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@_FORM
@requires(Door.EXPORT)
def new(request: AccountRequest) -> HttpResponse:
    """Add an export; `?copy=` fills the form in from another one."""
    return _form(request, _beginning(request))


@_FORM
@requires(Door.EXPORT)
def edit(request: AccountRequest, pk: int) -> HttpResponse:
    """Change an export, see how it runs."""
    return _form(request, _export(request, pk))


@require_POST
@requires(Door.EXPORT)
def preview(request: AccountRequest, pk: int | None = None) -> HttpResponse:
    """Say what the export will do with what was entered so far; nothing is stored."""
    export = _beginning(request) if pk is None else _export(request, pk)
    return _render(request, "_summary", Editing(request.actor, export, request.POST))


@require_safe
@requires(Door.EXPORT)
def status(request: AccountRequest, pk: int) -> HttpResponse:
    """Show the automatic fields again, and the runs below the form when one has ended."""
    return _render(request, "_status", Editing(request.actor, _export(request, pk)))


def _form(request: AccountRequest, export: Export) -> HttpResponse:
    if request.method != "POST":
        return _render(request, "form", Editing(request.actor, export))
    editing = Editing(request.actor, export, request.POST)
    action = request.POST.get("action")
    saved = editing.save(client_ip(request)) if action != "preview" else None
    if saved is None:
        return _render(request, "form", editing, status=200 if action == "preview" else 422)
    messages.success(request, f"“{saved}” is saved.")
    if action == "run":
        start(request, saved)
    return redirect(saved)


def _render(
    request: AccountRequest, template: str, editing: Editing, status: int = 200
) -> HttpResponse:
    zone = zone_of(request.user)
    context = {"editing": editing, "form": editing.form, "export": editing.export, "zone": zone}
    with timezone.override(zone):
        return render(request, f"exports/settings/{template}.html", context, status=status)


def _beginning(request: AccountRequest) -> Export:
    """Return an unsaved export: blank, or a copy."""
    number = request.GET.get("copy", "")
    if not number:
        return Export(account=request.account, user=request.user, types=[])
    if not (number.isdecimal() and len(number) <= _DIGITS):
        raise Http404("Copy an export of the list.")
    return definitions.copy(_export(request, int(number)))


def _export(request: AccountRequest, pk: int) -> Export:
    return get_object_or_404(definitions.exports_of(request.actor), pk=pk)
