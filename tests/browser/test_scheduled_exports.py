"""An export of the Settings console in a real browser: made, run by its schedule, disabled."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from exports.models import Export, ExportRun
from fourme.accounts.models import Account
from records.models import Organization, Site, Team
from tests.exports.exporting import table
from tests.fixtures.queues import Workers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000


def choose_types(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label("Find a type").fill(label)
        page.get_by_label(label, exact=True).check()
    page.get_by_label("Find a type").fill("")


def tick_when_due() -> None:
    """Let the clock of the tick show the time for which the only export is planned."""
    planned = Export.objects.get().next_run_at
    assert planned is not None
    call_command("tick", "--at", planned.isoformat())


def runs(page: Page) -> Locator:
    return page.get_by_role("region", name="Runs").locator("tbody tr")


def download(page: Page, number: int, path: Path) -> dict[str, list[dict[str, str]]]:
    """Wait until so many runs are done; return the tables in the file of the last one."""
    page.reload()
    expect(runs(page).get_by_text("Done", exact=True)).to_have_count(number, timeout=SECONDS)
    page.reload()  # the list of runs may be ahead of the rest
    with page.expect_download() as started:
        page.locator("#export-automatic").get_by_role("link", name=re.compile(r"\.zip$")).click()
    started.value.save_as(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert archive.testzip() is None
        return {
            name.split("-")[1]: table(archive.read(name)) for name in sorted(archive.namelist())
        }


def rename(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}edit/")
    page.get_by_label("Name", exact=False).first.fill(name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_weekly_incremental_export_delivers_what_was_changed(
    inside: Page, workers: Workers, wdc: Account, tmp_path: Path
) -> None:
    sites = [Site.objects.create(account=wdc, name=f"{city} Office") for city in ("A", "B", "C")]
    teams = [Team.objects.create(account=wdc, name=f"Team {letter}") for letter in "AB"]
    Organization.objects.create(account=wdc, name="Widget")
    workers.start("exports", seconds=120)

    inside.goto("/settings/")
    inside.get_by_role("link", name="Exports").first.click()
    inside.get_by_role("link", name="Add export").first.click()
    inside.get_by_label("Name").fill("For the warehouse")
    inside.get_by_label("Strategy").select_option("incremental")
    choose_types(inside, "Sites", "Teams", "Organizations")
    inside.get_by_label("Frequency").select_option("weekly")
    inside.get_by_label("Monday", exact=True).check()
    inside.get_by_label("Time of day").fill("09:00")
    inside.get_by_label("Time zone").select_option("Amsterdam")
    summary = inside.get_by_role("complementary", name="What will happen")
    expect(summary).to_contain_text("Every week on Monday at 09:00, Amsterdam time.")
    expect(summary.get_by_role("list", name="Next runs").get_by_role("listitem")).to_have_count(5)
    inside.get_by_role("button", name="Save", exact=True).click()
    expect(inside.locator("#export-automatic")).to_contain_text("Scheduled")

    tick_when_due()
    first = download(inside, 1, tmp_path / "first.zip")
    assert {name: len(rows) for name, rows in first.items()} == {
        "organizations": 1,
        "sites": 3,
        "teams": 2,
    }

    export = Export.objects.get()
    rename(inside, sites[1].get_absolute_url(), "Houston Office")
    rename(inside, teams[0].get_absolute_url(), "Network Team")
    inside.goto(export.get_absolute_url())
    tick_when_due()
    second = download(inside, 2, tmp_path / "second.zip")
    assert {name: [row["Name"] for row in rows] for name, rows in second.items()} == {
        "organizations": [],
        "sites": ["Houston Office"],
        "teams": ["Network Team"],
    }

    inside.goto("/settings/exports/")
    row = inside.get_by_role("row", name=re.compile("For the warehouse"))
    row.get_by_text("More").click()
    row.get_by_role("button", name="Disable").click()
    expect(row.get_by_text("Disabled", exact=True)).to_be_visible()
    expect(inside.get_by_text("its recurrence is paused")).to_be_visible()
    tick_when_due()
    assert ExportRun.objects.count() == 2


def test_run_now_in_the_list_follows_the_run(inside: Page, workers: Workers, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    inside.goto("/settings/exports/new/")
    inside.get_by_label("Name").fill("Sites by hand")
    choose_types(inside, "Sites")
    inside.get_by_role("button", name="Save", exact=True).click()
    inside.get_by_role("navigation", name="Path").get_by_role("link").click()

    row = inside.get_by_role("row", name=re.compile("Sites by hand"))
    row.get_by_role("button", name="Run now").click()
    expect(row.get_by_text("Queued", exact=True)).to_be_visible()
    expect(inside.get_by_text("“Sites by hand” is started.")).to_be_visible()
    workers.start("exports", seconds=120)
    expect(row.get_by_role("link", name=re.compile("^Download"))).to_be_visible(timeout=SECONDS)
    expect(row.get_by_text("Done", exact=True).first).to_be_visible()

    inside.get_by_label("Search").fill("teams")
    expect(inside.get_by_text("No export matches “teams”")).to_be_visible()
    inside.get_by_label("Search").fill("hand sit")
    expect(row).to_be_visible()
    row.get_by_text("More").click()
    row.get_by_role("link", name="Delete…").click()
    dialog = inside.get_by_role("dialog")
    expect(dialog).to_contain_text("Its runs stay in the System Logs")
    dialog.get_by_role("button", name="Delete export").click()
    expect(inside.get_by_role("heading", name="No exports yet")).to_be_visible()
