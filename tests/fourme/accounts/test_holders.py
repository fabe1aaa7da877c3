import pytest
from pytest_django import DjangoAssertNumQueries

from fourme.accounts import holders as module
from fourme.accounts.holders import holders
from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol


@pytest.fixture
def five(enrol: Enrol, wdc: Account, wna: Account) -> list[str]:
    emails = [f"{letter}@wdc.example" for letter in "abcde"]
    for email in emails:
        enrol(wdc, Role.AUDITOR, email=email)
    enrol(wna, Role.AUDITOR, email="aa@wna.example")
    return emails


def test_holders_are_paged_by_address(
    five: list[str], wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    found, after, pages = [], "", 0
    while pages == 0 or after:
        page = holders(wdc, after=after)
        found += [(one.user.email, one.roles) for one in page.holders]
        after, pages = page.following, pages + 1
    assert found == [(email, frozenset({Role.AUDITOR})) for email in five]
    assert pages == 3


def test_holders_cost_the_same_queries_for_any_number(
    five: list[str], wdc: Account, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        assert len(holders(wdc).holders) == 5
