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

#: What is read as a yes or a no; nothing else is, for a no saves the rows.
_WORDS = {
    **dict.fromkeys(("1", "true", "yes", "on", "t", "y"), True),
    **dict.fromkeys(("", "0", "false", "no", "off", "f", "n"), False),
}
Sent = dict[str, str]
Errors = list[tuple[str, str]]
Upload = UploadedFile[bytes]


@endpoint("POST", operation=operations.START)
def start(request: AccountRequest) -> HttpResponseBase:
    """Answer the token of a new import of the parts `type` and `file`."""
    check(request)
    sent = parameters(request)
    record_type, upload, test_only = _checked(request, sent)
    if reason := import_refusal(request.actor, record_type):
        raise ApiError(403, reason)
    token = once(
        request,
        lambda: _body(sent, upload),
        lambda: _started(request, record_type, upload, test_only=test_only).token,
    )
    return answer({"token": token})


def _started(
    request: AccountRequest, record_type: RecordType, upload: Upload, *, test_only: bool
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
        test_only=test_only,
        ip_address=client_ip(request),
    )


def _checked(request: AccountRequest, sent: Sent) -> tuple[RecordType, Upload, bool]:
    """Return the type, the file and whether it is a test. Raises ApiError with what is wrong."""
    errors: Errors = []
    record_type = _type(sent, errors)
    upload = _file(request, errors)
    test_only = _WORDS.get(sent.get(operations.TEST_ONLY.name, "").strip().lower())
    if test_only is None:
        errors.append((operations.TEST_ONLY.name, "Test only must be 1, true, 0 or false"))
    if record_type is None or upload is None or test_only is None or errors:
        raise ApiError(422, errors=errors)
    return record_type, upload, test_only


def _type(sent: Sent, errors: Errors) -> RecordType | None:
    name = operations.TYPE.name
    slug = sent.get(name, "").strip()
    try:
        found = registry.get(slug)
    except KeyError:
        errors.append((name, f"Type “{slug}” is unknown" if slug else "Type is missing"))
        return None
    if not found.importable:
        errors.append((name, f"Type {slug} is a view and can be exported only"))
    return found


def _file(request: AccountRequest, errors: Errors) -> Upload | None:
    name = operations.FILE.name
    found = request.FILES.getlist(name)
    if len(found) == 1:
        return found[0]
    missing = f"File is missing; send it as the part {name} of multipart/form-data, with a filename"
    errors.append((name, "Send one file; each gets an import of its own" if found else missing))
    return None


def _body(sent: Sent, upload: Upload) -> Iterator[bytes]:
    """Yield what a repeated call must have in common with the first."""
    for name in sorted(sent):
        yield f"{name}={sent[name]}\n".encode()
    yield from upload.chunks()
    upload.seek(0)
