"""The states and answers of the API over HTTP: gunicorn, RQ workers, real files."""

import gzip
import io
import json
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection
from django.utils import timezone

from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.api.rate_limit import Usage
from imports.models import ImportRun
from records.models import Site
from tests.exports.exporting import make_sites
from tests.fixtures import patience

pytestmark = [pytest.mark.worker, pytest.mark.slow]
OPEN = {"queued", "processing"}
Answer = dict[str, Any]


def followed(api: httpx.Client, address: str) -> list[Answer]:
    """Poll until the run is over; return the answers that differ."""
    seen: list[Answer] = []

    def over() -> bool:
        answer = api.get(address)
        assert answer.status_code == 200, answer.text
        if answer.json() not in seen:
            seen.append(answer.json())
        return answer.json()["state"] not in OPEN

    patience.until(over, f"{address} ends", seconds=120)
    return seen


def test_an_export_and_its_states(api: httpx.Client, wdc: Account) -> None:
    make_sites(wdc, 4_000)
    with connection.cursor() as cursor:  # texts that take a while to pack
        cursor.execute(
            "UPDATE records_site SET remarks = (SELECT string_agg(md5(part || random()::text), '')"
            " FROM generate_series(id, id + 600) AS part)"
        )

    started = api.post("/v1/export", data={"type": "sites, teams", "line_separator": "crlf"})
    states = followed(api, f"/v1/export/{started.json()['token']}")

    assert list(started.json()) == ["token"]
    order = [each["state"] for each in states]
    assert order == sorted(order, key=["queued", "processing", "done"].index)
    lines = [each["line"] for each in states if each.get("type") == "sites"]
    assert lines == sorted(lines)
    assert max(lines) > 0
    assert {each.get("type") for each in states} <= {"sites", "teams", None}
    done = states[-1]
    assert set(done) == {"state", "url", "expires_at"}
    file = httpx.get(done["url"], headers=dict(api.headers))  # some clients send their token along
    rest = httpx.get(done["url"], headers={"Range": "bytes=1000-"})
    assert (rest.status_code, rest.content) == (206, file.content[1000:])
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        sites, _ = sorted(archive.namelist())
        assert archive.read(sites).count(b"\r\n") == 4_001
    run = ExportRun.objects.get()
    ExportRun.objects.update(completed_at=timezone.now() - timedelta(minutes=5, seconds=1))
    gone = api.get(f"/v1/export/{run.token}")
    assert (gone.status_code, gone.json()) == (404, {"message": "Not Found"})


def test_exports_that_are_not_made(api: httpx.Client, settings: Any, wdc: Account) -> None:
    nothing = api.post("/v1/export", json={"type": "sites", "from": 20261120})
    assert (nothing.status_code, nothing.content) == (204, b"")

    make_sites(wdc, 10_001)
    first = api.post("/v1/export", json={"type": "sites"}).json()["token"]
    assert followed(api, f"/v1/export/{first}")[-1]["state"] == "done"
    second = api.post("/v1/export", json={"type": "teams,sites"}).json()["token"]
    assert followed(api, f"/v1/export/{second}")[-1] == {
        "state": "failed",
        "rate_limit_exceeded": "sites",
    }


def test_an_import_and_its_states(api: httpx.Client) -> None:
    rows = "".join(f"Site {number},\n" for number in range(20_000))
    content = f"Name,Remarks\n{rows}{'x' * 300},\n".encode()

    started = api.post("/v1/import", data={"type": "sites"}, files={"file": ("s.csv", content)})
    states = followed(api, f"/v1/import/{started.json()['token']}")

    lines = [each["line"] for each in states if each["state"] == "processing"]
    assert lines == sorted(lines)
    done = states[-1]
    assert set(done) == {"state", "results", "logfile"}
    assert done["results"] == {
        "created": 20_000,
        "updated": 0,
        "deleted": 0,
        "unchanged": 0,
        "failures": 1,
        "errors": 0,
    }
    log = httpx.get(done["logfile"])
    assert log.headers["Content-Type"] == "text/plain; charset=utf-8"
    number = ImportRun.objects.values_list("pk", flat=True).get()
    assert f'{number}.sites.log"' in log.headers["Content-Disposition"]
    assert "20002" in log.text  # the row that was rejected


def test_an_import_that_cannot_be_read_to_its_end(api: httpx.Client) -> None:
    content = b"Name\nHouston\nChi\xffcago\n"

    token = api.post("/v1/import", data={"type": "sites"}, files={"file": ("s.csv", content)})
    error = followed(api, f"/v1/import/{token.json()['token']}")[-1]

    assert set(error) == {"state", "message", "results", "logfile"}
    assert error["state"] == "error"
    assert error["message"] == "Invalid byte sequence in UTF-8 on line 3"
    assert error["results"]["created"] == 1
    assert Site.objects.get().name == "Houston"


def test_errors(api: httpx.Client) -> None:
    tried = {
        401: httpx.get(f"{api.base_url}/v1/export/x"),
        403: api.get("/v1/export/x", headers={"X-4me-Account": "elsewhere"}),
        404: api.get("/v1/export/x"),
        405: api.put("/v1/import"),
        406: api.get("/v1", headers={"Accept": "text/html"}),
        400: api.post("/v1/export", json={"type": "sites", "from": "yesterday"}),
        413: httpx.post(f"{api.base_url}/v1/export", content=b"x" * 3_000_000, headers=api.headers),
        415: api.post("/v1/export", content=b"x", headers={"Content-Type": "text/plain"}),
        422: api.post("/v1/export", json={"type": ""}),
    }

    assert {status: answer.status_code for status, answer in tried.items()} == {
        status: status for status in tried
    }
    for answer in tried.values():
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.json()["message"]
    assert tried[422].json()["errors"] == [["type", "Type can't be blank"]]
    assert tried[401].headers["WWW-Authenticate"] == "Bearer"


def test_packed_and_chunked_bodies(api: httpx.Client) -> None:
    packed = api.post(
        "/v1/export",
        content=gzip.compress(b'{"type": "sites"}'),
        headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
    )
    chunked = api.post(
        "/v1/export",
        content=iter([b'{"type": ', b'"sites"}']),
        headers={"Content-Type": "application/json"},
    )

    assert (packed.status_code, chunked.status_code) == (200, 200)

    form = httpx.Request("POST", "/", data={"type": "sites"}, files={"file": b"Name\nHouston\n"})
    body = gzip.compress(form.read())
    both = api.post(
        "/v1/import",
        content=iter([body[:20], body[20:]]),
        headers={"Content-Encoding": "gzip", "Content-Type": form.headers["Content-Type"]},
    )

    assert followed(api, f"/v1/import/{both.json()['token']}")[-1]["results"]["created"] == 1


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize("expect", ["Expect: 100-continue", "Expect:"])
def test_a_body_that_is_too_large_is_answered_before_its_end(
    api: httpx.Client, tmp_path: Path, expect: str
) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    token = f"Authorization: {api.headers['Authorization']}"
    command = ["curl", "-sS", "-H", token, "-H", "Content-Type: application/json", "-H", expect]
    command += ["-w", "%{http_code} %{size_upload}", "-o", str(tmp_path / "answer")]
    command += ["--data-binary", f"@{large}", f"{str(api.base_url).rstrip('/')}/v1/export"]

    status, sent = subprocess.check_output(command, text=True, timeout=60).split()

    assert status == "413"
    assert int(sent) < 50_000_000
    assert json.loads((tmp_path / "answer").read_text()) == {"message": "Content Too Large"}


def test_the_usage_is_told(api: httpx.Client) -> None:
    answer = api.get("/v1")
    told = api.get("/v1/rate_limit").json()
    usage = Usage(**told["resources"]["core"])

    assert answer.headers["X-RateLimit-Limit"] == "3600"
    assert int(answer.headers["X-RateLimit-Remaining"]) == usage.remaining == 3599
    assert told | told["resources"]["core"] == told


def test_a_canceled_export(api: httpx.Client, wdc: Account) -> None:
    make_sites(wdc, 60_000)
    token = api.post("/v1/export", json={"type": "sites"}).json()["token"]

    canceled = api.delete(f"/v1/export/{token}")

    assert canceled.status_code == 204
    end = followed(api, f"/v1/export/{token}")[-1]
    assert end == {"state": "failed", "reason": "Canceled."}
