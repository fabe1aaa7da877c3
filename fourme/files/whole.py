"""Bodies that broke off are refused: half a file would be taken for all of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.http.multipartparser import MultiPartParserError

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class WholeBodyMiddleware:
    """Lets a body end only where its Content-Length says; else the answer is 400.

    A web server gives what came when a connection breaks, and Django takes its end for that of the
    body.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Watch over the body of the request."""
        length = request.META.get("CONTENT_LENGTH") or ""
        if request.method == "POST" and length.isdecimal():
            stream: Any = request
            stream._stream = _Whole(stream._stream, int(length))
        return self.get_response(request)


class _Whole:
    """A stream that refuses to end early."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._missing = length

    def read(self, *size: int) -> bytes:
        return self._counted(self._stream.read(*size), *size)

    def readline(self, *size: int) -> bytes:
        return self._counted(self._stream.readline(*size), *size)

    def _counted(self, part: bytes, *size: int) -> bytes:
        self._missing -= len(part)
        ends = not part and size[:1] != (0,)
        if self._missing > 0 and (ends or not size):
            raise MultiPartParserError(f"The body broke off: {self._missing:,} bytes did not come.")
        return part

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
