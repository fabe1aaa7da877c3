import pytest
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account
from fourme.accounts.overview import Line
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import largest, paging
from records.models import Site
from tests.fixtures.world import Enrol


def sites(account: Account, count: int) -> None:
    Site.objects.bulk_create(Site(account=account, name=f"{number}") for number in range(count))


def test_the_largest_types_come_first_with_their_lists(
    administrator: Actor, wdc: Account, wna: Account
) -> None:
    sites(wdc, 3)
    sites(wna, 9)
    assert largest.panel(administrator).lines[:3] == (
        Line("Sites", "3", "/records/sites/"),
        Line("People", "1", "/records/people/"),
        Line("People Roles", "1", "/records/people_roles/"),
    )


def test_what_is_many_is_estimated(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", 5)
    sites(wdc, 20)
    first = largest.panel(administrator).lines[0]
    assert first.label == "Sites"
    assert first.text.startswith(("about ", "more than "))


def test_what_a_role_may_not_see_is_not_counted(enrol: Enrol, wdc: Account) -> None:
    sites(wdc, 1)
    assert largest.panel(enrol(wdc, Role.KEY_CONTACT)).lines == ()


def test_all_types_are_counted_by_one_statement(
    administrator: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        largest.panel(administrator)
