from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.found import found_in_all
from tests.fixtures.world import Enrol
from tests.records.samples import make


def test_all_types_are_searched_in_the_own_account(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    organization = make(registry.get("organizations"), wdc, name="Widget Works", financial_id="W1")
    site = make(registry.get("sites"), wdc, name="Widget Plant", disabled=True)
    make(registry.get("sites"), wna, name="Widget Foreign")
    search = found_in_all(administrator, "widget")
    assert [(each.record_type.slug, each.records, each.count) for each in search.found] == [
        (
            "organizations",
            [(f"/records/organizations/{organization.pk}/", "Widget Works · W1", False)],
            1,
        ),
        ("sites", [(f"/records/sites/{site.pk}/", "Widget Plant", True)], 1),
    ]
    assert search.found[1].url == "/records/sites/?view=all&q=widget"


def test_many_records_are_counted_to_a_bound(administrator: Actor, wdc: Account) -> None:
    sites = registry.get("sites")
    for number in range(6):
        make(sites, wdc, name=f"Widget {number}")
    (found,) = found_in_all(administrator, "widget").found
    assert (len(found.records), found.count, found.more) == (5, 6, False)


def test_a_text_that_cannot_be_searched_is_refused(administrator: Actor) -> None:
    assert found_in_all(administrator, "\0").problem == "Search for at most 200 characters."
    assert found_in_all(administrator, "!").found == []


def test_without_a_role_nothing_is_found(enrol: Enrol, wdc: Account) -> None:
    make(registry.get("sites"), wdc, name="Widget Plant")
    assert found_in_all(enrol(wdc, Role.KEY_CONTACT), "widget").found == []
