"""Roles, trusts and tokens by keyboard, and in a browser that runs no scripts."""

import pytest
from playwright.sync_api import Page, expect

from fourme.accounts.models import AccessToken, Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records.models import Person, PersonRoles
from tests.browser.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(wdc: Account) -> Person:
    return Person.objects.create(account=wdc, primary_email="ada@wdc.example", name="Ada")


def test_roles_by_keyboard(inside: Page, ada: Person) -> None:
    inside.goto("/settings/roles/add/")
    field = inside.get_by_label("Person")
    field.press_sequentially("ada")
    expect(inside.locator("datalist option")).to_have_count(1)
    field.fill("ada@wdc.example")
    field.press("Enter")
    expect(inside.get_by_role("heading", name="Roles of Ada", level=1)).to_be_visible()
    box = inside.get_by_label("Financial Manager")
    box.press("Space")
    expect(box).to_be_checked()
    box.press("Enter")
    dialog = inside.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Change the roles of Ada?")
    inside.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    assert not PersonRoles.objects.filter(person=ada).exists()
    box.press("Enter")
    dialog.get_by_role("button", name="Change roles").press("Enter")
    expect(inside.get_by_text("The roles of Ada are changed.")).to_be_visible()
    assert PersonRoles.objects.get(person=ada).role_set() == {Role.FINANCIAL_MANAGER}


def test_the_list_of_roles_follows_what_is_typed(inside: Page, ada: Person) -> None:
    PersonRoles.objects.create(account=ada.account, person=ada, auditor=True)
    inside.goto("/settings/roles/")
    expect(inside.locator(".row-link")).to_have_count(2)
    inside.locator("[name=q]").press_sequentially("ad")
    inside.locator("[name=role]").select_option("auditor")
    expect(inside.locator(".row-link")).to_have_text(["Ada"])
    assert "role=auditor" in inside.url


def test_roles_trusts_and_tokens_without_scripts(
    without_scripts: Page, administrator: Actor, ada: Person, trust: Trust
) -> None:
    page = without_scripts
    AccessToken.generate(administrator.user, "cron")
    log_in(page, administrator.user.email, f"/settings/roles/{ada.pk}/")
    page.get_by_label("Auditor", exact=True).check()
    page.get_by_role("button", name="Change roles…").click()
    page.get_by_role("button", name="Change roles").click()
    expect(page.get_by_text("The roles of Ada are changed.")).to_be_visible()
    assert PersonRoles.objects.get(person=ada).role_set() == {Role.AUDITOR}

    page.goto("/settings/trusts/")
    page.get_by_role("link", name="End trust").click()
    page.get_by_role("button", name="End trust").click()
    expect(page.get_by_text("Canceled")).to_be_visible()
    trust.refresh_from_db()
    assert trust.status == Trust.Status.CANCELED

    page.goto("/settings/tokens/")
    page.get_by_role("link", name="Revoke… cron").click()
    page.get_by_role("button", name="Revoke token").click()
    expect(page.get_by_text("You have no tokens.")).to_be_visible()
    page.get_by_label("Name").fill("nightly")
    page.get_by_label("Expires").select_option("date")
    expect(page.get_by_label("Last day")).to_be_visible()
    page.get_by_label("Expires").select_option("30")
    page.get_by_role("button", name="Generate token").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    assert AccessToken.objects.get(name="nightly").expires_at is not None
