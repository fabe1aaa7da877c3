"""Lists: the overview, the list of a type, suggestions for references."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET
from django_htmx.http import push_url, replace_url

from fourme.accounts.doors import requires
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from records.found import found_in_all
from records.lists import Listing, with_condition
from records.navigation import Overview
from records.suggestions import suggestions
from records.types import RecordType
from records.views.doors import seen


@require_GET
def home(_request: HttpRequest) -> HttpResponse:
    """Begin with all types."""
    return redirect("records_overview")


@require_GET
@requires(Door.VIEW)
def overview(request: AccountRequest) -> HttpResponse:
    """Show the families with their types, or what a search finds in all of them."""
    text = request.GET.get("q", "").strip()
    if not text:
        context = {"overview": Overview.of(request.actor)}
        return render(request, "records/overview.html", context)
    return render(request, "records/found.html", {"found": found_in_all(request.actor, text)})


@require_GET
@seen
def listing(request: AccountRequest, record_type: RecordType) -> HttpResponse:
    """Show a page of the list; to htmx its content only."""
    query = request.META["QUERY_STRING"]
    if "column" in request.GET:
        return redirect(f"{request.path}?{with_condition(query)}")
    shown = Listing(request.actor, record_type, query)
    context = {"list": shown, "type": record_type}
    if request.htmx:  # it swaps in the explanation of a problem only from an answer that is fine
        response = render(request, "records/_list.html", context)
        # A step of a search that goes on by itself is nothing to come back to.
        visit = replace_url if "looked" in request.GET else push_url
        return visit(response, f"{shown.url}{shown.canonical}")
    return render(request, "records/list.html", context, status=400 if shown.problem else 200)


@require_GET
@seen
def suggest(request: AccountRequest, record_type: RecordType) -> HttpResponse:
    """Suggest records of the type, of the account and those it trusts, as options."""
    text = request.GET.get("q", "")
    options = suggestions(request.actor, record_type, text)
    return render(request, "records/_suggestions.html", {"options": options})
