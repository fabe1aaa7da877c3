"""Login, failed login and logout in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.rights import Actor
from fourme.logs.models import SystemLog
from tests.browser.conftest import log_in
from tests.fixtures.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_wrong_password_says_so_and_the_right_one_goes_on(
    watched: Page, administrator: Actor
) -> None:
    watched.goto("/records/sites/")
    watched.get_by_label("E-mail address").fill(administrator.user.email)
    watched.get_by_label("Password").fill("a wrong password")
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("alert")).to_contain_text("password is not right")
    expect(watched.get_by_label("E-mail address")).to_have_value(administrator.user.email)
    expect(watched.get_by_label("Password")).to_have_value("")
    expect(watched.locator(".topbar")).to_have_count(0)

    watched.get_by_label("Password").fill(PASSWORD)
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("heading", name="Sites", exact=True)).to_be_visible()
    assert [log.level for log in SystemLog.objects.order_by("id")] == ["warning", "information"]


def test_after_the_logout_nothing_is_shown(watched: Page, administrator: Actor) -> None:
    log_in(watched, administrator.user.email, "/records/people/")
    watched.get_by_label("Menu of Account Administrator").click()
    watched.get_by_role("button", name="Log out").click()
    expect(watched.get_by_role("heading", name="Log in")).to_be_visible()
    watched.goto("/records/people/")
    expect(watched).to_have_url(re.compile(r"/login\?next=/records/people/$"))
    watched.go_back()
    expect(watched.get_by_text(administrator.user.email)).to_have_count(0)
