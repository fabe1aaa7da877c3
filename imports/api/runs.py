"""Ask how far an import is, list the imports of the account, cancel one."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponseBase

from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.api.auth import endpoint
from fourme.api.errors import ApiError, answer, nothing
from fourme.api.pages import page
from fourme.api.runs import known, local
from fourme.files.links import link
from fourme.jobs.models import State
from imports.api import operations
from imports.api.rights import check
from imports.models import ImportRun


@endpoint("GET", operation=operations.LIST)
def listed(request: AccountRequest) -> HttpResponseBase:
    """Answer a page of the imports of the account, the newest first."""
    found = page(request, _runs(request))
    return answer([_summary(run, request) for run in found.runs], headers=found.headers)


@endpoint("GET", operation=operations.PROGRESS)
def progress(request: AccountRequest, token: str) -> HttpResponseBase:
    """Answer how far an import is, with its results at the end."""
    return answer(_state(_run(request, token)))


@endpoint("DELETE", operation=operations.CANCEL)
def cancel(request: AccountRequest, token: str) -> HttpResponseBase:
    """Ask the worker to stop; the rows that were done stay."""
    run = _run(request, token)
    if not run.cancel() and run.completed_at is not None:
        raise ApiError(409, "The import is over already.")
    ImportRun.objects.filter(pk=run.pk, canceled_by=None).update(canceled_by=request.user)
    return nothing()


def _runs(request: AccountRequest) -> QuerySet[ImportRun]:
    """Return the imports of the account; who imports financial data only sees his own."""
    check(request)
    mine = Q() if request.actor.may(Door.IMPORT) else Q(user=request.user)
    return ImportRun.objects.select_related("logfile").filter(mine, account=request.account)


def _run(request: AccountRequest, token: str) -> ImportRun:
    run = known(_runs(request), token)
    if run is None:
        raise Http404
    return run


def _state(run: ImportRun) -> dict[str, Any]:
    """Return the documented answer of each state; clients take a key `message` for a failure."""
    word = _word(run)
    if word == State.QUEUED:
        return {"state": word}
    if word == State.PROCESSING:
        return {"state": word, "line": run.line}
    ended: dict[str, Any] = {"results": run.results}
    if run.logfile is not None:
        ended["logfile"] = link(run.logfile)
    if word == State.DONE:
        return {"state": word, **ended}
    return {"state": word, "message": run.message, **ended}


def _word(run: ImportRun) -> str:
    """Return the state in the words of this API: what failed is an error."""
    return "error" if run.state == State.FAILED else run.state


def _summary(run: ImportRun, request: AccountRequest) -> dict[str, Any]:
    return {
        "id": run.pk,
        "token": run.token,
        "state": _word(run),
        "type": run.type,
        "file": run.name,
        "test_only": run.test_only,
        "results": run.results,
        "origin": run.origin,
        "created_at": local(run.created_at, request.user),
        "completed_at": local(run.completed_at, request.user),
    }
