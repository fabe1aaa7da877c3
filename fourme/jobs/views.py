"""The badge of the top bar."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fourme.accounts.request import AccountRequest
from fourme.jobs.badges import badges


@require_safe
def badge(request: AccountRequest) -> HttpResponse:
    """Show the person's jobs that run or have just finished."""
    return render(request, "jobs/_badge.html", {"badges": badges(request.actor)})
