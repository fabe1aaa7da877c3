"""The client of the API: starts exports and imports, waits for them and keeps their files.

One file that needs Python 3.11 only, to be copied where it is wanted; docs/client.md tells more.
"""

import argparse
import gzip
import json
import os
import re
import secrets
import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from math import inf
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

GOOD, FAILED, USAGE, REFUSED, STOPPED = 0, 1, 2, 3, 130
EXITS = "Ends with 0: all well, 1: run or rows failed, 2: wrong usage, 3: no access, 130: stopped."
_ANSWER_SECONDS = 120  # for one answer, or for the next bytes of it
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0  # seconds, between two tries and between two looks
_RATE_LIMIT_SECONDS = 2 * 3600  # the longest wait of one who asked too often
_CHUNK = 1 << 16
_PASSING = {429, 500, 502, 503, 504}
_ADDRESS = r"(https?)://([a-z0-9.-]+|\[[a-f0-9:]+\])(:\d+)?([/?][!-~]*)?"
State = dict[str, Any]
Body = Callable[[], Iterable[bytes]] | bytes | None  # is called again for each try
Exchange = Iterator[HTTPResponse]
T = TypeVar("T")


class Failure(Exception):  # noqa: N818 -- it ends the program as planned
    """Ends the program with an exit code and a sentence for the person."""


@contextmanager
def told(what: str, code: int = USAGE) -> Iterator[None]:
    """Turn an error of the disk into a Failure."""
    try:
        yield
    except OSError as error:
        raise Failure(code, f"Cannot {what}: {error.strerror}.") from None


class Screen:
    """Tells on standard error how it goes: on a terminal with a bar, else in lines."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._last = quiet, ""
        self.erase = "\r\x1b[K" if sys.stderr.isatty() and not quiet else ""

    def tell(self, text: str, part: float | None = None) -> None:
        """Tell what goes on; with the part that is done of it, the next text takes its place."""
        if self.erase and part is not None:
            shown = f"[{'#' * round(min(part, 1) * 20):.<20}] {text}"
            sys.stderr.write(self.erase + shown[: (os.get_terminal_size(2).columns or 80) - 1])
            sys.stderr.flush()
        elif text != self._last and not self._quiet:
            sys.stderr.write(f"{self.erase}{text}\n")
        self._last = text

    def follow(self, file: BinaryIO, text: str) -> Iterator[bytes]:
        """Yield what is in a file, and tell how much of it went by."""
        size, done = file.seek(0, os.SEEK_END), file.seek(0)
        while chunk := file.read(_CHUNK):
            done += len(chunk)
            self.tell(text, done / size)
            yield chunk


def address(text: str, *, insecure: bool) -> SplitResult:
    """Return an address that a token and records may be sent over. Raises Failure."""
    parts = re.fullmatch(_ADDRESS, text, re.IGNORECASE)
    if not parts:
        raise Failure(USAGE, f"“{text}” is no address such as https://fourme.example.")
    loopback = re.fullmatch(r"localhost|127(\.\d+){3}|\[::1\]", parts[2])
    if parts[1].lower() == "http" and not insecure and not loopback:
        hint = "everybody on the way could read it. Use https, or --insecure-http if you must"
        raise Failure(USAGE, f"http://{parts[2]} is not encrypted: {hint}.")
    return urlsplit(text)


class Passing(ConnectionError):  # noqa: N818 -- the next try may well succeed
    """The server is busy or ill, and may tell the seconds to wait."""

    def __init__(self, response: HTTPResponse) -> None:
        super().__init__(f"{response.status} {response.reason}")
        asked = response.headers.get("Retry-After", "")
        self.pause = float(asked) if asked.isdecimal() else 0.0


@contextmanager
def exchange(method: str, url: SplitResult, headers: State, body: Body = None) -> Exchange:
    """Send a request and give the response to read. Raises OSError and HTTPException."""
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    with closing(kind(str(url.hostname), url.port, timeout=_ANSWER_SECONDS)) as connection:
        connection.connect()
        # A server that wants no more of a body has often said why before it hung up.
        with suppress(BrokenPipeError, ConnectionResetError):
            data, named = body() if callable(body) else body, {"User-Agent": "fourme_client"}
            connection.request(method, target, data, named | headers)
        with connection.getresponse() as response:
            if response.status in _PASSING:
                raise Passing(response)
            yield response


class Answer(NamedTuple):
    """What the API answered, with its JSON object if there is one."""

    status: int
    etag: str
    data: State

    def good(self) -> State:
        """Return the object of a good answer. Raises Failure for every other one."""
        if self.status == HTTPStatus.OK and self.data:
            return self.data
        if self.status == HTTPStatus.UNAUTHORIZED:
            raise Failure(REFUSED, "The token is unknown, expired or revoked.")
        if self.status < HTTPStatus.BAD_REQUEST or self.status == HTTPStatus.NOT_FOUND:
            raise Failure(REFUSED, "That is not the API: correct --url.")
        pairs = self.data.get("errors")
        said = [str(pair[-1]) for pair in pairs if pair] if isinstance(pairs, list) else []
        text = ". ".join(said) or str(self.data.get("message") or f"The answer is {self.status}")
        raise Failure(
            USAGE if self.status in {400, 413, 415, 422} else REFUSED, f"{text.rstrip('.')}."
        )


class Api:
    """The API of the server that the options name."""

    def __init__(self, options: argparse.Namespace, screen: Screen) -> None:
        token = os.environ.get("FOURME_TOKEN", "")
        if options.token_file:
            with told(f"read {options.token_file}"):
                token = Path(options.token_file).read_text(errors="replace")
        if not re.fullmatch("[!-~]+", token.strip()):
            raise Failure(USAGE, "Put an access token into FOURME_TOKEN or the --token-file.")
        if options.json and options.output == "-":
            raise Failure(USAGE, "--json and -o - would both write to standard output.")
        folder(options.output or "-")
        self.screen, self.insecure, self._patience = screen, options.insecure_http, options.patience
        self._url = address(options.url, insecure=self.insecure).geturl().rstrip("/")
        self._headers = {"Accept": "application/json", "X-4me-Account": options.account}
        self._headers["Authorization"] = f"Bearer {token.strip()}"

    def call(self, method: str, path: str, body: Body = None, **headers: str) -> Answer:
        """Return the answer; repeats what broke down, which the key of a POST makes harmless."""
        url = urlsplit(f"{self._url.removesuffix('/v1')}/v1/{path}")
        sent = self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "POST":
            sent["Idempotency-Key"] = secrets.token_hex(16)

        def once() -> Answer:
            data = State()
            with exchange(method, url, sent, body) as response, suppress(ValueError, TypeError):
                data = dict(json.loads(response.read()))
            return Answer(response.status, response.headers.get("ETag", ""), data)

        return self.patiently(url, once)

    def patiently(self, url: SplitResult, once: Callable[[], T]) -> T:
        """Return what `once` returns, called again after growing pauses while it breaks down."""
        pause, spent = _FIRST_PAUSE, 0.0
        while True:
            try:
                return once()
            except (OSError, HTTPException, ValueError) as problem:
                broken = "the answer broke off" if isinstance(problem, HTTPException) else problem
                why = getattr(problem, "strerror", "") or broken
                failure = Failure(REFUSED, f"{url.netloc}: {why}.")
                asked = getattr(problem, "pause", 0.0)
                unknown = isinstance(problem, socket.gaierror) and problem.errno != socket.EAI_AGAIN
                if unknown or isinstance(problem, ssl.SSLCertVerificationError | ValueError):
                    raise failure from None
            wait = max(asked, pause)
            spent, pause = spent + wait, min(pause * 2, _LONGEST_PAUSE)
            if spent > max(self._patience, _RATE_LIMIT_SECONDS if asked else 0):
                raise failure
            self.screen.tell(f"{failure.args[1]} Trying again in {wait:.0f} s.")
            time.sleep(wait)  # as the server asks, or longer each time

    def wait(self, kind: str, token: str, types: Sequence[str], lines: float, own: bool) -> State:
        """Return the facts of a run once it is over; Ctrl-C cancels an own one. Raises Failure."""
        facts, etag, pause = State(), "", _FIRST_PAUSE
        try:
            while True:
                answer = self.call("GET", f"{kind}/{token}", If_None_Match=etag)
                if answer.status == HTTPStatus.NOT_FOUND:
                    raise Failure(FAILED, f"The server knows no {kind} {token}; see its logs.")
                if answer.status != HTTPStatus.NOT_MODIFIED:
                    facts, etag = {"token": token} | answer.good(), answer.etag
                if facts.get("state") not in ("queued", "scheduled", "processing"):
                    return facts
                slug, line = facts.get("type", ""), int(facts.get("line") or 0)
                words = f"{kind.capitalize()} {facts['state']} {slug}".rstrip()
                part = types.index(slug) / len(types) if slug in types else line / lines
                self.screen.tell(f"{words}, line {line:,}" if line else words, part)
                time.sleep(pause)  # between two polls; the server tells nothing by itself
                pause = min(pause * 1.5, _LONGEST_PAUSE)
        except KeyboardInterrupt:
            if not own:
                raise
            self._patience, end = 5, "cannot be canceled and goes on"
            with suppress(Failure):
                status = self.call("DELETE", f"{kind}/{token}").status
                end = {200: "was canceled", 204: "was canceled", 409: "was over"}.get(status, end)
            raise Failure(STOPPED, f"The {kind} {token} {end}.") from None


def pack(path: Path, fields: State, packed: BinaryIO) -> tuple[State, int]:
    """Write a form with a file as gzip; return its headers and how many lines the file has."""
    boundary, name, lines = secrets.token_hex(16), re.sub(r'["\r\n\\]', "_", path.name), 0
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="'
    texts = "".join(f'{part}{key}"\r\n\r\n{value}\r\n' for key, value in fields.items())
    opening = f'{texts}{part}file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    with told(f"read {path}"), gzip.open(packed, "wb", 1) as form, path.open("rb") as file:
        form.write(opening.encode(errors="replace"))
        while chunk := file.read(_CHUNK):
            lines += chunk.count(b"\n")
            form.write(chunk)
        form.write(f"\r\n--{boundary}--\r\n".encode())
    headers = {"Content_Type": f"multipart/form-data; boundary={boundary}"}
    return headers | {"Content_Encoding": "gzip", "Content_Length": str(packed.tell())}, lines


def folder(output: str) -> Path:
    """Return the folder of a file to be written. Raises Failure when nothing can be there."""
    path = Path(output)
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise Failure(USAGE, f"{output} is neither a file nor a folder.")
    found = path if path.is_dir() or output.endswith("/") else path.resolve().parent
    with told(f"write {output}"), nullcontext() if output == "-" else TemporaryFile(dir=found):
        return found


def save(api: Api, link: str, output: str) -> tuple[str, int]:
    """Store what is behind a link, or write it to stdout for `-`; return path and size."""
    if output == "-":
        with told("write", FAILED), open(1, "wb", closefd=False) as file:
            return output, fetch(api, link, file)[1]
    path, half = Path(output), folder(output) / f".fourme-{secrets.token_hex(4)}.part"
    try:
        with told(f"write {output}", FAILED):
            with half.open("xb") as file:
                name, size = fetch(api, link, file)
            path = path / name if path.is_dir() else path
            half.replace(path.resolve())
            return str(path), size
    finally:
        half.unlink(missing_ok=True)


def fetch(api: Api, link: str, file: BinaryIO) -> tuple[str, int]:
    """Write what is behind a link, which never gets the token; return its name and its size."""
    done = 0

    def receive(response: HTTPResponse) -> str:
        nonlocal done
        begins = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
        begin = int(begins[1]) if begins else 0
        surplus, size = done - begin, begin + (response.length or 0)
        name = re.sub(r"^\.+|[^\w.,() -]", "_", response.headers.get_filename() or "") or "file"
        while surplus >= 0 and (chunk := response.read(_CHUNK)):
            with told("write the file", FAILED):
                done += file.write(chunk[surplus:])
            surplus = max(surplus - len(chunk), 0)
            api.screen.tell(f"Downloading {name}", done / size if size else 0)
        if response.length or surplus:
            raise ConnectionError("the connection broke")
        return name

    def once() -> str:
        url = link
        for _ in range(5):
            rest = {"Range": f"bytes={done}-"} if done else {}
            with exchange("GET", address(url, insecure=api.insecure), rest) as response:
                if response.status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
                    return receive(response)
                if response.status not in {301, 302, 303, 307, 308}:
                    break
                url = urljoin(url, response.headers.get("Location", ""))
        raise Failure(FAILED, f"The file cannot be downloaded: the answer is {response.status}.")

    return api.patiently(urlsplit(link), once), done


def export(options: argparse.Namespace, api: Api) -> tuple[int, State, str]:
    """Export, wait and download; return exit code, facts and a sentence."""
    token = options.token
    if not token:
        names = ("type", "from", "locale", "export_format", "line_separator")
        wishes = {name: wish for name in names if (wish := getattr(options, name))}
        body = json.dumps(wishes).encode()
        answer = api.call("POST", "export", body, Content_Type="application/json")
        if answer.status == HTTPStatus.NO_CONTENT:
            return GOOD, {"state": "unchanged"}, "Nothing changed since then: there is no file."
        token = str(answer.good().get("token"))
    facts = api.wait("export", token, re.split("[, ]+", options.type), inf, own=not options.token)
    if link := facts.get("url"):
        file, size = save(api, link, options.output or ".")
        return GOOD, facts | {"file": file, "bytes": size}, file
    why = str(facts.get("reason") or facts.get("message") or "no reason is given").rstrip(".")
    if slug := facts.get("rate_limit_exceeded"):
        why = f"all {slug} were exported not long ago; use --from, or wait for a day"
    good = facts.get("state") == "done"
    return GOOD if good else FAILED, facts, f"{'No file' if good else 'The export failed'}: {why}."


def import_(options: argparse.Namespace, api: Api) -> tuple[int, State, str]:
    """Import, and wait for the results if asked to; return exit code, facts and a sentence."""
    path, token, lines = Path(options.file), options.token, inf
    if not token:
        fields = {"type": options.type} | ({"test_only": "true"} if options.test_only else {})
        with TemporaryFile() as packed:
            headers, lines = pack(path, fields, packed)
            body = partial(api.screen.follow, packed, f"Sending {path.name}")
            token = str(api.call("POST", "import", body, **headers).good().get("token"))
    if not options.wait and not options.output:
        return GOOD, {"token": token, "state": "queued"}, token
    facts = api.wait("import", token, (), lines + 1, own=not options.token)
    results: State = facts.get("results") or {}
    good = facts.get("state") == "done" and not (results.get("failures") or results.get("errors"))
    text = ", ".join(f"{number} {name}" for name, number in results.items())
    text = f"{facts.get('message', '')} {'Test of ' * options.test_only}{options.type}: {text}."
    if link := facts.get("logfile"):
        log = facts["log"] = save(api, link, options.output)[0] if options.output else link
        text += "" if good else f" Log: {log}"
    return GOOD if good else FAILED, facts, text.lstrip()


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    shared = argparse.ArgumentParser(add_help=False)
    add = shared.add_argument
    url = os.environ.get("FOURME_URL")
    add("--url", default=url, required=not url, help="the server (FOURME_URL)")
    add("--account", default=os.environ.get("FOURME_ACCOUNT", ""), help="its ID (FOURME_ACCOUNT)")
    add("--token-file", metavar="FILE", help="holds the access token (else FOURME_TOKEN)")
    add("--insecure-http", action="store_true", help="allow http to other machines")
    add("--patience", type=int, default=300, help="seconds to try again without a server: 300")
    add("--quiet", action="store_true", help="tell nothing but what went wrong")
    add("--json", action="store_true", help="write the result as one JSON object")
    whole = argparse.ArgumentParser(prog="python -m fourme_client", epilog=EXITS)
    commands = whole.add_subparsers(dest="command", required=True)
    given: State = {"epilog": EXITS, "parents": [shared], "allow_abbrev": False}
    add = commands.add_parser("export", help="export and download", **given).add_argument
    add("type", metavar="TYPES", help="such as sites,teams")
    add("--from", metavar="MOMENT", help="only what changed since, as 2026-11-01")
    add("--locale", help="language of translations, as nl")
    add("--format", dest="export_format", choices=("csv", "xlsx"))
    add("--line-separator", choices=("lf", "crlf"))
    add("-o", "--output", default=".", help="file, or folder (default: this), or - for stdout")
    add = commands.add_parser("import", help="import a file", **given).add_argument
    add("type", metavar="TYPE", help="such as people")
    add("file", metavar="FILE", help="CSV or TSV")
    add("--test-only", action="store_true", help="check the file, save nothing")
    add("--wait", action="store_true", help="wait for the results")
    add("--log", dest="output", metavar="PATH", help="wait, and store the log file there")
    add = commands.add_parser("wait", help="wait for what was started before", **given).add_argument
    add("kind", choices=("export", "import"))
    add("token", metavar="TOKEN", help="that the start told")
    add("-o", "--output", help="where the exported file, or the log of an import, is stored")
    whole.set_defaults(token="", kind="", type="import", file="", test_only=False, wait=True)
    return whole


def main() -> int:
    """Do what the command line says; return the exit code."""
    options = parser().parse_args()
    screen = Screen(quiet=options.quiet)
    try:
        run = {"export": export, "import": import_}[options.kind or options.command]
        code, facts, text = run(options, Api(options, screen))
    except Failure as failure:
        code, text, facts = *failure.args, {"message": failure.args[1]}
    except KeyboardInterrupt:
        code, text, facts = STOPPED, "Stopped.", {"message": "Stopped."}
    sys.stderr.write(screen.erase if code == GOOD else f"{screen.erase}{text}\n")
    result = json.dumps(facts) if options.json else text
    if options.json or (code == GOOD and not options.quiet and text != "-"):
        with suppress(OSError):  # nobody may be left to read it
            os.write(1, f"{result}\n".encode(errors="replace"))
    return code


if __name__ == "__main__":
    sys.exit(main())
