"""An import in a real browser: dialog, preview, test, progress, result, rejected rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from fourme.accounts.rights import Actor
from records.models import Site
from tests.fixtures.queues import Workers
from tests.fixtures.world import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000
TEXT = "Name,Citi,Country\nHouston,x,US\nAustin,,XX\nDallas,,NL\n"


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


def test_test_first_then_import_then_mend(inside: Page, workers: Workers, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(TEXT)
    workers.start("imports", seconds=120)

    inside.get_by_role("link", name="Import…").first.click()
    dialog = inside.get_by_role("dialog")
    expect(dialog).to_contain_text("Import Sites into wdc Widget Data Center")
    dialog.locator("[name=file]").set_input_files(file)
    expect(dialog).to_contain_text("Citi: did you mean “City”?")
    expect(dialog).to_contain_text("Houston")
    assert not Site.objects.exists()
    dialog.get_by_label("Test only").check()
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_text("The test is finished")).to_be_visible(timeout=SECONDS)
    assert not Site.objects.exists()

    inside.get_by_role("button", name="Import now").click()
    expect(inside.get_by_text("The import is finished")).to_be_visible(timeout=SECONDS)
    expect(inside.get_by_text("2 sites imported: 2 created. 1 row was rejected.")).to_be_visible()
    assert Site.objects.count() == 2
    expect(inside.get_by_role("cell", name="XX", exact=True)).to_be_visible()

    with inside.expect_download() as download:
        inside.get_by_role("link", name="Download rejected rows").click()
    mended = tmp_path / "mended.csv"
    download.value.save_as(mended)
    mended.write_text(mended.read_text().replace(",XX", ",US"))
    inside.get_by_role("link", name="Import corrected file").click()
    dialog.locator("[name=file]").set_input_files(mended)
    expect(dialog).to_contain_text("Austin")
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_text("1 site imported: 1 created.", exact=True)).to_be_visible(
        timeout=SECONDS
    )
    assert set(Site.objects.values_list("name", flat=True)) == {"Houston", "Austin", "Dallas"}


def test_a_running_import_can_be_canceled(inside: Page, workers: Workers, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text("Name\n" + "".join(f"Site {number}\n" for number in range(3000)))
    workers.start("imports", seconds=120, IMPORT_BATCH_ROWS="1", JOB_STALE_SECONDS="5")

    inside.goto("/imports/sites/new/")
    inside.locator("[name=file]").set_input_files(file)
    expect(inside.get_by_text("3,000", exact=True)).to_be_visible()
    inside.get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_role("progressbar", name="Rows")).to_be_visible(timeout=SECONDS)
    inside.get_by_role("button", name="Cancel…").click()
    inside.get_by_role("button", name="Cancel the import").click()
    expect(inside.get_by_text("The import was canceled")).to_be_visible(timeout=SECONDS)
    expect(inside.get_by_text("what was imported stays", exact=False).first).to_be_visible()
    assert 0 < Site.objects.count() < 3000
