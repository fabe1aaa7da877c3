"""Start an export."""

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase

from exports.api import operations
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
from fourme.api.errors import ApiError, answer, nothing
from fourme.api.idempotency import once
from fourme.api.operations import Parameter
from records.kinds import Locale, Problem

Sent = dict[str, str]
Errors = list[tuple[str, str]]


@endpoint("POST", operation=operations.START)
def start(request: AccountRequest) -> HttpResponseBase:
    """Answer the token of a new export; 204 when nothing changed since `from`."""
    if not request.actor.may(Door.EXPORT):
        raise ApiError(403)
    sent = parameters(request)
    wish = _request(request, sent)
    body = [f"{name}={sent[name]}\n".encode() for name in sorted(sent)]
    token = once(request, lambda: body, lambda: _started(wish))
    return answer({"token": token}) if token else nothing()


def _started(wish: ExportRequest) -> str | None:
    try:
        run = start_export(wish)
    except Refused as refused:
        raise ApiError(422, str(refused)) from None
    return run.token if run else None


def _request(request: AccountRequest, sent: Sent) -> ExportRequest:
    errors: Errors = []
    wish = ExportRequest(
        actor=request.actor,
        types=_types(sent, errors),
        since=_since(request, sent),
        locale=_locale(sent, errors),
        export_format=_choice(sent, operations.FORMAT, errors),
        line_separator=_choice(sent, operations.SEPARATOR, errors),
        origin=ExportRun.Origin.API,
        ip_address=client_ip(request),
    )
    if errors:
        raise ApiError(422, errors=errors)
    return wish


def _types(sent: Sent, errors: Errors) -> tuple[str, ...]:
    name = operations.TYPE.name
    try:
        return read_types(sent.get(name, ""))
    except ValueError as error:
        errors.append((name, str(error)))
        return ()


def _since(request: AccountRequest, sent: Sent) -> datetime | None:
    name = operations.FROM.name
    text = sent.get(name, "").strip()
    try:
        return parse_moment(text, zone_of(request.user)) if text else None
    except ValueError as error:
        raise ApiError(400, f"Parameter '{name}' {error}") from None


def _locale(sent: Sent, errors: Errors) -> str:
    """Return the language of which translations are wanted, "" for all."""
    name = operations.LOCALE.name
    locale: Any = Locale().read(sent.get(name, ""))
    if isinstance(locale, Problem):
        errors.append((name, f"Locale {locale}"))
        return ""
    return str(locale)


def _choice(sent: Sent, parameter: Parameter, errors: Errors) -> str:
    """Return the value of an enumeration, its first one when it is left out."""
    value = sent.get(parameter.name, "").strip().lower() or parameter.choices[0]
    if value not in parameter.choices:
        label = parameter.name.replace("_", " ").capitalize()
        errors.append((parameter.name, f"{label} must be one of {', '.join(parameter.choices)}"))
    return value
