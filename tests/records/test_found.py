from collections.abc import Callable
from contextlib import AbstractContextManager

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.cells import Cell
from records.found import found_in_all
from records.glimpses import Glimpse
from tests.fixtures.world import Enrol
from tests.records.samples import make

AtMost = Callable[[int], AbstractContextManager[object]]


def test_all_types_are_searched_in_the_own_account(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    organization = make(registry.get("organizations"), wdc, name="Widget Works", financial_id="W1")
    site = make(registry.get("sites"), wdc, name="Widget Plant", disabled=True)
    make(registry.get("sites"), wna, name="Widget Foreign")
    search = found_in_all(administrator, "widget")
    assert [(each.record_type.slug, each.records, each.glimpse.count) for each in search.found] == [
        (
            "organizations",
            [(Cell("Widget Works · W1", url=organization.get_absolute_url()), False)],
            1,
        ),
        ("sites", [(Cell("Widget Plant", url=site.get_absolute_url()), True)], 1),
    ]
    assert search.found[1].url == "/records/sites/?view=all&q=widget"


def test_many_records_are_counted_to_a_bound(administrator: Actor, wdc: Account) -> None:
    sites = registry.get("sites")
    for number in range(6):
        make(sites, wdc, name=f"Widget {number}")
    (found,) = found_in_all(administrator, "widget").found
    assert (len(found.records), found.glimpse) == (5, Glimpse(6, found.glimpse.ids))


def test_all_types_cost_as_much_as_one(
    administrator: Actor, wdc: Account, django_assert_num_queries: AtMost
) -> None:
    for slug in ("sites", "teams", "people"):
        make(registry.get(slug), wdc, name="Widget")
    with django_assert_num_queries(4):
        assert len(found_in_all(administrator, "widget").found) == 3


def test_a_text_that_cannot_be_searched_is_refused(administrator: Actor) -> None:
    assert found_in_all(administrator, "\0").problem == "Search for at most 200 characters."
    assert found_in_all(administrator, "!").found == []


def test_without_a_role_nothing_is_found(enrol: Enrol, wdc: Account) -> None:
    make(registry.get("sites"), wdc, name="Widget Plant")
    assert found_in_all(enrol(wdc, Role.KEY_CONTACT), "widget").found == []
