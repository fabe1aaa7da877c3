"""Answer with the content of a stored file, and record that it went out."""

import re
from http import HTTPStatus
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.utils.http import content_disposition_header

from fourme.accounts.addresses import client_ip
from fourme.accounts.models import User
from fourme.files.models import Download, StoredFile
from fourme.files.store import local_path

_LINK_SECONDS = 300
#: What a download that goes on asks for; other ranges may be, and are, answered with all.
_REST = re.compile(r"bytes=([0-9]{1,18})-")


def deliver(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Stream a local file, or the rest of it; redirect to a link of five minutes for a remote one.

    A GET is recorded as a download. Raises FileNotFoundError when the object is gone.
    """
    response = _stream(request, stored) or _redirect(request, stored)
    if request.method == "GET" and response.status_code < HTTPStatus.BAD_REQUEST:
        Download.objects.create(
            file=stored,
            user=request.user if isinstance(request.user, User) else None,
            ip_address=client_ip(request),
        )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def media_type(stored: StoredFile) -> str:
    """Return the content type, with the charset of the texts that we write ourselves."""
    ours = stored.purpose != StoredFile.Purpose.IMPORT
    return (
        f"{stored.content_type}; charset=utf-8"
        if ours and _is_text(stored)
        else (stored.content_type)
    )


def _stream(request: HttpRequest, stored: StoredFile) -> HttpResponseBase | None:
    path = local_path(stored)
    if path is None:
        return None
    size = path.stat().st_size
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{stored.token}"'}
    begin = _begin(request, headers["ETag"])
    if begin is None:
        return _attachment(path.open("rb"), stored, headers)
    if begin >= size:
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, headers={"Content-Range": f"bytes */{size}"})
    file = path.open("rb")
    file.seek(begin)
    headers["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
    return _attachment(file, stored, headers, HTTPStatus.PARTIAL_CONTENT)


def _begin(request: HttpRequest, tag: str) -> int | None:
    """Return the byte from which on the client wants the file; None for all of it."""
    rest = _REST.fullmatch(request.headers.get("Range", "").strip())
    same = request.headers.get("If-Range", tag) == tag
    return int(rest[1]) if rest and same and request.method == "GET" else None


def _attachment(
    file: BinaryIO, stored: StoredFile, headers: dict[str, str], status: int = HTTPStatus.OK
) -> FileResponse:
    return FileResponse(
        file,
        as_attachment=True,
        filename=stored.name,
        content_type=media_type(stored),
        headers=headers,
        status=status,
    )


def _redirect(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    remote: Any = default_storage  # the addresses of S3 take more than those of storages at large
    return HttpResponseRedirect(
        remote.url(
            stored.path,
            parameters={
                "ResponseContentDisposition": content_disposition_header(True, stored.name),
                "ResponseContentType": media_type(stored),
            },
            expire=_LINK_SECONDS,
            http_method=request.method,
        )
    )


def _is_text(stored: StoredFile) -> bool:
    return stored.content_type.startswith("text/")
