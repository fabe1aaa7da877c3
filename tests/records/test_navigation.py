import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.template import Context

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.navigation import Overview, families
from records.templatetags.records import record_types
from tests.fixtures.world import Enrol
from tests.records.samples import make

AtMost = Callable[[int], AbstractContextManager[object]]


def slugs(actor: Actor) -> list[str]:
    return [each.record_type.slug for family in families(actor.doors) for each in family.entries]


def test_each_type_stands_once_below_its_parent(administrator: Actor) -> None:
    shown = slugs(administrator)
    assert sorted(shown) == sorted(each.slug for each in registry.types())
    for each in registry.types():
        if each.parent is not None:
            between = shown[shown.index(each.parent) + 1 : shown.index(each.slug)]
            assert {registry.get(slug).parent for slug in between} <= {each.parent}


def test_types_behind_another_door_are_left_out(enrol: Enrol, wdc: Account) -> None:
    shown = slugs(enrol(wdc, Role.SPECIALIST))
    assert "system_logs" not in shown
    assert "people" in shown
    assert slugs(enrol(wdc, Role.KEY_CONTACT)) == []


def test_types_are_found_by_other_words(administrator: Actor) -> None:
    words = {
        each.record_type.slug: each.words
        for family in families(administrator.doors)
        for each in family.entries
    }
    assert "first_line_support_agreements" in words["flsas"]
    assert "service catalog" in words["services"]


def test_the_overview_counts_what_the_account_has(
    administrator: Actor, wdc: Account, wna: Account, django_assert_num_queries: AtMost
) -> None:
    for account in (wdc, wdc, wna):
        make(registry.get("sites"), account)
    with django_assert_num_queries(1):
        overview = Overview.of(administrator)
    counts = {each.slug: seen for _, types in overview.families for each, seen in types}
    texts = [seen.text for slug in ("sites", "people", "teams") if (seen := counts[slug])]
    assert texts == ["2", "1", "0"]
    assert counts["satisfactions"] is None


@pytest.mark.parametrize("role", [Role.ACCOUNT_ADMINISTRATOR, Role.AUDITOR])
def test_a_new_account_is_told_where_to_begin(enrol: Enrol, wdc: Account, role: Role) -> None:
    actor = enrol(wdc, role)
    told = [each.slug for each in Overview.of(actor).beginning]
    first = ["organizations", "people", "sites", "teams"]
    assert told == (first if role == Role.ACCOUNT_ADMINISTRATOR else [])
    make(registry.get("sites"), wdc)
    assert Overview.of(actor).beginning == ()


def test_the_side_column_is_that_of_the_roles_and_of_the_type(enrol: Enrol, wdc: Account) -> None:
    """It is composed once for each, so neither may get that of another."""
    roles = (Role.ACCOUNT_ADMINISTRATOR, Role.SPECIALIST, Role.KEY_CONTACT)
    seen = {role: SimpleNamespace(actor=enrol(wdc, role)) for role in roles}
    for _ in range(2):
        for role, request in seen.items():
            for current in (None, "sites", "people"):
                record_type = registry.get(current) if current else None
                side = record_types(Context({"request": request}), record_type)
                marked = re.findall(r'href="/records/(\w+)/" aria-current="page"', side)
                assert marked == [current] * (current is not None and role != Role.KEY_CONTACT)
                assert side.count("<details") - side.count(" open>") == len(
                    families(request.actor.doors)
                ) - len(marked)
                links = re.findall(r'href="/records/(\w+)/"', side)
                assert links == slugs(request.actor)
