"""The operators' admin says in words that an account would lose its last administrator."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from fourme.accounts import keeping


class KeepsAdministrators:
    """For a ModelAdmin whose objects make administrators: a refusal becomes a message."""

    def changeform_view(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """Add or change."""
        return _explained(request, super().changeform_view, *arguments, **named)  # type: ignore[misc] # of ModelAdmin

    def delete_view(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """Delete one."""
        return _explained(request, super().delete_view, *arguments, **named)  # type: ignore[misc] # of ModelAdmin

    def changelist_view(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        """List, and act on several."""
        return _explained(request, super().changelist_view, *arguments, **named)  # type: ignore[misc] # of ModelAdmin


def _explained(
    request: HttpRequest, view: Callable[..., HttpResponse], *arguments: Any, **named: Any
) -> HttpResponse:
    try:
        with transaction.atomic():
            return view(request, *arguments, **named)
    except IntegrityError as error:
        left = keeping.left_alone(error)
        if not left:
            raise
        messages.error(request, f"{left}: {keeping.REASON} {keeping.HINT}")
        return HttpResponseRedirect(request.get_full_path())
