import re

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import Account, User
from fourme.logs import events, write
from fourme.logs.models import LogMessage

pytestmark = pytest.mark.browser


@pytest.fixture
def logged_in(transactional_db: None, administrator: User, page: Page) -> Page:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(administrator.email)
    page.get_by_label("Password").fill("right one")
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"/(?!login)"))
    return page


def record(account: Account, user: User, message: str, level: str) -> None:
    log = write.open_log(events.IMPORT, account=account, user=user, ip_address="192.0.2.7")
    write.append(
        LogMessage(log=log, row=row, column="Site", value=f"Houston {row}", reason="No such site.")
        for row in range(2, 5)
    )
    write.close_log(log, level=level, message=message, data={"rejected": 3})


def test_entries_are_filtered_as_one_types_and_opened(
    logged_in: Page, account: Account, administrator: User
) -> None:
    record(account, administrator, "12 people imported", "information")
    record(account, administrator, "3 sites imported", "error")
    page = logged_in

    page.goto("/settings/logs/")
    page.get_by_role("link", name="Import Log").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_label("Text").press_sequentially("sites")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page).to_have_url(re.compile("q=sites"))
    page.get_by_label("Level").select_option("Information")
    expect(page.get_by_text("No entry matches")).to_be_visible()
    page.get_by_role("link", name="Show all entries").click()
    expect(page.get_by_role("row")).to_have_count(3)

    page.locator(".log-chart figcaption").get_by_role("link", name="Error").click()
    expect(page.get_by_label("Level")).to_have_value("error")
    page.locator("tbody .row-link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Import")
    page.get_by_label("Search", exact=True).press_sequentially("houston 3")
    expect(page.locator("#log-found tbody tr")).to_have_count(1)


def test_a_bar_of_the_chart_filters_by_its_day(
    logged_in: Page, account: Account, administrator: User
) -> None:
    record(account, administrator, "12 people imported", "information")
    page = logged_in

    page.goto("/settings/logs/?view=import")
    page.locator(".chart a").last.click()

    expect(page.get_by_label("From")).not_to_have_value("")
    expect(page.get_by_label("From")).to_have_value(
        page.get_by_label("to", exact=True).input_value()
    )
    expect(page.get_by_role("row")).to_have_count(2)


def test_what_is_filtered_is_exported(
    logged_in: Page, account: Account, administrator: User
) -> None:
    record(account, administrator, "12 people imported", "information")
    record(account, administrator, "3 sites imported", "error")
    page = logged_in

    page.goto("/settings/logs/?view=import")
    page.get_by_label("Text").press_sequentially("sites")
    expect(page.get_by_role("row")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("a")
    page.get_by_role("link", name="Export…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Message contains “sites” (1 system log)")
    dialog.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(re.compile("q=sites"))
