"""How many records there are, counted in one statement."""

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from exports.console.sizes import counts
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.models import Site

pytestmark = pytest.mark.django_db


def test_all_types_are_counted_by_one_statement(
    administrator: Actor,
    wdc: Account,
    wna: Account,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for account, number in ((wdc, 3), (wna, 2)):
        Site.objects.bulk_create(Site(account=account, name=f"Site {n}") for n in range(number))
    counts(administrator, [registry.get("sites")])  # what is prepared once

    with django_assert_num_queries(1):
        found = counts(administrator, list(registry.types()))

    assert found["sites"] == 3
    assert found["people"] == 1
    assert found.keys() == {each.slug for each in registry.types()}


def test_the_count_ends_just_beyond_the_limit(
    administrator: Actor, wdc: Account, settings: Settings
) -> None:
    settings.FULL_EXPORT_LIMIT = 4
    Site.objects.bulk_create(Site(account=wdc, name=f"Site {number}") for number in range(9))

    assert counts(administrator, [registry.get("sites")]) == {"sites": 5}


def test_without_a_role_there_is_nothing_to_count(wdc: Account, administrator: Actor) -> None:
    nobody = Actor(administrator.user, wdc, frozenset())

    assert counts(nobody, [registry.get("sites")]) == {}
