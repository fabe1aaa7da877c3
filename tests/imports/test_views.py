import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.models import StoredFile
from fourme.jobs.models import State
from fourme.logs.models import SystemLog
from imports.inline import work
from imports.models import ImportRun
from records.models import Site
from tests.imports.importing import queue

HTMX = {"HX-Request": "true"}
NASTY = "Name,Citi,Country\nHouston,x,US\nAustin,,XX\nDallas,,US,more\n"


@pytest.fixture
def client(redis: Any, transactional_db: None, administrator: Actor) -> Client:
    client = Client()
    client.force_login(administrator.user)
    return client


def post(client: Client, content: str | None, slug: str = "sites", **options: Any) -> Any:
    data = {"type": slug, "key": "k", **options}
    if content is not None:
        data["file"] = SimpleUploadedFile("sites.csv", content.encode())
    return client.post("/imports/sites/new/", data)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_dialog_names_type_and_account(client: Client) -> None:
    page = text(client.get("/imports/people/new/"))
    assert "Import People into wdc Widget Data Center" in page
    assert all(option in page for option in ("People Contact Details", "People Roles", "Test only"))
    assert text(client.get("/imports/people/new/", headers=HTMX)).startswith("<dialog")


def test_the_help_of_the_dialog_is_that_of_the_chosen_option(client: Client) -> None:
    page = text(client.get("/imports/people/new/", {"type": "people_roles"}))
    assert "/imports/people_roles/example.csv" in page
    assert re.search(r'value="people_roles"[^>]* checked', page)
    page = text(client.get("/imports/people/new/", {"type": "sites"}))
    assert "/imports/people/example.csv" in page


def test_checking_shows_what_was_understood_and_runs_nothing(client: Client) -> None:
    page = text(post(client, NASTY, step="check"))
    assert "<dt>Encoding</dt><dd>UTF-8</dd>" in page
    assert "<dt>Separator</dt><dd>Comma</dd>" in page
    assert "<dt>Rows</dt><dd>3</dd>" in page
    assert "Citi: did you mean “City”?" in page
    assert "Is not a country code." in page
    assert "1 more value than the header has columns" in page
    assert not ImportRun.objects.exists()
    stored = StoredFile.objects.get()
    assert stored.token in page
    started = post(client, None, source=stored.token, step="import")
    run = ImportRun.objects.get()
    assert started["Location"] == f"/imports/{run.token}/"
    assert run.source == stored
    again = post(client, None, source=stored.token, step="import")
    assert again["Location"] == started["Location"]


def test_a_file_that_cannot_be_imported_is_refused_before(client: Client) -> None:
    page = text(post(client, "PK\x03\x04...", step="check"))
    assert "This file cannot be imported" in page
    assert "disabled>Import" in page
    assert "Choose a file." in text(post(client, None, step="check"))
    assert "Choose the file again." in text(post(client, None, source="f" * 40, step="import"))


def test_an_upload_that_is_too_large(client: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 10
    assert "The file is larger than" in text(post(client, NASTY, step="import"))
    assert not StoredFile.objects.exists()


def test_the_file_of_another_person_cannot_be_used(
    client: Client, enrol: Callable[..., Actor], wdc: Account
) -> None:
    post(client, NASTY, step="check")
    other = Client()
    email = "second@wdc.example"
    other.force_login(enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email=email).user)
    answer = post(other, None, source=StoredFile.objects.get().token, step="import")
    assert "Choose the file again." in text(answer)
    assert not ImportRun.objects.exists()


def test_progress_and_result(client: Client) -> None:
    address = post(client, NASTY, step="import")["Location"]
    assert "waits for its turn" in text(client.get(address))
    run = ImportRun.objects.get()
    ImportRun.objects.update(
        state=State.PROCESSING,
        total=400,
        line=101,
        claimed_at=timezone.now() - timedelta(seconds=10),
    )
    part = text(client.get(address, headers=HTMX))
    assert "<html" not in part
    assert "100 of 400 rows" in part
    assert "10 rows a second · 30 s left" in part
    ImportRun.objects.update(state=State.QUEUED, total=None, line=0)
    work(run)
    page = text(client.get(address))
    assert "1 site imported: 1 created. 2 rows were rejected." in page
    assert "Sites have no column “Citi”; it is ignored." in page
    assert "Country: is not a country code. (1)" in page
    assert 'hx-trigger="every' not in page.partition("import-run")[2].partition("<dl")[0]
    one = text(client.get(address, {"reason": "Country: is not a country code."}))
    assert '<td class="number">3</td>' in one
    assert '<td class="number">4</td>' not in one
    assert client.get(address, {"reason": "\0", "after": "-x"}).status_code == 200


def test_the_rejected_rows_are_downloaded(client: Client) -> None:
    address = post(client, NASTY, step="import")["Location"]
    work(ImportRun.objects.get())
    answer = client.get(f"{address}rejected.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert body.splitlines()[0] == "Row,Error,Name,Citi,Country"
    assert len(body.splitlines()) == 3


def test_import_now_after_a_test(client: Client) -> None:
    address = post(client, "Name\nHouston\n", step="import", test_only="on")["Location"]
    work(ImportRun.objects.get())
    assert "Import now" in text(client.get(address))
    assert not Site.objects.exists()
    first, second = (client.post(f"{address}repeat/")["Location"] for _ in range(2))
    assert first == second != address
    work(ImportRun.objects.get(token=first.split("/")[2]))
    assert Site.objects.get().name == "Houston"


def test_canceling(client: Client, administrator: Actor) -> None:
    address = post(client, "Name\nHouston\n", step="import")["Location"]
    assert client.post(f"{address}cancel/")["Location"] == address
    assert "Canceling…" in text(client.get(address))
    run = ImportRun.objects.get()
    work(run)
    assert run.message == (
        "Canceled by Account Administrator after row 0; what was imported stays."
    )
    assert "The import was canceled" in text(client.get(address))
    assert SystemLog.objects.get(log_type="import").level == "warning"
    assert not Site.objects.exists()


def test_help_for_preparing_a_file(client: Client, tmp_path: Path, administrator: Actor) -> None:
    for slug in ("people", "sites", "people_contact_details", "calendars"):
        assert client.get(f"/imports/{slug}/preparing/").status_code == 200
    example = client.get("/imports/sites/example.csv").content.decode()
    run = queue(administrator, tmp_path, "sites", example)
    work(run)
    assert (run.created, run.failures) == (2, 0)


ADDRESSES = ("new/", "preparing/", "example.csv")


def test_doors(client: Client, enrol: Callable[..., Actor], wdc: Account, wna: Account) -> None:
    address = post(client, NASTY, step="import")["Location"]
    auditor, specialist, foreign = (Client() for _ in range(3))
    auditor.force_login(enrol(wdc, Role.AUDITOR).user)
    specialist.force_login(enrol(wdc, Role.SPECIALIST).user)
    foreign.force_login(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)
    for outsider in (auditor, specialist):
        assert post(outsider, NASTY, step="import").status_code == 403
        for path in ADDRESSES:
            assert outsider.get(f"/imports/sites/{path}").status_code == 403
        for path in ("cancel/", "repeat/"):
            assert outsider.post(address + path).status_code == 403
    assert auditor.get(address).status_code == 200
    assert auditor.get(f"{address}rejected.csv").status_code == 403
    assert specialist.get(address).status_code == 403
    for path in ("", "rejected.csv"):
        assert foreign.get(address + path).status_code == 404
    for path in ("cancel/", "repeat/"):
        assert foreign.post(address + path).status_code == 404
    assert client.get("/imports/martians/new/").status_code == 404
    assert Client().get(address).status_code == 302
    assert ImportRun.objects.count() == 1
    assert ImportRun.objects.get().cancel_requested_at is None
