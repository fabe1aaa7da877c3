"""The form of an export in a real browser: its conditions, its summary, keys, and no scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from exports.models import Export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.models import Site
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/settings/exports/new/"


def tab_to(page: Page, name: str) -> None:
    """Go on by the Tab key until the control with this name has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name ?? ''") == name:
            return
    pytest.fail(f"the Tab key never comes to {name}")


def test_only_the_fields_that_apply_are_shown(inside: Page) -> None:
    inside.goto(NEW)
    since, also = inside.get_by_label("Changes since"), inside.get_by_label("Send also when")
    expect(since).to_be_hidden()
    expect(also).to_be_hidden()

    inside.get_by_label("Strategy").select_option("partial")
    expect(since).to_be_visible()
    expect(also).to_be_visible()
    inside.get_by_label("Strategy").select_option("incremental")
    expect(since).to_be_hidden()
    expect(also).to_be_visible()

    expect(inside.get_by_label("Line separator")).to_be_visible()
    inside.get_by_label("Export format").select_option("xlsx")
    expect(inside.get_by_label("Line separator")).to_be_hidden()

    for frequency, shown, hidden in (
        ("weekly", "Monday", "Calendar, which is not"),
        ("monthly", "Last day", "Monday"),
        ("no_repeat", "Start date", "Interval"),
    ):
        inside.get_by_label("Frequency").select_option(frequency)
        expect(inside.get_by_label(shown, exact=True)).to_be_visible()
        expect(inside.get_by_label(hidden, exact=True).locator("visible=true")).to_have_count(0)


def test_types_are_found_and_chosen_together(inside: Page) -> None:
    inside.goto(NEW)
    count, find = inside.locator("#types-count"), inside.get_by_label("Find a type")
    every = inside.locator('input[name="types"]').count()
    expect(count).to_have_text(f"0 of {every} chosen")

    find.fill("skill po")
    expect(inside.get_by_label("Skill Pools", exact=True)).to_be_visible()
    expect(inside.get_by_label("Sites", exact=True)).to_be_hidden()
    inside.get_by_role("button", name="Select all", exact=True).click()
    expect(count).to_have_text(f"1 of {every} chosen: Skill Pools")
    find.fill("fax")
    expect(inside.get_by_text("No type matches.")).to_be_visible()
    find.fill("")
    inside.get_by_role("button", name="Select all of Problems").click()
    expect(count).to_contain_text("Problems")
    inside.get_by_role("button", name="Select all of Problems").click()
    expect(count).to_have_text(f"1 of {every} chosen: Skill Pools")
    inside.get_by_role("button", name="Select all", exact=True).click()
    expect(count).to_contain_text(f"{every} of {every} chosen")
    inside.get_by_role("button", name="Select none").click()
    expect(count).to_have_text(f"0 of {every} chosen")


def test_the_summary_follows_what_is_entered(inside: Page, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    inside.goto(NEW)
    summary = inside.get_by_role("complementary", name="What will happen")
    expect(summary).to_contain_text("No type is chosen yet.")
    expect(summary).not_to_contain_text("Before it can be saved")

    inside.get_by_label("Sites", exact=True).check()
    expect(summary).to_contain_text("Sites. Each run exports all records")
    expect(summary).to_contain_text("Now that would be 1 record.")
    expect(summary).to_contain_text("Name: Give the export a name")
    inside.get_by_label("Name").fill("Sites")
    expect(summary).not_to_contain_text("Before it can be saved")
    inside.get_by_label("Strategy").select_option("incremental")
    expect(summary).to_contain_text("Incremental needs a recurrence")
    inside.get_by_label("Frequency").select_option("daily")
    inside.get_by_label("Time of day").fill("06:30")
    expect(summary).to_contain_text("Every day at 06:30")
    expect(summary.get_by_role("list", name="Next runs").get_by_role("listitem")).to_have_count(5)
    expect(summary.get_by_label("iCal")).to_contain_text("RRULE:FREQ=DAILY")
    assert not Export.objects.exists()


def test_an_export_is_made_by_keys_alone(inside: Page) -> None:
    inside.goto(NEW)
    tab_to(inside, "name")
    inside.keyboard.type("By keys")
    tab_to(inside, "strategy")
    inside.keyboard.press("I")
    tab_to(inside, "types")
    inside.keyboard.press("Space")
    tab_to(inside, "frequency")
    inside.keyboard.press("D")
    tab_to(inside, "time_of_day")
    inside.keyboard.type("0630AM")
    tab_to(inside, "action")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="By keys", level=1)).to_be_visible()

    export = Export.objects.get()
    assert (export.strategy, export.frequency, str(export.time_of_day)) == (
        "incremental",
        "daily",
        "06:30:00",
    )
    assert len(export.types) == 1


def test_an_export_is_made_without_scripts(without_scripts: Page, administrator: Actor) -> None:
    page = without_scripts
    log_in(page, administrator.user.email, NEW)
    page.get_by_label("Name").fill("Without scripts")
    expect(page.get_by_label("Find a type")).to_be_hidden()
    page.get_by_label("Sites", exact=True).check()
    page.get_by_label("Frequency").select_option("weekly")
    page.get_by_label("Monday", exact=True).check()
    page.get_by_label("Time of day").fill("09:00")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("complementary")).to_contain_text("Every week on Monday at 09:00")
    assert not Export.objects.exists()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Without scripts", level=1)).to_be_visible()

    page.get_by_role("navigation", name="Path").get_by_role("link").click()
    page.get_by_label("Search").fill("scripts")
    page.get_by_role("button", name="Search").click()
    row = page.get_by_role("row", name=re.compile("Without scripts"))
    row.get_by_text("More").click()
    row.get_by_role("button", name="Disable").click()
    expect(row.get_by_text("Disabled", exact=True)).to_be_visible()
    assert "q=scripts" in page.url
    row.get_by_role("button", name="Run now").click()
    expect(row.get_by_text("Queued", exact=True)).to_be_visible()
    row.get_by_text("More").click()
    row.get_by_role("link", name="Delete…").click()
    expect(page.get_by_role("heading", name="Delete “Without scripts”?", level=1)).to_be_visible()
    expect(page.get_by_text("the run under way is canceled")).to_be_visible()
    page.get_by_role("button", name="Delete export").click()
    expect(page.get_by_role("heading", name="No exports yet")).to_be_visible()
    assert not Export.objects.exists()
