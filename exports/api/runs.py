"""Ask how far an export is, list the exports of the account, cancel one."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase

from exports.api import operations
from exports.models import ExportRun
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.api.auth import endpoint
from fourme.api.errors import ApiError, answer, nothing
from fourme.api.pages import page
from fourme.api.runs import known, local
from fourme.files.links import link
from fourme.jobs.models import State


@endpoint("GET", operation=operations.LIST)
def listed(request: AccountRequest) -> HttpResponseBase:
    """Answer a page of the exports of the account, the newest first."""
    found = page(request, _runs(request))
    return answer([_summary(run, request) for run in found.runs], headers=found.headers)


@endpoint("GET", operation=operations.PROGRESS)
def progress(request: AccountRequest, token: str) -> HttpResponseBase:
    """Answer how far an export is, with the link at the end."""
    return answer(_state(_run(request, token), request))


@endpoint("DELETE", operation=operations.CANCEL)
def cancel(request: AccountRequest, token: str) -> HttpResponseBase:
    """Ask the worker to stop."""
    run = _run(request, token)
    if not run.cancel() and run.completed_at is not None:
        raise ApiError(409, "The export is over already.")
    return nothing()


def _runs(request: AccountRequest) -> QuerySet[ExportRun]:
    if not request.actor.may(Door.EXPORT):
        raise ApiError(403)
    return ExportRun.objects.select_related("file").filter(account=request.account)


def _run(request: AccountRequest, token: str) -> ExportRun:
    run = known(_runs(request), token)
    if run is None:
        raise Http404
    return run


def _state(run: ExportRun, request: AccountRequest) -> dict[str, Any]:
    """Return the documented answer of each state; clients take a key `message` for a failure."""
    state: dict[str, Any] = {"state": run.state}
    if run.state == State.PROCESSING:
        state |= {"type": run.type or run.types[0], "line": run.line}
    elif run.state == State.DONE and run.file and run.file.expires_at:
        state |= {"url": link(run.file), "expires_at": local(run.file.expires_at, request.user)}
    elif run.rate_limited:
        state |= {"rate_limit_exceeded": run.rate_limited}
    elif run.completed_at is not None:
        state |= {"reason": run.message}
    return state


def _summary(run: ExportRun, request: AccountRequest) -> dict[str, Any]:
    return {
        "id": run.pk,
        "token": run.token,
        "state": run.state,
        "name": run.name,
        "types": run.types,
        "strategy": run.strategy,
        "export_format": run.export_format,
        "records": run.records,
        "origin": run.origin,
        "created_at": local(run.created_at, request.user),
        "completed_at": local(run.completed_at, request.user),
        "expires_at": local(run.file.expires_at if run.file else None, request.user),
    }
