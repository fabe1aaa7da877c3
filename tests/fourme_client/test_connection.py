"""Calls of the API that do not go as they should; the server is played."""

import gzip
import json
import re
import secrets
import socket
import threading

import pytest

from tests.fourme_client.played import Play, Played, finished
from tests.fourme_client.program import Program

UNCHANGED = ("export", "sites", "--from", "2026-11-01")


def test_what_is_sent(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(204))

    alone(*UNCHANGED, "--account", "wdc")

    (call,) = played.asked
    assert json.loads(call.body) == {"type": "sites", "from": "2026-11-01"}
    assert call.headers["authorization"] == "Bearer a-secret"
    assert call.headers["x-4me-account"] == "wdc"
    assert call.headers["content-type"] == "application/json"
    assert re.fullmatch("[0-9a-f]{32}", call.headers["idempotency-key"])


def test_a_limit_is_heeded(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(429, headers={"Retry-After": "2"}), Play(204))

    ended = alone(*UNCHANGED, "--patience", "0")

    assert ended.code == 0
    host = played.url.removeprefix("http://")
    assert ended.told == [f"{host}: 429 Too Many Requests. Trying again in 2 s."]


def test_a_limit_of_many_hours_is_not_waited_for(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(429, headers={"Retry-After": "86400"}))

    ended = alone(*UNCHANGED)

    assert (ended.code, len(played.asked)) == (3, 1)
    assert ended.told[-1].endswith(": 429 Too Many Requests.")


@pytest.mark.parametrize("ill", [Play(503), Play(500, {"message": "Ill"}), Play(promised=0)])
def test_a_call_is_repeated_with_the_same_key(played: Played, alone: Program, ill: Play) -> None:
    played.on("POST /v1/import", ill, Play(body={"token": "t"}))
    (alone.folder / "sites.csv").write_bytes(b"Name\nHouston\n")

    ended = alone("import", "sites", "sites.csv")

    assert (ended.code, ended.text) == (0, "t\n")
    first, second = played.asked
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.body == second.body
    assert first.headers["content-encoding"] == "gzip"
    assert b"Name\nHouston\n" in gzip.decompress(first.body)


def test_patience_has_an_end(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(502))

    ended = alone(*UNCHANGED, "--patience", "1")

    assert (ended.code, len(played.asked)) == (3, 2)
    assert ended.told[-1].endswith(": 502 Bad Gateway.")


def test_nobody_listens(alone: Program) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]

        ended = alone(*UNCHANGED, "--url", f"http://127.0.0.1:{port}", "--patience", "0")

    assert (ended.code, ended.told) == (3, [f"127.0.0.1:{port}: Connection refused."])


def test_names_that_nobody_has(alone: Program) -> None:
    for host in ("nobody.invalid", "two..dots.invalid"):
        ended = alone(*UNCHANGED, "--url", f"https://{host}")

        assert (ended.code, len(ended.told)) == (3, 1)
        assert ended.told[0].startswith(f"{host}: ")


@pytest.mark.parametrize(
    "odd",
    [
        Play(200, b"<html>a portal</html>"),
        Play(200, []),
        Play(301, headers={"Location": "https://fourme.example/v1/export"}),
        Play(404, b"no such page"),
    ],
)
def test_what_is_not_the_api(played: Played, alone: Program, odd: Play) -> None:
    played.on("POST /v1/export", odd)

    ended = alone(*UNCHANGED)

    assert (ended.code, ended.told) == (3, ["That is not the API: correct --url."])


def test_a_file_that_is_too_large_for_the_server(played: Played, alone: Program) -> None:
    reason = {"message": "The file is larger than 1 MB"}
    played.on("POST /v1/import", Play(413, reason, listens=False))
    (alone.folder / "large.csv").write_bytes(secrets.token_bytes(20_000_000))

    ended = alone("import", "sites", "large.csv")

    assert (ended.code, ended.told[-1]) == (2, "The file is larger than 1 MB.")


def test_polls_say_what_they_know(played: Played, alone: Program) -> None:
    finished(played, Play(body=b"Name\n"))
    done = played.plays["GET /v1/export/t"]
    busy = {"state": "processing", "type": "sites", "line": 1200}
    played.on("GET /v1/export/t", Play(body=busy, headers={"ETag": '"1"'}), Play(304), done[0])

    ended = alone("export", "sites", "-o", "out.csv")

    assert ended.code == 0
    assert ended.told == ["Export processing sites, line 1,200", "Downloading file"]
    known = [call.headers["if-none-match"] for call in played.calls("GET /v1/export/t")]
    assert known == ["", '"1"', '"1"']


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            {"state": "failed", "rate_limit_exceeded": "requests"},
            "all requests were exported not long ago; use --from, or wait for a day",
        ),
        ({"state": "error", "message": "Too many export failures"}, "Too many export failures"),
        ({"state": "failed"}, "no reason is given"),
        ({}, "no reason is given"),
    ],
)
def test_a_run_that_failed(
    played: Played, alone: Program, state: dict[str, str], sentence: str
) -> None:
    played.on("POST /v1/export", Play(body={"token": "t"}))
    played.on("GET /v1/export/t", Play(body=state or {"odd": 1}))

    ended = alone("export", "requests")

    assert (ended.code, ended.told) == (1, [f"The export failed: {sentence}."])


def test_a_run_that_the_server_forgot(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(body={"token": "t"}))

    ended = alone("export", "sites")

    assert ended.code == 1
    assert ended.told[-1] == "The server knows no export t; see its logs."


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Play(204), "was canceled"),
        (Play(200, {"state": "failed"}), "was canceled"),
        (Play(409, {"message": "The export is over already."}), "was over"),
        (Play(404), "cannot be canceled and goes on"),
        (Play(405), "cannot be canceled and goes on"),
        (Play(promised=0), "cannot be canceled and goes on"),
    ],
)
def test_ctrl_c_with_every_server(played: Played, alone: Program, answer: Play, end: str) -> None:
    played.on("POST /v1/export", Play(body={"token": "t"}))
    played.on("GET /v1/export/t", Play(body={"state": "queued"}))
    played.on("DELETE /v1/export/t", answer)

    ended = alone.start("export", "sites").interrupt("Export queued")

    assert (ended.code, ended.told[-1]) == (130, f"The export t {end}.")
    assert played.calls("DELETE /v1/export/t")


def test_ctrl_c_while_the_server_is_away(played: Played, alone: Program) -> None:
    played.on("POST /v1/export", Play(503))

    ended = alone.start("export", "sites").interrupt("Trying again")

    assert (ended.code, ended.told[-1]) == (130, "Stopped.")


def test_a_proxy_with_a_certificate_of_its_own_is_not_believed(alone: Program) -> None:
    """Something that is no TLS at all answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        ended = alone(*UNCHANGED, "--url", f"https://127.0.0.1:{port}", "--patience", "1")
        thread.join()

    assert ended.code == 3
    assert "SSL" in ended.told[-1]
