"""The screens of imports: the dialog, the page of a run, and its files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.files.models import StoredFile
from fourme.files.store import open_local
from imports.forms import ImportForm
from imports.inspect import Inspection, inspect
from imports.models import ImportRun
from imports.origins import READERS
from imports.rejected import rejected_csv
from imports.requested import requested_type
from imports.start import start_import
from imports.status import Status, problems, reasons, warnings
from records import registry
from records.rights import import_refusal

#: What lets people have files with records.
_TAKERS = (Door.IMPORT, Door.IMPORT_FINANCIAL, Door.EXPORT)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AccountRequest, slug: str) -> HttpResponse:
    """Show the dialog; with a file what was understood of it, or start the import."""
    record_type = requested_type(request, slug, console=True)
    sent = (request.POST or None, request.FILES or None)
    form = ImportForm(request.actor, record_type, *sent, initial=request.GET.dict())
    context: dict[str, object] = {"type": record_type, "form": form}
    if form.is_valid():
        if request.POST.get("step") != "check":
            return redirect(_start(request, form))
        context |= {"source": form.cleaned_data["source"], "inspection": _inspect(request, form)}
    template = "imports/_dialog.html" if request.htmx else "imports/new.html"
    if request.htmx and request.method == "POST":
        template = "imports/_form.html"
    return render(request, template, context)


@require_safe
def show(request: AccountRequest, token: str) -> HttpResponse:
    """Show how far an import is, then its result; htmx gets the part that changes."""
    run = _run(request, token)
    record_type = registry.get(run.type)
    context: dict[str, object] = {"run": run, "status": Status(run), "type": record_type}
    context["may_take"] = _may_take(request)
    context["may_import"] = not import_refusal(request.actor, record_type, console=True)
    if run.over:
        context |= _told(request, run)
    template = "imports/_run.html" if request.htmx else "imports/show.html"
    return render(request, template, context)


@require_POST
def cancel(request: AccountRequest, token: str) -> HttpResponse:
    """Ask the worker to stop."""
    run = _changeable(request, token)
    ImportRun.objects.filter(pk=run.pk, canceled_by=None).update(canceled_by=request.user)
    run.cancel()
    return redirect(run)


@require_POST
def repeat(request: AccountRequest, token: str) -> HttpResponse:
    """Import for good what was tested; a second click starts nothing."""
    run = _changeable(request, token, console=True)
    if run.source.expired:
        messages.error(request, "The file is no longer stored. Choose it again.")
        return redirect("import-new", run.type)
    return redirect(_begin(request, run.type, run.source, key=f"after test {run.token}"))


@require_safe
def rejected(request: AccountRequest, token: str) -> HttpResponseBase:
    """Send the rejected rows as CSV; who reads logs only has the messages."""
    run = _run(request, token)
    if not _may_take(request):
        raise PermissionDenied(f"None of your roles in {request.account} lets you take records.")
    name = f"rejected-{run.type}-{run.pk}.csv"
    return StreamingHttpResponse(
        rejected_csv(run),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _run(request: AccountRequest, token: str) -> ImportRun:
    if not any(request.actor.may(door) for door in READERS):
        raise PermissionDenied(f"None of your roles in {request.account} lets you see imports.")
    runs = ImportRun.objects.select_related("account", "user__person", "source", "logfile", "log")
    return get_object_or_404(runs, account=request.account, token=token)


def _may_take(request: AccountRequest) -> bool:
    """Tell whether the person may have files with records, not only what is said of them."""
    return any(request.actor.may(door) for door in _TAKERS)


def _told(request: AccountRequest, run: ImportRun) -> dict[str, object]:
    """Return the messages that the address asks for: of one reason, after the last one shown."""
    reason = request.GET.get("reason", "").replace("\0", "")
    found, following = problems(run, reason, _number(request.GET.get("after", "")))
    told: dict[str, object] = {"reason": reason, "problems": found, "following": following}
    return told | {"reasons": reasons(run), "warnings": warnings(run)}


def _changeable(request: AccountRequest, token: str, *, console: bool = False) -> ImportRun:
    run = _run(request, token)
    if reason := import_refusal(request.actor, registry.get(run.type), console=console):
        raise PermissionDenied(reason)
    return run


def _inspect(request: AccountRequest, form: ImportForm) -> Inspection:
    record_type = registry.get(form.cleaned_data["type"])
    try:
        with open_local(form.cleaned_data["source"]) as path:
            return inspect(path, record_type, financial_only=not request.actor.may(Door.IMPORT))
    except FileNotFoundError:
        return Inspection("The file is no longer stored. Choose it again.")


def _start(request: AccountRequest, form: ImportForm) -> ImportRun:
    data = form.cleaned_data
    return _begin(
        request, data["type"], data["source"], key=data["key"], test_only=data["test_only"]
    )


def _begin(
    request: AccountRequest, slug: str, source: StoredFile, *, key: str, test_only: bool = False
) -> ImportRun:
    return start_import(
        actor=request.actor,
        record_type=registry.get(slug),
        source=source,
        origin=ImportRun.Origin.CONSOLE,
        test_only=test_only,
        ip_address=client_ip(request),
        key=key,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - digits of a bigint
