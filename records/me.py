"""For whom a token acts, and in which account: what clients ask first, to try a connection."""

from django.http import Http404, HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.accounts.zones import zone_of
from fourme.api.auth import endpoint
from fourme.api.errors import answer
from fourme.api.operations import NUMBER, TEXT, Answer, Operation, Parameter, shape
from records import registry
from records.models import Team
from records.selectors import visible_to

_MOST = 100
_NAMED = shape(required=("id", "name"), id=NUMBER, name=TEXT)
_ACCOUNT = shape(required=("id", "name"), id=TEXT, name=TEXT)
_PERSON = shape(
    required=("id", "name", "primary_email", "account", "roles"),
    id=NUMBER,
    name=TEXT,
    primary_email=TEXT,
    time_zone=TEXT,
    account=_ACCOUNT,
    roles={"type": "array", "items": TEXT, "description": "Those in the account of the call."},
)

ME = Operation("getMe", "Ask for whom the token acts", {200: Answer("The person.", _PERSON)})
TEAMS = Operation(
    "listMyTeams",
    "List the teams of the person for whom the token acts",
    {
        200: Answer("The teams.", {"type": "array", "items": _NAMED}),
        404: Answer("The ID is not that of the person."),
    },
    path=(Parameter("person", "The ID of the person.", NUMBER, required=True),),
)
ACCOUNT = Operation(
    "getAccount", "Ask in which account the call works", {200: Answer("The account.", _ACCOUNT)}
)


@endpoint("GET", operation=ME)
def me(request: AccountRequest) -> HttpResponseBase:
    """Answer the person of the token, with the roles in the account of the call."""
    person = request.user.person
    home = {"id": person.account.id, "name": person.account.name}
    return answer(
        {
            "id": person.pk,
            "name": person.name,
            "primary_email": person.primary_email,
            "time_zone": str(zone_of(request.user)),
            "account": home,
            "roles": sorted(request.actor.roles),
        }
    )


@endpoint("GET", operation=TEAMS)
def teams(request: AccountRequest, person: int) -> HttpResponseBase:
    """Answer the teams of the person, as far as they can be seen in the account of the call."""
    if person != request.user.person.pk:
        raise Http404
    seen = visible_to(request.actor, registry.get("teams"))
    found = Team.objects.filter(members=person, pk__in=seen).order_by("name", "pk")
    return answer(list(found.values("id", "name")[:_MOST]))


@endpoint("GET", operation=ACCOUNT)
def account(request: AccountRequest) -> HttpResponseBase:
    """Answer the account in which the call works."""
    return answer({"id": request.account.id, "name": request.account.name})
