"""The Records console in a real browser: search, keys, order, filters, suggestions, child rows."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import paging
from records.models import Calendar, Organization, Person, Team
from tests.fixtures.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inside(page: Page, administrator: Actor, wdc: Account) -> Iterator[Page]:
    """The list of people after the login; the test fails if a script did."""
    desk = Organization.objects.create(account=wdc, name="Service Desk")
    Organization.objects.create(account=wdc, name="Sales")
    for name in ("Analyst One", "Analyst Two", "Developer"):
        email = f"{name.lower().replace(' ', '.')}@wdc.example"
        Person.objects.create(account=wdc, name=name, primary_email=email, organization=desk)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/records/people/")
    page.get_by_label("E-mail address").fill(administrator.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
    page.wait_for_load_state()  # scripts answer keys from then on
    yield page
    assert faults == []


def names(page: Page) -> list[str]:
    """Return the names in the list."""
    return page.locator("tbody .row-link").all_text_contents()


def test_typing_searches_and_keeps_the_address(inside: Page) -> None:
    inside.keyboard.press("/")
    inside.keyboard.type("ana")
    expect(inside.locator("tbody .row-link")).to_have_count(2)
    assert names(inside) == ["Analyst One", "Analyst Two"]
    expect(inside).to_have_url(re.compile(r"/records/people/\?q=ana$"))
    inside.reload()
    expect(inside.get_by_label("Search", exact=True)).to_have_value("ana")
    assert names(inside) == ["Analyst One", "Analyst Two"]
    inside.get_by_text("Search: ana").click()
    expect(inside.locator("tbody .row-link")).to_have_count(4)


def test_enter_searches_all_types(inside: Page) -> None:
    inside.keyboard.press("/")
    inside.keyboard.type("s")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Search: “s”")).to_be_visible()
    expect(inside.get_by_role("link", name="Service Desk")).to_be_visible()


def test_keys_walk_the_rows_and_open_one(inside: Page) -> None:
    for key in ("j", "j", "j", "k"):
        inside.keyboard.press(key)
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Analyst One")).to_be_visible()


def test_sorting_and_paging_follow_clicks(inside: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "SIZE", 3)
    inside.get_by_role("link", name="Name", exact=True).click()
    expect(inside.locator("th[aria-sort=descending]")).to_have_text("Name")
    assert names(inside) == ["Developer", "Analyst Two", "Analyst One"]
    inside.locator("[rel=next]").click()
    expect(inside.locator("tbody .row-link")).to_have_text(["Account Administrator"])
    inside.locator("[rel=prev]").click()
    expect(inside.locator("tbody .row-link")).to_have_count(3)
    inside.go_back()
    expect(inside.locator("tbody .row-link")).to_have_text(["Account Administrator"])


def test_a_filter_is_added_and_taken_away(inside: Page) -> None:
    inside.get_by_text("+ Filter").click()
    inside.get_by_role("link", name="Organization", exact=True).click()
    value = inside.get_by_label("Value of Organization")
    expect(value).to_be_focused()
    value.fill("Servce Desk")
    inside.get_by_role("button", name="Apply").click()
    expect(inside.get_by_role("alert")).to_contain_text("Did you mean “Service Desk”?")
    inside.get_by_label("Value of Organization").fill("Service Desk")
    inside.get_by_role("button", name="Apply").click()
    expect(inside.locator("tbody .row-link")).to_have_count(3)
    inside.get_by_text("Organization is “Service Desk”").click()
    expect(inside.locator("tbody .row-link")).to_have_count(4)


def test_references_of_the_list_are_filtered_from_a_menu(inside: Page) -> None:
    inside.locator(".filters summary", has_text="Organization").click()
    inside.get_by_label("Organization is").fill("Service Desk")
    inside.get_by_role("button", name="Apply").click()
    expect(inside.locator("tbody .row-link")).to_have_count(3)
    expect(inside.locator(".filters summary", has_text="Organization")).to_have_count(0)


def test_references_are_suggested(inside: Page) -> None:
    inside.goto("/records/teams/add/")
    inside.get_by_label("Name *").fill("Desk")
    manager = inside.get_by_label("Manager", exact=True)
    manager.press_sequentially("dev")
    option = inside.locator("#id_manager + datalist option")
    expect(option).to_have_attribute("value", "developer@wdc.example")
    manager.fill("developer@wdc.example")
    inside.get_by_label("Find one to add to Members").fill("analyst.one@wdc.example")
    inside.keyboard.press("Enter")
    expect(inside.get_by_label("Members", exact=True)).to_have_value("analyst.one@wdc.example\n")
    inside.get_by_role("button", name="Save").click()
    expect(inside.get_by_role("status")).to_contain_text("The team is saved.")
    team = Team.objects.get()
    assert str(team.manager) == "Developer <developer@wdc.example>"
    assert [person.name for person in team.members.all()] == ["Analyst One"]


def test_child_rows_are_added_by_a_button(inside: Page) -> None:
    inside.goto("/records/calendars/add/")
    inside.get_by_label("Name *").fill("Office")
    for _ in range(2):
        inside.get_by_role("button", name="Add row").click()
    row = inside.locator(".rows tbody tr").nth(4)
    row.get_by_label("Weekday").select_option("fri")
    row.get_by_label("From").fill("9:00")
    row.get_by_label("Until").fill("17:00")
    inside.get_by_role("button", name="Save").click()
    expect(inside.locator("td", has_text="Fri")).to_be_visible()
    assert Calendar.objects.get().hours.count() == 1


def test_disabling_asks_in_a_dialog(inside: Page) -> None:
    inside.get_by_role("link", name="Developer").click()
    inside.get_by_role("link", name="Disable…").click()
    dialog = inside.get_by_role("dialog", name="Disable Developer?")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_be_hidden()
    inside.get_by_role("link", name="Disable…").click()
    dialog.get_by_role("button", name="Disable").click()
    expect(inside.get_by_role("status")).to_contain_text("The person is disabled.")
    assert Person.objects.get(name="Developer").disabled
