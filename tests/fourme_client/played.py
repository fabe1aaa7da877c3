"""A server that plays the answers of a test, for what real servers do not do on demand."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_KEPT = 1 << 20


@dataclass(frozen=True)
class Asked:
    """A request that came, with the beginning of its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Play:
    """An answer: `promised` bytes are announced, however many there are; 0 hangs up at once."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    #: Whether the body of the request is read before the answer.
    listens: bool = True

    @property
    def content(self) -> bytes:
        """The body as it is sent; what is no bytes becomes JSON."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Played:
    """Answers requests in their order; the last answer of a path stays."""

    def __init__(self) -> None:
        played = self

        class Answering(BaseHTTPRequestHandler):
            def answer(self) -> None:
                played.answer(self)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815 -- names of http.server

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- as above
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.asked: list[Asked] = []
        self.plays: dict[str, list[Play]] = {}

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def on(self, call: str, *plays: Play) -> None:
        """Answer a call, as `GET /v1/export/t`, so."""
        self.plays[call] = list(plays)

    def calls(self, call: str) -> list[Asked]:
        """Return the requests of that kind that came."""
        return [each for each in self.asked if f"{each.method} {each.path}" == call]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Play the next answer to a request."""
        plays = self.plays.get(f"{request.command} {request.path}", [Play(404)])
        play = plays.pop(0) if len(plays) > 1 else plays[0]
        length = int(request.headers.get("Content-Length", 0)) if play.listens else 0
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = request.rfile.read(min(length, _KEPT))
        left = length - len(body)
        while left and (chunk := request.rfile.read(min(left, _KEPT))):
            left -= len(chunk)
        self.asked.append(Asked(request.command, request.path, headers, body))
        request.close_connection = True
        if play.promised == 0:
            return
        request.send_response(play.status)
        for name, value in play.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(play.promised or len(play.content)))
        request.end_headers()
        request.wfile.write(play.content)


def finished(played: Played, *downloads: Play, url: str = "") -> None:
    """Play an export that is done at once; its link is answered so."""
    played.on("POST /v1/export", Play(body={"token": "t"}))
    done = {"state": "done", "url": url or f"{played.url}/files/x", "expires_at": "…"}
    played.on("GET /v1/export/t", Play(body=done))
    played.on("GET /files/x", *downloads)
