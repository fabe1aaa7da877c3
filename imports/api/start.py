"""Start an import."""

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponseBase

from fourme.accounts.addresses import client_ip
from fourme.accounts.request import AccountRequest
from fourme.api.auth import endpoint
from fourme.api.body import parameters
from fourme.api.errors import ApiError, answer
from fourme.api.idempotency import once
from imports.api import operations
from imports.api.rights import check
from imports.models import ImportRun
from imports.start import start_import
from imports.upload import TooLarge, keep
from records import registry
from records.rights import import_refusal
from records.types import RecordType

_TRUE = {"1", "true", "yes", "on", "t", "y"}
Sent = dict[str, str]
Upload = UploadedFile[bytes]


@endpoint("POST", operation=operations.START)
def start(request: AccountRequest) -> HttpResponseBase:
    """Answer the token of a new import of the parts `type` and `file`."""
    check(request)
    sent = parameters(request)
    record_type, upload = _checked(request, sent)
    if reason := import_refusal(request.actor, record_type):
        raise ApiError(403, reason)
    token = once(
        request,
        lambda: _body(sent, upload),
        lambda: _started(request, record_type, sent, upload).token,
    )
    return answer({"token": token})


def _started(
    request: AccountRequest, record_type: RecordType, sent: Sent, upload: Upload
) -> ImportRun:
    try:
        source = keep(upload, request.actor)
    except TooLarge as error:
        raise ApiError(413, str(error)) from None
    return start_import(
        actor=request.actor,
        record_type=record_type,
        source=source,
        origin=ImportRun.Origin.API,
        test_only=sent.get(operations.TEST_ONLY.name, "").strip().lower() in _TRUE,
        ip_address=client_ip(request),
    )


def _checked(request: AccountRequest, sent: Sent) -> tuple[RecordType, Upload]:
    """Return the type and the file. Raises ApiError with what is missing or unknown."""
    errors: list[tuple[str, str]] = []
    name = operations.TYPE.name
    slug = sent.get(name, "").strip()
    record_type = None
    try:
        record_type = registry.get(slug)
    except KeyError:
        errors.append((name, f"Type “{slug}” is unknown" if slug else "Type is missing"))
    if record_type is not None and not record_type.importable:
        errors.append((name, f"Type {slug} is a view and can be exported only"))
    upload = request.FILES.get(operations.FILE.name)
    if upload is None:
        missing = "File is missing; send it as a part of multipart/form-data"
        errors.append((operations.FILE.name, missing))
    if record_type is None or upload is None or errors:
        raise ApiError(422, errors=errors)
    return record_type, upload


def _body(sent: Sent, upload: Upload) -> Iterator[bytes]:
    """Yield what a repeated call must have in common with the first."""
    for name in sorted(sent):
        yield f"{name}={sent[name]}\n".encode()
    yield from upload.chunks()
    upload.seek(0)
