"""Adding and editing records by hand."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from fourme.accounts.request import AccountRequest
from records.editing import Editing
from records.selectors import visible_to
from records.services import locked_by
from records.types import RecordType
from records.views.doors import changed


@require_http_methods(["GET", "POST"])
@changed
def add(request: AccountRequest, record_type: RecordType) -> HttpResponse:
    """Add a record; parameters of the address fill in columns beforehand."""
    editing = Editing(request.actor, record_type, data=_sent(request), suggested=request.GET.dict())
    return _answer(request, editing)


@require_http_methods(["GET", "POST"])
@changed
def edit(request: AccountRequest, record_type: RecordType, pk: int) -> HttpResponse:
    """Change a record."""
    record = get_object_or_404(visible_to(request.actor, record_type), pk=pk)
    if reason := locked_by(record_type, record):
        raise PermissionDenied(reason)
    return _answer(request, Editing(request.actor, record_type, record, data=_sent(request)))


def _sent(request: AccountRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


def _answer(request: AccountRequest, editing: Editing) -> HttpResponse:
    saved = editing.save()
    if saved is not None:
        messages.success(request, f"The {editing.record_type.label_of(1)} is saved.")
        return redirect(saved)
    context = {"editing": editing, "type": editing.record_type}
    status = 422 if request.method == "POST" else 200
    return render(request, "records/edit.html", context, status=status)
