import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.models import State
from imports.inline import work
from imports.models import ImportRun
from records.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(transactional_db: None, redis: Any, administrator: Actor) -> Callable[..., Any]:
    _, secret = AccessToken.generate(administrator.user, "test")
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(content: str | None = "Name\nHouston\n", slug: str = "sites", **extra: str) -> Any:
        data: dict[str, Any] = {"type": slug, **extra}
        if content is not None:
            data["file"] = SimpleUploadedFile("sites.csv", content.encode(), "text/csv")
        return client.post("/v1/import", data)

    send.get = lambda token: client.get(f"/v1/import/{token}")  # type: ignore[attr-defined]
    return send


def test_an_import_from_start_to_end(call: Any) -> None:
    started = call("Name\nHouston\n,\nAustin,x\n")
    assert started.status_code == 200
    assert list(started.json()) == ["token"]
    token = started.json()["token"]
    assert call.get(token).json() == {"state": "queued"}
    run = ImportRun.objects.get(token=token)
    ImportRun.objects.filter(pk=run.pk).update(state=State.PROCESSING, line=2)
    assert call.get(token).json() == {"state": "processing", "line": 2}
    ImportRun.objects.filter(pk=run.pk).update(state=State.QUEUED, line=0)
    work(run)
    answer = call.get(token).json()
    logfile = answer.pop("logfile")
    assert answer == {
        "state": "done",
        "results": {
            "created": 1,
            "updated": 0,
            "deleted": 0,
            "unchanged": 0,
            "failures": 1,
            "errors": 0,
        },
    }
    assert "message" not in json.dumps(answer)
    path = "/" + logfile.split("/", 3)[3]
    text = b"".join(Client().get(path).streaming_content).decode()  # type: ignore[attr-defined]
    assert "row 4" in text
    assert f"/{run.pk}.sites.log" in path


def test_a_file_that_cannot_be_read_ends_in_error(call: Any) -> None:
    token = call('Name\nHouston\n"open\n').json()["token"]
    work(ImportRun.objects.get(token=token))
    answer = call.get(token).json()
    assert answer["state"] == "error"
    assert answer["message"] == "The quote that opens on line 3 is not closed."
    assert answer["results"]["created"] == 1
    assert answer["logfile"]


def test_the_run_is_unknown_five_minutes_after_its_end(call: Any) -> None:
    token = call().json()["token"]
    run = ImportRun.objects.get(token=token)
    work(run)
    ImportRun.objects.update(completed_at=timezone.now() - timedelta(minutes=4, seconds=50))
    assert call.get(token).status_code == 200
    ImportRun.objects.update(completed_at=timezone.now() - timedelta(minutes=5, seconds=1))
    missing = call.get(token)
    assert (missing.status_code, missing.json()) == (404, {"message": "Not Found"})


@pytest.mark.parametrize(
    ("content", "slug", "parameters"),
    [
        (None, "sites", ["file"]),
        ("Name\n", "", ["type"]),
        ("Name\n", "martians", ["type"]),
        (None, "martians", ["type", "file"]),
    ],
)
def test_what_is_missing_is_said(
    call: Any, content: str | None, slug: str, parameters: list[str]
) -> None:
    answer = call(content, slug)
    assert answer.status_code == 422
    assert answer.json()["message"] == "Validation Failed"
    assert [name for name, _ in answer.json()["errors"]] == parameters
    assert not ImportRun.objects.exists()


def test_a_test_saves_nothing(call: Any) -> None:
    token = call(test_only="true").json()["token"]
    work(ImportRun.objects.get(token=token))
    assert call.get(token).json()["results"]["created"] == 1
    assert not Site.objects.exists()


@pytest.mark.parametrize("word", ["maybe", "ja", "2", "truee"])
def test_a_test_that_is_misspelled_saves_nothing(call: Any, word: str) -> None:
    answer = call(test_only=word)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [["test_only", "Test only must be 1, true, 0 or false"]]
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(("word", "tested"), [("T", True), ("On", True), ("0", False), ("", False)])
def test_the_words_for_a_test(call: Any, word: str, tested: bool) -> None:
    assert call(test_only=word).status_code == 200
    assert ImportRun.objects.get().test_only is tested


def test_rights(call: Any, enrol: Callable[..., Actor], wdc: Account, wna: Account) -> None:
    token = call().json()["token"]
    upload = {"type": "sites", "file": SimpleUploadedFile("a.csv", b"Name\nA\n")}
    assert Client().post("/v1/import", upload).status_code == 401
    for actor in (enrol(wdc, Role.AUDITOR), enrol(wna, Role.ACCOUNT_ADMINISTRATOR)):
        _, secret = AccessToken.generate(actor.user, "test")
        client = Client(headers={"Authorization": f"Bearer {secret}", "X-4me-Account": "wdc"})
        upload = {"type": "sites", "file": SimpleUploadedFile("a.csv", b"Name\nA\n")}
        assert client.post("/v1/import", upload).status_code == 403
        assert client.get(f"/v1/import/{token}").status_code in {403, 404}
    assert ImportRun.objects.count() == 1


def test_the_same_request_twice_makes_one_import(
    administrator: Actor, redis: Any, transactional_db: None
) -> None:
    _, secret = AccessToken.generate(administrator.user, "test")
    client = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "nightly"})
    tokens = {
        client.post(
            "/v1/import", {"type": "sites", "file": SimpleUploadedFile("a.csv", b"Name\nA\n")}
        ).json()["token"]
        for _ in range(2)
    }
    assert len(tokens) == ImportRun.objects.count() == 1


def test_types_that_take_no_import_are_refused_in_words(call: Any) -> None:
    view = call(slug="satisfactions")
    assert view.status_code == 422
    assert view.json()["errors"] == [
        ["type", "Type satisfactions is a view and can be exported only"]
    ]
    financial = call(slug="sla_financial_details")
    assert financial.status_code == 403
    assert "you need the role Financial Manager in wdc" in financial.json()["message"]
    assert call("Text\nA\n", "notes").status_code == 200
