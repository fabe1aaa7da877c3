"""The page of a record with what belongs to it, and disabling it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fourme.accounts.request import AccountRequest
from records import history, services
from records.models.record import Record
from records.pages import Page
from records.related import related
from records.selectors import visible_to
from records.types import RecordType
from records.views.doors import changed, seen

_CHANGES = 20
_KEY_DIGITS = 18


@require_GET
@seen
def show(request: AccountRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Show all columns of a record."""
    page = Page(request.actor, record_type, _record(request, record_type, pk))
    return render(request, "records/show.html", {"page": page, "type": record_type})


@require_GET
@seen
def show_related(request: AccountRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Show the records that refer to a record; to htmx without the page around it."""
    record = _record(request, record_type, pk)
    groups = related(request.actor, record_type, record)
    return _part(request, "related", record_type, record, groups=groups)


@require_GET
@seen
def show_history(request: AccountRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Show what was changed in a record, the latest first; `before` asks for what came earlier."""
    record = _record(request, record_type, pk)
    before = request.GET.get("before", "")
    key = int(before) if before.isdecimal() and len(before) <= _KEY_DIGITS else None
    entries = history.entries(request.actor, record_type, record, key, _CHANGES)
    earlier = entries[-1].key if entries and not entries[-1].first else None
    return _part(request, "history", record_type, record, entries=entries, earlier=earlier)


@require_http_methods(["GET", "POST"])
@changed
def disable(
    request: AccountRequest, record_type: RecordType, pk: int, *, disabled: bool
) -> HttpResponse:
    """Ask, then disable or enable a record."""
    record = _record(request, record_type, pk)
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
    except services.Conflict:
        messages.error(request, "Somebody else has changed or removed it meanwhile; look again.")
        return redirect("records", record_type)
    else:
        done = "disabled" if disabled else "enabled"
        messages.success(request, f"The {record_type.label_of(1)} is {done}.")
    return redirect(record)


def _record(request: AccountRequest, record_type: RecordType, pk: int) -> Record:
    return get_object_or_404(visible_to(request.actor, record_type), pk=pk)


def _part(
    request: AccountRequest, name: str, record_type: RecordType, record: Record, **more: object
) -> HttpResponse:
    """Render a part of the page of a record, by itself or on a page of its own."""
    page = Page(request.actor, record_type, record)
    context = {"page": page, "type": record_type, "part": f"records/_{name}.html", **more}
    template = f"records/_{name}.html" if request.htmx else "records/part.html"
    return render(request, template, context)
