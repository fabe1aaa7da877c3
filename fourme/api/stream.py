"""The body of a call as a stream: packed or not, and never more of it than is allowed."""

import gzip
import io
import zlib
from typing import Any, Protocol, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from fourme.api.errors import ApiError
from fourme.files.limits import too_large

_CHUNK = 64 * 1024
_MULTIPART = "multipart/form-data"
#: What a multipart body has beside its file.
_BESIDE = 64 * 1024


class _Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def open_body(request: HttpRequest) -> None:
    """Let Django read the body unpacked and within its limit; call it before anything reads it.

    A form with a file is read piece by piece, anything else at once. Raises ApiError: 413 for a
    body that says itself that it is too large, 415 for an encoding other than gzip. A body that
    turns out to be too large, is no gzip or breaks off raises 413 or 400 while it is read.
    """
    if request.method != "POST" or getattr(request, "_read_started", False):
        return
    form = request.content_type == _MULTIPART
    limit = settings.IMPORT_MAX_BYTES + _BESIDE if form else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if _length(request) > limit:
        raise _too_large(form=form)
    source = _unpacked(request)
    body = io.BufferedReader(_Limited(source, limit, form=form), _CHUNK)
    if form:
        if source is not request._stream:  # its length is not known: a file goes to disk
            request.META["CONTENT_LENGTH"] = str(limit)
        request._stream = body  # what Django's parser reads
    else:
        request._body = body.read()  # as Django does at once


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _unpacked(request: HttpRequest) -> _Source:
    environ: dict[str, Any] = getattr(request, "environ", {})
    source: _Source = request._stream
    chunked = request.headers.get("Transfer-Encoding", "").lower() == "chunked"
    if chunked and environ.get("wsgi.input_terminated"):
        source = environ["wsgi.input"]  # Django takes a body without a length for an empty one
    encoding = request.headers.get("Content-Encoding", "").strip().lower() or "identity"
    if encoding in ("gzip", "x-gzip"):
        return gzip.GzipFile(fileobj=cast("Any", source))
    if encoding == "identity":
        return source
    raise ApiError(
        415,
        f"The body is encoded as {encoding[:40]}; gzip and identity are known.",
        headers={"Accept-Encoding": "gzip, identity"},
    )


def _too_large(*, form: bool) -> ApiError:
    if not form:
        return ApiError(413)
    return ApiError(413, too_large())


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than the limit."""

    def __init__(self, source: _Source, limit: int, *, form: bool) -> None:
        self._source = source
        self._left = limit
        self._form = form

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            part = self._source.read(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
            raise ApiError(400, f"The gzip body cannot be unpacked: {problem}.") from None
        except MultiPartParserError as problem:
            raise ApiError(400, str(problem)) from None
        except Exception:  # noqa: BLE001 -- each web server has its own for a malformed body
            raise ApiError(400, "The body broke off, or its pieces are malformed.") from None
        self._left -= len(part)
        if self._left < 0:
            raise _too_large(form=self._form)
        buffer[: len(part)] = part
        return len(part)
