"""The Export API: start an export, ask how far it is."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase

from exports import limits
from exports.errors import Refused
from exports.models import ExportRun
from exports.moments import parse_moment
from exports.request import ExportRequest
from exports.start import start_export
from exports.words import read_types
from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of
from fourme.api.auth import endpoint
from fourme.api.body import parameters
from fourme.api.errors import ApiError, answer
from fourme.api.runs import forgotten, idempotency_key
from fourme.files.links import link
from fourme.jobs.models import State
from records.kinds import Locale, Problem


@endpoint("POST")
def start(request: AccountRequest) -> HttpResponseBase:
    """Answer the token of a new export; 204 when nothing changed since `from`."""
    if not request.actor.may(Door.EXPORT):
        raise ApiError(403)
    try:
        run = start_export(_request(request))
    except Refused as refused:
        raise ApiError(422, str(refused)) from None
    return answer({"token": run.token}) if run else HttpResponse(status=204)


@endpoint("GET")
def progress(request: AccountRequest, token: str) -> HttpResponseBase:
    """Answer how far an export of the caller in the account is, with the link at the end."""
    if not request.actor.may(Door.EXPORT):
        raise ApiError(403)
    runs = ExportRun.objects.select_related("file").filter(
        account=request.account, user=request.user, token=token
    )
    run = runs.first()
    if run is None or forgotten(run.completed_at):
        raise Http404
    return answer(_state(run, request))


def _request(request: AccountRequest) -> ExportRequest:
    sent = parameters(request)
    errors: list[tuple[str, str]] = []
    types: tuple[str, ...] = ()
    try:
        types = read_types(sent.get("type", ""))
    except ValueError as error:
        errors.append(("type", str(error)))
    wish = ExportRequest(
        actor=request.actor,
        types=types,
        since=_since(request, sent),
        locale=_locale(sent, errors),
        export_format=_choice(sent, "export_format", ExportRun.Format, errors),
        line_separator=_choice(sent, "line_separator", ExportRun.LineSeparator, errors),
        origin=ExportRun.Origin.API,
        ip_address=client_ip(request),
        idempotency_key=idempotency_key(request),
    )
    try:
        limits.check_since(wish)
    except Refused as refused:
        errors.append(("from", f"From is too far back. {refused}"))
    if errors:
        raise ApiError(422, errors=errors)
    return wish


def _since(request: AccountRequest, sent: dict[str, str]) -> Any:
    text = sent.get("from", "").strip()
    try:
        return parse_moment(text, zone_of(request.user)) if text else None
    except ValueError as error:
        raise ApiError(400, f"Parameter 'from' {error}") from None


def _locale(sent: dict[str, str], errors: list[tuple[str, str]]) -> str:
    """Return the language of which translations are wanted, "" for all."""
    locale = Locale().read(sent.get("locale", ""))
    if isinstance(locale, Problem):
        errors.append(("locale", f"Locale {locale}"))
        return ""
    return str(locale)


def _choice(sent: dict[str, str], name: str, choices: Any, errors: list[tuple[str, str]]) -> str:
    """Return the value of an enumeration, its first one when it is left out."""
    value = sent.get(name, "").strip().lower() or choices.values[0]
    if value not in choices.values:
        label = name.replace("_", " ").capitalize()
        errors.append((name, f"{label} must be one of {', '.join(choices.values)}"))
    return str(value)


def _state(run: ExportRun, request: AccountRequest) -> dict[str, Any]:
    """Return the documented answer of each state; clients take a key `message` for a failure."""
    state: dict[str, Any] = {"state": run.state}
    if run.state == State.PROCESSING:
        state |= {"type": run.type or run.types[0], "line": run.line}
    elif run.state == State.DONE and run.file and run.file.expires_at:
        expires_at = run.file.expires_at.astimezone(zone_of(request.user))
        state |= {"url": link(run.file), "expires_at": expires_at.isoformat(timespec="seconds")}
    elif run.rate_limited:
        state |= {"rate_limit_exceeded": run.rate_limited}
    elif run.state == State.FAILED:
        state |= {"reason": run.message}
    return state
