"""An export in a real browser: dialog, progress, download, system log."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs.models import State
from records.models import Site
from tests.exports.exporting import table
from tests.fixtures.queues import Workers
from tests.fixtures.world import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000


@pytest.fixture
def inside(
    page: Page,
    live_server: LiveServer,
    settings: Settings,
    workers: Workers,
    administrator: Actor,
) -> Iterator[Page]:
    """The list of sites after the login; the test fails if a script did."""
    settings.SITE_URL = live_server.url
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/records/sites/")
    page.get_by_label("E-mail address").fill(administrator.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Sites", exact=True)).to_be_visible()
    yield page
    assert faults == []


def open_dialog(page: Page) -> None:
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("link", name="Export…").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def download(page: Page, path: Path) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("^Download ")).click()
    started.value.save_as(path)
    return path.read_bytes()


def test_from_the_list_to_the_file_and_the_log(
    inside: Page, workers: Workers, wdc: Account, tmp_path: Path
) -> None:
    for city in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=f"{city} Office", city=city)
    inside.goto("/records/sites/?city__exact=Houston")
    open_dialog(inside)
    expect(inside.get_by_label(re.compile("This list: .*Houston"))).to_be_checked()
    inside.get_by_label("Line separator").select_option("crlf")
    inside.get_by_role("button", name="Export").click()

    expect(inside.get_by_text("waits for its turn")).to_be_visible()
    workers.start("exports", seconds=120)
    expect(inside.get_by_text("Done", exact=True)).to_be_visible(timeout=SECONDS)
    data = download(inside, tmp_path / "sites.csv")
    assert [row["Name"] for row in table(data)] == ["Houston Office"]
    assert data.endswith(b"\r\n")
    inside.get_by_role("link", name="System log").click()
    expect(inside.get_by_text("1 record exported: Sites.")).to_be_visible()


def test_the_page_follows_the_progress(inside: Page) -> None:
    open_dialog(inside)
    inside.get_by_role("button", name="Export").click()
    expect(inside.get_by_text("waits for its turn")).to_be_visible()
    run = ExportRun.objects.all()

    for line in ("1,000", "1,500"):
        run.update(
            state=State.PROCESSING,
            type="sites",
            line=int(line.replace(",", "")),
            records={"sites": 2000},
        )
        expect(inside.get_by_text(f"{line} of 2,000 records · Sites")).to_be_visible()
        expect(
            inside.get_by_role("row", name=re.compile(f"Sites.*{line} of 2,000"))
        ).to_be_visible()
    run.update(state=State.FAILED, message="The disk is full.")

    expect(inside.get_by_text("The disk is full.")).to_be_visible()


def test_escape_closes_the_dialog_and_starts_nothing(inside: Page) -> None:
    open_dialog(inside)
    inside.keyboard.press("Escape")

    expect(inside.get_by_role("dialog")).to_have_count(0)
    assert not ExportRun.objects.exists()


def test_an_export_that_waits_is_canceled(inside: Page, workers: Workers) -> None:
    open_dialog(inside)
    inside.get_by_role("button", name="Export").click()
    inside.get_by_role("button", name="Cancel").click()
    expect(inside.get_by_text("Canceling…")).to_be_visible()

    workers.start("exports", seconds=120)

    expect(inside.get_by_text("was canceled")).to_be_visible(timeout=SECONDS)
