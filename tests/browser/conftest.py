"""Pages that are watched, with and without scripts. Pytest reads this before Django is ready."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from fourme.accounts.rights import Actor

Faults = list[str]
Enter = Callable[..., Page]


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What went wrong in watched pages; the test fails with whatever is left in it."""
    found: Faults = []
    yield found
    assert found == []


@pytest.fixture
def watched(page: Page, faults: Faults) -> Page:
    """Return a page whose console, scripts and requests must stay without errors."""
    watch(page, faults)
    return page


@pytest.fixture
def inside(
    watched: Page, live_server: LiveServer, settings: Settings, administrator: "Actor"
) -> Page:
    """Return a watched page after the login, on the list of people."""
    settings.SITE_URL = live_server.url
    log_in(watched, administrator.user.email, "/records/people/")
    expect(watched.get_by_role("heading", name="People", exact=True)).to_be_visible()
    watched.wait_for_load_state()  # scripts answer keys from then on
    return watched


@pytest.fixture
def without_scripts(
    browser: Browser, live_server: LiveServer, settings: Settings, faults: Faults
) -> Iterator[Page]:
    """Return a watched page that runs no scripts."""
    settings.SITE_URL = live_server.url
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    watch(page, faults)
    yield page
    context.close()


def watch(page: Page, faults: Faults) -> None:
    """Collect failed scripts, errors of the console, and requests that failed."""

    def failed(url: str, reason: str | None) -> None:
        # A page that is left ends its requests; a download ends the request of its page.
        if reason and "ERR_ABORTED" not in reason:
            faults.append(f"{reason}: {url}")

    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("requestfailed", lambda request: failed(request.url, request.failure))
    page.on(
        "response",
        lambda answer: failed(answer.url, str(answer.status)) if answer.status >= 400 else None,
    )


def log_in(page: Page, email: str, address: str) -> None:
    """Go to an address by way of the login."""
    from tests.fixtures.world import PASSWORD  # noqa: PLC0415 -- needs Django set up

    page.goto(address)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
