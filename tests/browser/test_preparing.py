"""The page that explains a type, and the help of the dialog, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_columns_are_found_by_typing(inside: Page) -> None:
    inside.goto("/imports/requests/preparing/")
    columns = inside.locator("#columns tbody tr:visible")
    everything = columns.count()
    assert everything > 40
    search = inside.get_by_label("Find a column")
    search.fill("agile position")
    expect(columns).to_have_count(1)
    expect(columns).to_contain_text("Agile Board Column Position")
    search.fill("no such words")
    expect(columns).to_have_count(0)
    expect(inside.get_by_text("No column has these words.")).to_be_visible()
    search.fill("")
    expect(columns).to_have_count(everything)


def test_long_lists_open(inside: Page) -> None:
    inside.goto("/imports/sites/preparing/")
    zone = inside.locator("#columns tr", has_text="Time Zone")
    expect(zone.get_by_text("Amsterdam, ")).to_be_hidden()
    zone.get_by_text("values").click()
    expect(zone.get_by_text("Amsterdam, ")).to_be_visible()


def test_the_help_of_the_dialog_follows_the_option(inside: Page) -> None:
    inside.get_by_text("Actions", exact=True).click()
    inside.get_by_role("link", name="Import…").click()
    example = inside.get_by_role("link", name="Example CSV")
    expect(example).to_have_attribute("href", "/imports/people/example.csv")
    expect(inside.locator(".htmx-added")).to_have_count(0)
    inside.get_by_label("People Roles").check()
    expect(example).to_have_attribute("href", "/imports/people_roles/example.csv")
    expect(inside.get_by_label("People Roles")).to_be_focused()
