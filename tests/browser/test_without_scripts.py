"""Import and export in a browser that runs no scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.models import Site
from tests.browser.conftest import log_in
from tests.exports.exporting import table
from tests.fixtures.queues import Workers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000


def reload_until(page: Page, text: str) -> None:
    """Load the page again, as a person without scripts does, until it says so."""
    for _ in range(60):
        if page.get_by_text(text).first.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(text).first).to_be_visible()


def choose_action(page: Page, name: str) -> None:
    page.goto("/records/sites/")
    page.get_by_text("Actions", exact=True).click()
    page.locator("[data-actions]").get_by_role("link", name=name).click()


def test_import_and_export(
    without_scripts: Page, workers: Workers, administrator: Actor, wdc: Account, tmp_path: Path
) -> None:
    page = without_scripts
    log_in(page, administrator.user.email, "/records/sites/")
    workers.start("imports", "exports", seconds=120)
    file = tmp_path / "sites.csv"
    file.write_text("Name;City\nHouston Office;Houston\n;Dallas\n", encoding="utf-8")

    choose_action(page, "Import…")
    heading = page.get_by_role("heading", name="Import Sites into wdc Widget Data Center", level=1)
    expect(heading).to_be_visible()
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Semicolon")).to_be_visible()
    expect(page.get_by_text("Is empty. Each row needs a value.")).to_be_visible()
    assert not Site.objects.exists()
    page.get_by_role("button", name="Import", exact=True).click()
    reload_until(page, "1 site imported: 1 created. 1 row was rejected.")
    assert [site.name for site in Site.objects.all()] == ["Houston Office"]

    choose_action(page, "Export…")
    expect(page.get_by_role("heading", name="Export Sites from", level=1)).to_be_visible()
    page.get_by_role("button", name="Export", exact=True).click()
    reload_until(page, "The link works until")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("^Download")).click()
    started.value.save_as(tmp_path / "export.csv")
    [row] = table((tmp_path / "export.csv").read_bytes())
    assert (row["Name"], row["City"]) == ("Houston Office", "Houston")
