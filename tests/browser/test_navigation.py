"""The way through the types in a real browser: families, the box that finds one, keys, phones."""

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import Account
from records.models import Change, Organization, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_family_of_the_current_type_is_open(inside: Page) -> None:
    side = inside.get_by_role("navigation", name="Menu")
    expect(side.locator("details[open] summary")).to_have_text(["People & Organizations"])
    expect(side.locator("[aria-current=page]")).to_have_text("People")
    side.locator("summary", has_text="Agile").click()
    inside.goto("/records/requests/")
    expect(side.locator("details[open] summary")).to_have_text(["Requests", "Agile"])
    expect(side.locator("[aria-current=page]")).to_have_text("Requests")


def test_typing_finds_a_type_and_closes_the_families_again(inside: Page) -> None:
    side = inside.get_by_role("navigation", name="Menu")
    inside.keyboard.press("t")
    box = inside.get_by_label("Find a type")
    expect(box).to_be_focused()
    box.fill("calen")
    expect(side.locator("li:visible")).to_have_text(["Calendars"])
    box.fill("cmdb relation")  # words of the family count too
    expect(side.locator("li:visible")).to_have_text(["Configuration Item Relations"])
    box.fill("spaceship")
    expect(side.get_by_text("No type has such a name.")).to_be_visible()
    box.fill("")
    expect(side.locator("details[open] summary")).to_have_text(["People & Organizations"])
    box.fill("calen")
    box.press("Enter")
    expect(inside.get_by_role("heading", name="Calendars", exact=True)).to_be_visible()


def test_arrows_walk_from_the_box_through_the_types(inside: Page) -> None:
    box = inside.get_by_label("Find a type")
    box.fill("holi")
    box.press("ArrowDown")
    expect(inside.locator(".side summary", has_text="SLM")).to_be_focused()
    inside.keyboard.press("ArrowDown")
    expect(inside.get_by_role("link", name="Holidays")).to_be_focused()
    for _ in range(2):
        inside.keyboard.press("ArrowUp")
    expect(box).to_be_focused()


def test_a_phone_finds_a_type_in_the_menu(inside: Page) -> None:
    inside.set_viewport_size({"width": 390, "height": 844})
    inside.goto("/records/")
    inside.get_by_role("button", name="Open the menu").click()
    inside.get_by_label("Find a type").fill("skill")
    inside.locator(".sidebar").get_by_role("link", name="Skill Pools").click()
    expect(inside.get_by_role("heading", name="Skill Pools", exact=True)).to_be_visible()
    assert inside.evaluate("document.documentElement.scrollWidth") == 390


def test_related_records_lead_to_the_list_that_can_be_widened(inside: Page, wdc: Account) -> None:
    desk = Organization.objects.create(account=wdc, name="Service Desk")
    Person.objects.create(
        account=wdc, name="Analyst", primary_email="analyst@wdc.example", organization=desk
    )
    inside.goto(desk.get_absolute_url())
    related = inside.locator("section", has=inside.get_by_role("heading", name="Related records"))
    expect(related.get_by_role("link", name="analyst@wdc.example")).to_be_visible()
    related.get_by_role("link", name="People", exact=True).click()
    expect(inside.locator("tbody .row-link")).to_have_text(["Analyst"])
    inside.get_by_text("Organization is “Service Desk”").click()
    expect(inside.locator("tbody .row-link")).to_have_count(2)


def test_the_history_grows_when_asked(inside: Page, wdc: Account) -> None:
    desk = Organization.objects.create(account=wdc, name="Service Desk")
    for number in range(30):
        Change.objects.create(
            account=wdc,
            record_type="organizations",
            record_id=desk.pk,
            values={"name": [f"Desk {number}", f"Desk {number + 1}"]},
        )
    inside.goto(desk.get_absolute_url())
    inside.keyboard.press("End")
    expect(inside.locator(".history > li")).to_have_count(20)
    inside.get_by_role("link", name="Earlier changes").click()
    expect(inside.locator(".history > li")).to_have_count(31)  # the creation is the last
    expect(inside.get_by_role("link", name="Earlier changes")).to_have_count(0)
    assert inside.url.endswith(desk.get_absolute_url())
