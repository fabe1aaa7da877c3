"""The Import API: start an import, ask how far it is."""

from typing import Any

from django.http import Http404, HttpResponseBase

from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.api.auth import endpoint
from fourme.api.body import parameters
from fourme.api.errors import ApiError, answer
from fourme.api.runs import forgotten, idempotency_key
from fourme.files.links import link
from fourme.jobs.models import State
from imports.models import ImportRun
from imports.start import start_import
from imports.upload import TooLarge, keep
from records import registry
from records.rights import import_refusal
from records.types import RecordType

_TRUE = {"1", "true", "yes", "on", "t", "y"}


@endpoint("POST")
def start(request: AccountRequest) -> HttpResponseBase:
    """Answer the token of a new import of the parts `type` and `file`."""
    if not _may(request):
        raise ApiError(403)
    sent = parameters(request)
    record_type, upload = _checked(request, sent)
    if reason := import_refusal(request.actor, record_type):
        raise ApiError(403, reason)
    try:
        source = keep(upload, request.actor)
    except TooLarge as error:
        raise ApiError(413, str(error)) from None
    run = start_import(
        actor=request.actor,
        record_type=record_type,
        source=source,
        origin=ImportRun.Origin.API,
        test_only=sent.get("test_only", "").strip().lower() in _TRUE,
        ip_address=client_ip(request),
        key=idempotency_key(request),
    )
    return answer({"token": run.token})


@endpoint("GET")
def progress(request: AccountRequest, token: str) -> HttpResponseBase:
    """Answer how far an import of the caller in the account is, with its results at the end."""
    if not _may(request):
        raise ApiError(403)
    runs = ImportRun.objects.select_related("logfile").filter(
        account=request.account, user=request.user, token=token
    )
    run = runs.first()
    if run is None or forgotten(run.completed_at):
        raise Http404
    return answer(_state(run))


def _may(request: AccountRequest) -> bool:
    return request.actor.may(Door.IMPORT) or request.actor.may(Door.IMPORT_FINANCIAL)


def _checked(request: AccountRequest, sent: dict[str, str]) -> tuple[RecordType, Any]:
    """Return the type and the file. Raises ApiError with what is missing or unknown."""
    errors: list[tuple[str, str]] = []
    slug = sent.get("type", "").strip()
    record_type = None
    try:
        record_type = registry.get(slug)
    except KeyError:
        errors.append(("type", f"Type “{slug}” is unknown" if slug else "Type is missing"))
    if record_type is not None and not record_type.importable:
        errors.append(("type", f"Type {slug} is a view and can be exported only"))
    upload = request.FILES.get("file")
    if upload is None:
        errors.append(("file", "File is missing; send it as a part of multipart/form-data"))
    if errors or record_type is None:
        raise ApiError(422, errors=errors)
    return record_type, upload


def _state(run: ImportRun) -> dict[str, Any]:
    """Return the documented answer of each state; clients take a key `message` for a failure."""
    if run.state == State.QUEUED:
        return {"state": "queued"}
    if run.state == State.PROCESSING:
        return {"state": "processing", "line": run.line}
    ended: dict[str, Any] = {"results": run.results}
    if run.logfile is not None:
        ended["logfile"] = link(run.logfile)
    if run.state == State.DONE:
        return {"state": "done", **ended}
    return {"state": "error", "message": run.message, **ended}
