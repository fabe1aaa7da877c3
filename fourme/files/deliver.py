"""Answer with the content of a stored file, and record that it went out."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header

from fourme.accounts.addresses import client_ip
from fourme.accounts.models import User
from fourme.files.models import Download, StoredFile
from fourme.files.store import local_path

_LINK_SECONDS = 300


def deliver(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Stream a local file; redirect to a link of five minutes for a remote one.

    A GET is recorded as a download. Raises FileNotFoundError when the object is gone.
    """
    response = _stream(stored) or _redirect(request, stored)
    if request.method == "GET":
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


def _stream(stored: StoredFile) -> HttpResponseBase | None:
    path = local_path(stored)
    if path is None:
        return None
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=stored.name, content_type=media_type(stored)
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
