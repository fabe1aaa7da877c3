"""The section Recurrence of an export: it shows what applies, without any script."""

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.rights import Actor
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALWAYS = {"frequency", "start_date", "time_of_day", "time_zone"}
REPEATED = ALWAYS | {"interval", "end_date", "calendar"}
SHOWN = {
    "No repeat": ALWAYS,
    "Daily": REPEATED,
    "Weekly": REPEATED | {"day"},
    "Monthly": REPEATED | {"day_of_week", "day_of_month"},
    "Yearly": REPEATED | {"day_of_week", "day_of_month", "month_of_year"},
}
UNITS = {"Daily": "days", "Weekly": "weeks", "Monthly": "months", "Yearly": "years"}


def shown(page: Page) -> set[str]:
    """Return the names of the fields that can be seen."""
    fields = page.locator(".recurrence :is(input, select)").all()
    return {field.get_attribute("name") or "" for field in fields if field.is_visible()}


def test_only_what_applies_shows(without_scripts: Page, administrator: Actor) -> None:
    page = without_scripts
    log_in(page, administrator.user.email, "/settings/exports/new/")
    section = page.locator(".recurrence")
    for frequency, names in SHOWN.items():
        section.get_by_label("Frequency").select_option(label=frequency)
        assert shown(page) == names
        for unit in UNITS.values():
            visible = unit == UNITS.get(frequency)
            expect(section.get_by_text(unit, exact=True)).to_be_visible(visible=visible)


def test_a_weekday_instead_of_days(without_scripts: Page, administrator: Actor) -> None:
    page = without_scripts
    log_in(page, administrator.user.email, "/settings/exports/new/")
    page.get_by_label("Frequency").select_option(label="Monthly")
    page.get_by_label("On a weekday, such as the second Tuesday").check()
    weekday = {"day_of_week", "day_of_week_index", "day_of_week_day"}
    assert shown(page) == REPEATED | weekday
    page.get_by_label("On days of the month").check()
    assert shown(page) == REPEATED | {"day_of_week", "day_of_month"}
    page.get_by_label("Frequency").select_option(label="Weekly")
    assert shown(page) == REPEATED | {"day"}
