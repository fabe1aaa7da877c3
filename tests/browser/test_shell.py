"""The shell in a real browser: login, theme, keys, dialogs, narrow windows, no script errors."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from tests.fixtures.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inside(page: Page, administrator: Actor) -> Iterator[Page]:
    """A page after the login; the test fails if a script did."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/settings/")
    page.get_by_label("E-mail address").fill(administrator.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Account Overview")).to_be_visible()
    page.wait_for_load_state()  # scripts answer keys from then on
    yield page
    assert faults == []


def test_login_goes_on_to_the_page(inside: Page) -> None:
    assert inside.url.endswith("/settings/")
    expect(inside.locator(".topbar")).to_contain_text("wdc Widget Data Center")


def test_the_theme_is_remembered(inside: Page) -> None:
    inside.emulate_media(color_scheme="light")
    assert background(inside) == "rgb(255, 255, 255)"
    inside.get_by_label("Menu of Account Administrator").click()
    inside.get_by_role("button", name="Dark").click()
    dark = background(inside)
    assert dark != "rgb(255, 255, 255)"
    inside.goto("/settings/roles/")
    assert background(inside) == dark
    inside.get_by_label("Menu of Account Administrator").click()
    expect(inside.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    inside.get_by_role("button", name="Theme of the system").click()
    assert background(inside) == "rgb(255, 255, 255)"


def test_keys_open_and_close(inside: Page) -> None:
    helping = inside.get_by_role("dialog", name="Keys")
    inside.keyboard.press("?")
    expect(helping).to_be_visible()
    inside.keyboard.press("Escape")
    expect(helping).to_be_hidden()
    menu = inside.get_by_label("Menu of Account Administrator")
    menu.click()
    inside.keyboard.press("ArrowDown")
    expect(inside.get_by_role("link", name="My profile")).to_be_focused()
    inside.keyboard.press("Escape")
    expect(inside.get_by_role("link", name="My profile")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_typed_key_stays_in_its_field(inside: Page) -> None:
    inside.goto("/profile/")
    inside.get_by_label("Name").press_sequentially("a/?jk")
    expect(inside.get_by_label("Name")).to_have_value("a/?jk")
    expect(inside.get_by_role("dialog")).to_be_hidden()


def test_rows_are_reached_by_j_and_k(inside: Page) -> None:
    rows = "".join(f'<tr><td><a class="row-link" href="#{n}">Row {n}</a></td></tr>' for n in "123")
    inside.evaluate("rows => { page.innerHTML = `<table class='table'>${rows}</table>` }", rows)
    for key, row in (("j", 1), ("j", 2), ("j", 3), ("j", 3), ("k", 2)):
        inside.keyboard.press(key)
        expect(inside.get_by_role("link", name=f"Row {row}")).to_be_focused()
    inside.keyboard.press("Enter")
    inside.wait_for_url("**/settings/#2")


def test_a_token_is_revoked_in_a_dialog(inside: Page, administrator: Actor) -> None:
    AccessToken.generate(administrator.user, "nightly export")
    inside.goto("/profile/")
    inside.get_by_role("link", name="Revoke").click()
    asking = inside.get_by_role("dialog", name="Revoke “nightly export”?")
    expect(asking).to_be_visible()
    asking.get_by_role("link", name="Keep it").click()
    expect(asking).to_be_hidden()
    inside.get_by_role("link", name="Revoke").click()
    inside.get_by_role("button", name="Revoke token").click()
    expect(inside.get_by_text("The token “nightly export” is revoked.")).to_be_visible()
    expect(inside.get_by_text("You have no tokens.")).to_be_visible()


def test_the_account_is_switched(inside: Page, administrator: Actor, wna: Account) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    PersonRoles.objects.create(account=wna, person=administrator.user.person, auditor=True)
    inside.goto("/settings/roles/")
    inside.get_by_label("Current account: wdc Widget Data Center. Switch account").click()
    inside.get_by_role("button", name="wna Widget North America").click()
    expect(inside.get_by_text("You now work in wna Widget North America.")).to_be_visible()
    assert inside.url.endswith("/settings/roles/")
    expect(inside.locator(".topbar")).to_contain_text("wna Widget North America")


def test_a_narrow_window_needs_no_sideways_scrolling(inside: Page) -> None:
    inside.set_viewport_size({"width": 390, "height": 844})
    for path in ("/settings/", "/settings/trusts/", "/settings/roles/", "/profile/"):
        inside.goto(path)
        assert inside.evaluate("document.documentElement.scrollWidth") == 390, path
    side = inside.get_by_role("navigation", name="Menu")
    expect(side).to_be_hidden()
    inside.get_by_role("button", name="Open the menu").click()
    expect(side).to_be_visible()
    inside.keyboard.press("Escape")
    expect(side).to_be_hidden()


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.page')).backgroundColor"))
