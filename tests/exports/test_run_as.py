"""Who can be chosen under Run as."""

import pytest

from exports.run_as import candidates
from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db


def emails(account: Account) -> list[str]:
    return [user.email for user in candidates(account)]


def test_administrators_and_owners_can_be_chosen_by_name(enrol: Enrol, wdc: Account) -> None:
    enrol(wdc, Role.ACCOUNT_OWNER)
    enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.AUDITOR)
    enrol(wdc, Role.AUDITOR)
    enrol(wdc, Role.SPECIALIST)
    enrol(wdc)

    assert emails(wdc) == ["account.administrator@wdc.example", "account.owner@wdc.example"]


def test_administrators_of_another_account_cannot(enrol: Enrol, wdc: Account, wna: Account) -> None:
    enrol(wna, Role.ACCOUNT_ADMINISTRATOR)

    assert emails(wdc) == []


def test_closed_logins_and_disabled_people_cannot(enrol: Enrol, wdc: Account) -> None:
    enrol(wdc, Role.ACCOUNT_OWNER)
    closed = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email="closed@wdc.example").user
    closed.is_active = False
    closed.save()
    person = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email="gone@wdc.example").user.person
    person.disabled = True
    person.save()

    assert emails(wdc) == ["account.owner@wdc.example"]


def test_the_directory_administrator_counts_in_a_directory_account(
    enrol: Enrol, wdc: Account, wna: Account
) -> None:
    wdc.is_directory = True
    wdc.save()
    for account in (wdc, wna):
        enrol(account, Role.DIRECTORY_ADMINISTRATOR)

    assert emails(wdc) == ["directory.administrator@wdc.example"]
    assert emails(wna) == []
