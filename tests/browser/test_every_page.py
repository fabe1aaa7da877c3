"""What holds on every page: no fault, one h1, named controls, visible focus, no sideways scroll."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect
from redis import Redis

from fourme.accounts.models import AccessToken, Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records.models import Calendar, Person
from tests.browser.conftest import Faults, log_in
from tests.exports.exporting import ask, work
from tests.exports.planned import due, fail, weekly
from tests.fixtures.world import Enrol
from tests.imports.importing import run_import

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 390, "height": 844}

#: Controls that nobody could name, by the beginning of their HTML.
NAMELESS = """
[...document.querySelectorAll("input, select, textarea, button, a[href], summary")]
  .filter((each) => each.type !== "hidden" && each.checkVisibility())
  .filter((each) => !(
    [...(each.labels ?? [])].some((label) => label.innerText.trim()) ||
    each.getAttribute("aria-label") || each.getAttribute("aria-labelledby") ||
    (each.matches("button, a, summary") && each.textContent.trim())))
  .map((each) => each.outerHTML.slice(0, 120))
"""

#: The focused element, and whether an outline shows it; the parts of a date are for the browser.
FOCUS = """
(() => {
  const each = document.activeElement;
  const shown = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const zone = each.closest("label.drop");
  return [
    each.outerHTML.slice(0, 120),
    each === document.body || each.type === "date" || shown(getComputedStyle(each)) ||
      shown(getComputedStyle(each, "::after")) || (zone !== null && shown(getComputedStyle(zone))),
  ];
})()
"""


@pytest.fixture
def addresses(
    redis: Redis, administrator: Actor, wdc: Account, trust: Trust, tmp_path: Path
) -> list[str]:
    """The pages of an account in which something has happened."""
    long = "Head of the department for everything that has a name of more than fifty characters"
    person = Person.objects.create(
        account=wdc, name=long, primary_email="head@wdc.example", information="word " * 300
    )
    calendar = Calendar.objects.create(account=wdc, name="Office hours")
    AccessToken.generate(administrator.user, "nightly export")
    rows = "one@wdc.example,One,Site\n" + "two@wdc.example,,Nowhere\n" * 3
    importing = partial(run_import, administrator, tmp_path, "people")
    done = importing("Primary Email,Name,Site\n" + rows.replace(",Site", ","))
    test = importing("Primary Email,Job Title\none@wdc.example,Guest\n", test_only=True)
    gone = importing("Mail\nnobody\n")
    export, old = (work(ask(administrator, *types)) for types in (("people", "sites"), ("sites",)))
    assert old.file is not None
    type(old.file).objects.filter(pk=old.file.pk).update(
        expires_at=timezone.now() - timedelta(days=1)
    )
    planned = weekly(administrator, types=["sites", "people"])
    tried = fail(due(planned))
    runs = [run.get_absolute_url() for run in (done, test, gone, export, old, tried)]
    logs = [f"/settings/logs/{run.log_id}/" for run in (done, export)]
    return [
        "/",
        "/records/",
        "/records/?q=he",
        "/records/people/",
        "/records/people/?q=head&sort=-name",
        "/records/people/?q=nobody",
        "/records/people/?add=site",
        "/records/skill_pools/",
        "/records/people_roles/",
        f"/records/people/{person.pk}/",
        f"/records/people/{person.pk}/edit/",
        f"/records/people/{person.pk}/disable/",
        f"/records/people/{person.pk}/related/",
        f"/records/people/{person.pk}/history/",
        f"/records/people/?manager={person.pk}",
        "/records/workflow_templates/add/",
        "/records/satisfactions/",
        f"/records/calendars/{calendar.pk}/",
        "/records/calendars/add/",
        "/records/teams/add/",
        "/imports/people/new/",
        "/imports/people/preparing/",
        "/imports/service_instances/preparing/",
        "/imports/requests/preparing/",
        "/exports/translations/new/",
        "/exports/people/new/",
        *runs,
        "/settings/",
        "/settings/account/",
        "/settings/roles/",
        "/settings/roles/add/",
        f"/settings/roles/{person.pk}/",
        "/settings/tokens/",
        "/settings/trusts/",
        planned.get_absolute_url(),
        "/settings/exports/",
        "/settings/exports/new/",
        "/settings/logs/",
        "/settings/logs/?view=import",
        "/settings/logs/permissions/",
        "/settings/logs/?view=export&q=nothing",
        *logs,
        "/profile/",
        "/profile/password/",
    ]


def test_pages_hold_what_all_pages_promise(inside: Page, addresses: list[str]) -> None:
    inside.set_viewport_size(PHONE)
    broken: list[str] = []
    for address in addresses:
        inside.goto(address)
        broken += faults_of(inside, address)
    assert broken == []


def faults_of(page: Page, address: str) -> list[str]:
    """Return what a page lacks."""
    found = []
    headings = page.locator("h1:visible").count()
    if headings != 1:
        found.append(f"{address}: {headings} h1")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"{address}: {width} pixels wide")
    found += [f"{address}: without a name: {html}" for html in page.evaluate(NAMELESS)]
    if not page.locator(".topbar").get_by_text("wdc", exact=True).is_visible():
        found.append(f"{address}: the account is not shown")
    return found


@pytest.mark.parametrize(
    "address", ["/records/people/", "/imports/people/new/", "/settings/logs/", "/profile/"]
)
def test_the_focus_is_seen_wherever_it_goes(inside: Page, address: str) -> None:
    inside.goto(address)
    inside.keyboard.press("Tab")
    assert "Skip to content" in inside.evaluate(FOCUS)[0]
    for _ in range(45):
        inside.keyboard.press("Tab")
        html, shown = inside.evaluate(FOCUS)
        assert shown, html


def test_dialogs_fit_a_phone(inside: Page) -> None:
    inside.set_viewport_size(PHONE)
    for action in ("Import…", "Export…"):
        inside.goto("/records/people/")
        inside.get_by_text("Actions", exact=True).click()
        inside.locator("[data-actions]").get_by_role("link", name=action).click()
        dialog = inside.get_by_role("dialog")
        expect(dialog.get_by_role("button", name=action.rstrip("…"), exact=True)).to_be_in_viewport(
            ratio=1
        )
        assert inside.evaluate(NAMELESS) == []
        assert inside.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_an_auditor_sees_why_not(watched: Page, enrol: Enrol, wdc: Account, faults: Faults) -> None:
    auditor = enrol(wdc, Role.AUDITOR)
    log_in(watched, auditor.user.email, "/imports/people/new/")
    expect(watched.get_by_role("heading", name="Not permitted", level=1)).to_be_visible()
    expect(watched.get_by_text("None of your roles in wdc Widget Data Center")).to_be_visible()
    watched.goto("/records/nothing/")
    expect(watched.get_by_role("heading", name="Page not found", level=1)).to_be_visible()
    refused = [fault for fault in faults if "403" in fault or "404" in fault]
    assert faults == refused  # the browser's own words for both answers
    faults.clear()
