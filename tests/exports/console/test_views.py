"""The list of exports in the browser, and what is done to one of them with a click."""

import re
from typing import Any

import pytest
from django.test import Client

from exports.models import Export, ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from records.models import Site
from tests.exports.console.defining import HTMX, define, ran, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db
LIST = "/settings/exports/"


def read(client: Client, address: str, **headers: Any) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def cells(page: str) -> list[str]:
    """Return the texts of the cells of the first row."""
    body = page.partition("<tbody>")[2] or page
    found = re.findall(r"<td[^>]*>(.*?)</td>", body.partition("</tr>")[0], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in found]


def test_the_columns(client: Client, administrator: Actor) -> None:
    ran(weekly(administrator, types=["sites", "teams"]), size=2_621_440)

    page = read(client, LIST)

    headers = [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<th\b[^>]*>(.*?)</th>", page)]
    assert headers == [
        *("Name", "State", "Strategy", "Types", "Next run", "Completed at", "Last result"),
        "Actions",
    ]
    found = cells(page)
    assert found[:4] == ["Nightly", "Scheduled", "Incremental", "Sites, Teams"]
    assert re.fullmatch(r"in \d+ (days?|hours?|minutes?)|in a moment", found[4])
    assert found[5:7] == ["just now", "Done Download 2.5 MB"]
    assert found[7] == "Run now More for Nightly Edit Copy Disable Delete…"


def test_a_disabled_one_is_paused(client: Client, administrator: Actor) -> None:
    weekly(administrator, disabled=True)

    found = cells(read(client, LIST))

    assert (found[1], found[4]) == ("Disabled", "paused")
    assert "Enable" in found[7]


@pytest.mark.parametrize(
    ("run", "result"),
    [
        ({}, "Nothing changed"),
        ({"size": 1000, "expired": True}, "Done 1000 bytes, expired"),
        ({"state": "failed", "message": "The disk is full."}, "Failed The disk is full."),
    ],
)
def test_the_last_result(
    client: Client, administrator: Actor, run: dict[str, Any], result: str
) -> None:
    ran(define(administrator), **run)

    assert cells(read(client, LIST))[6] == result


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "No exports yet"),
        ("?view=scheduled", "Nothing is scheduled"),
        ("?view=recent", "Nothing has run yet"),
        ("?view=disabled", "No export is disabled"),
        ("?view=failed", "No export has failed"),
        ("?q=%3Cfax%3E", "No export matches “&lt;fax&gt;”"),
    ],
)
def test_what_is_empty_explains_itself(client: Client, query: str, words: str) -> None:
    assert words in read(client, LIST + query)


def test_htmx_gets_the_table_alone(client: Client, administrator: Actor) -> None:
    define(administrator)

    part = read(client, f"{LIST}?q=night", **HTMX)

    assert part.lstrip().startswith("<section")
    assert cells(part)[0] == "Nightly"


def test_a_row_follows_its_run_until_the_end(client: Client, administrator: Actor) -> None:
    export = define(administrator)
    run = ran(export, state="processing", completed_at=None)
    address = f"{LIST}{export.pk}/row/"

    part = read(client, address, **HTMX)
    assert cells(part)[1] == "Processing"
    assert f'hx-get="{address}" hx-trigger="every 2s"' in part
    assert 'id="toasts"' not in part

    ExportRun.objects.filter(pk=run.pk).update(state="done", completed_at="2026-11-22T09:00Z")
    part = read(client, address, **HTMX)
    assert cells(part)[1] == "Done"
    assert "hx-trigger" not in part


def test_run_now(client: Client, administrator: Actor) -> None:
    export = define(administrator)

    answer = client.post(f"{LIST}{export.pk}/run/", headers=HTMX)

    run = ExportRun.objects.get()
    assert (run.export, run.user, run.started_by) == (export, administrator.user, None)
    part = answer.content.decode()
    assert cells(part)[1] == "Queued"
    assert "“Nightly” is started." in part
    again = client.post(f"{LIST}{export.pk}/run/", headers=HTMX).content.decode()
    assert "is running already" in again
    assert ExportRun.objects.count() == 1


def test_run_now_says_why_not(
    client: Client, administrator: Actor, wdc: Account, settings: Any
) -> None:
    settings.FULL_EXPORT_LIMIT = 1
    Site.objects.bulk_create(Site(account=wdc, name=name) for name in ("A", "B"))
    export = define(administrator)
    ran(export, records={"sites": 2}, full_types=["sites"])

    answer = client.post(f"{LIST}{export.pk}/run/", headers=HTMX)

    assert "All Sites were exported less than 23 hours ago." in answer.content.decode()
    assert ExportRun.objects.count() == 1


def test_without_scripts_the_list_comes_again_as_it_was(
    client: Client, administrator: Actor
) -> None:
    export = define(administrator)
    assert 'name="back" value="view=all&amp;q=n"' in read(client, f"{LIST}?view=all&q=n")

    answer = client.post(f"{LIST}{export.pk}/run/", {"back": "view=recent&q=a+b"})

    assert answer["Location"] == f"{LIST}?view=recent&q=a+b"
    elsewhere = client.post(f"{LIST}{export.pk}/enable/")
    assert elsewhere["Location"] == export.get_absolute_url()
    odd = client.post(f"{LIST}{export.pk}/disable/", {"back": "//evil.example/\r\nX: 1"})
    assert odd["Location"].startswith(f"{LIST}?")


def test_disable_and_enable(client: Client, administrator: Actor) -> None:
    export = weekly(administrator)

    off = client.post(f"{LIST}{export.pk}/disable/", headers=HTMX).content.decode()
    assert cells(off)[1] == "Disabled"
    assert "its recurrence is paused" in off
    assert Export.objects.get().disabled

    on = client.post(f"{LIST}{export.pk}/enable/", headers=HTMX).content.decode()
    assert cells(on)[1] == "Scheduled"
    assert not Export.objects.get().disabled
    assert list(
        SystemLog.objects.filter(log_type="job").order_by("id").values_list("event", flat=True)
    ) == ["job.export_paused", "job.export_enabled"]


def test_deleting_asks_first_and_says_what_is_lost(client: Client, administrator: Actor) -> None:
    export = weekly(administrator, marks={"sites": {}})
    address = f"{LIST}{export.pk}/delete/"

    dialog = read(client, address, **HTMX)
    assert dialog.startswith("<dialog")
    for words in ("schedule are lost", "begins with all records", "stay in the System Logs"):
        assert words in dialog
    assert "<h1" in read(client, address)
    assert Export.objects.exists()

    answer = client.post(address)
    assert answer["Location"] == LIST
    assert not Export.objects.exists()
    assert "“Nightly” is deleted." in read(client, LIST)


ADDRESSES = [
    ("get", ""),
    ("get", "new/"),
    ("post", "new/"),
    ("post", "preview/"),
    ("get", "{pk}/"),
    ("post", "{pk}/"),
    ("post", "{pk}/preview/"),
    ("get", "{pk}/status/"),
    ("get", "{pk}/row/"),
    ("post", "{pk}/run/"),
    ("post", "{pk}/disable/"),
    ("post", "{pk}/enable/"),
    ("get", "{pk}/delete/"),
    ("post", "{pk}/delete/"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_others_may_not(
    administrator: Actor, enrol: Enrol, wdc: Account, method: str, address: str
) -> None:
    export = define(administrator)
    for role in (Role.AUDITOR, Role.SPECIALIST, Role.FINANCIAL_MANAGER):
        client = Client()
        client.force_login(enrol(wdc, role).user)

        answer = getattr(client, method)(LIST + address.format(pk=export.pk))

        assert answer.status_code == 403
        assert "lets you export records" in answer.content.decode()
    assert Export.objects.get().updated_at == export.updated_at
    assert not ExportRun.objects.exists()


@pytest.mark.parametrize(("method", "address"), [each for each in ADDRESSES if "{pk}" in each[1]])
def test_exports_of_another_account_are_not_there(
    client: Client, enrol: Enrol, wna: Account, method: str, address: str
) -> None:
    foreign = define(enrol(wna, Role.ACCOUNT_ADMINISTRATOR), name="Foreign")
    for pk in (foreign.pk, 0, 10**30):
        answer = getattr(client, method)(LIST + address.format(pk=pk))

        assert answer.status_code == 404
        assert "Foreign" not in answer.content.decode()
    assert Export.objects.get().updated_at == foreign.updated_at
    assert not ExportRun.objects.exists()


def test_the_section_is_shown_to_those_who_may_export(
    client: Client, enrol: Enrol, wdc: Account
) -> None:
    assert f'href="{LIST}"' in read(client, "/settings/")

    auditor = Client()
    auditor.force_login(enrol(wdc, Role.AUDITOR).user)
    assert f'href="{LIST}"' not in read(auditor, "/settings/")
