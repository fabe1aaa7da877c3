"""The section OAuth Applications of Settings: list, add, give a new secret, delete."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fourme.accounts.addresses import client_ip
from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from fourme.oauth import applications
from fourme.oauth.forms import ApplicationForm
from fourme.oauth.models import Application


@require_GET
@requires(Door.APPLICATIONS)
def listing(request: AccountRequest) -> HttpResponse:
    """List the applications of the account."""
    return _page(request, ApplicationForm(request.actor))


@require_POST
@requires(Door.APPLICATIONS)
@never_cache
@sensitive_variables("secret")
def add(request: AccountRequest) -> HttpResponse:
    """Add an application and show its secret: in this answer only."""
    form = ApplicationForm(request.actor, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    name, user = form.cleaned_data["name"], form.cleaned_data["user"]
    try:
        made = applications.add(request.actor, name, user, ip_address=client_ip(request))
    except ValidationError as problem:
        form.add_error(None, problem)
        return _page(request, form, status=422)
    application, secret = made
    return _page(request, ApplicationForm(request.actor), application=application, secret=secret)


@require_http_methods(["GET", "POST"])
@requires(Door.APPLICATIONS)
@never_cache
@sensitive_variables("secret")
def renew(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask, then give the application a new secret and show it: in this answer only."""
    application = _chosen(request, pk)
    if request.method == "GET":
        return _ask(request, application, "renew")
    try:
        secret = applications.renew(request.actor, application, ip_address=client_ip(request))
    except Application.DoesNotExist as gone:
        raise Http404 from gone
    return _page(request, ApplicationForm(request.actor), application=application, secret=secret)


@require_http_methods(["GET", "POST"])
@requires(Door.APPLICATIONS)
def delete(request: AccountRequest, pk: int) -> HttpResponse:
    """Ask, then delete the application."""
    application = _chosen(request, pk)
    if request.method == "GET":
        return _ask(request, application, "delete")
    try:
        applications.delete(request.actor, application, ip_address=client_ip(request))
    except Application.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, f"The application “{application.name}” is deleted.")
    return redirect("settings_applications")


def _chosen(request: AccountRequest, pk: int) -> Application:
    return get_object_or_404(applications.of(request.account), pk=pk)


def _ask(request: AccountRequest, application: Application, what: str) -> HttpResponse:
    form = f"settings/applications/_{what}.html"
    page = "_dialog" if request.htmx else "confirm"
    context = {"application": application, "form": form}
    return render(request, f"settings/applications/{page}.html", context)


@sensitive_variables("shown", "context")
def _page(
    request: AccountRequest, form: ApplicationForm, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = shown | {
        "form": form,
        "applications": applications.of(request.account),
        "zone": zone_of(request.user),
        "token_url": settings.SITE_URL.rstrip("/") + reverse("oauth_token"),
    }
    return render(request, "settings/applications/list.html", context, status=status)
