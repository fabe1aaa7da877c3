"""The page of a record, and disabling it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records import services
from records.pages import Page
from records.selectors import visible_to
from records.types import RecordType


@require_GET
@requires(Door.VIEW)
def show(request: AccountRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Show all columns of a record."""
    record = get_object_or_404(visible_to(request.actor, record_type), pk=pk)
    context = {"page": Page(request.actor, record_type, record), "type": record_type}
    return render(request, "records/show.html", context)


@require_http_methods(["GET", "POST"])
@requires(Door.EDIT)
def disable(
    request: AccountRequest, record_type: RecordType, pk: int, *, disabled: bool
) -> HttpResponse:
    """Ask, then disable or enable a record."""
    record = get_object_or_404(visible_to(request.actor, record_type), pk=pk)
    if not hasattr(record, "disabled"):
        raise PermissionDenied(f"{record_type.label} cannot be disabled.")
    if request.method == "GET":
        page = Page(request.actor, record_type, record)
        template = "records/_disable.html" if request.htmx else "records/disable.html"
        context = {"page": page, "type": record_type, "disabled": disabled}
        return render(request, template, context)
    try:
        services.set_disabled(request.actor, record_type, record, disabled=disabled)
    except services.Refused as refused:
        messages.error(request, " ".join(refused.all()))
    else:
        done = "disabled" if disabled else "enabled"
        messages.success(request, f"The {record_type.label_of(1)} is {done}.")
    return redirect(record)
