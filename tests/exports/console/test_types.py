"""The types that a person can choose."""

from dataclasses import replace

import pytest

from exports.console.types import families, known, offered
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry

pytestmark = pytest.mark.django_db


def test_an_administrator_chooses_from_all_types_in_their_families(administrator: Actor) -> None:
    found = families(administrator, ["sites"])

    assert [family.label for family in found] == list(registry.families())
    assert [choice.record_type for family in found for choice in family.choices] == list(
        registry.types()
    )
    assert [
        choice.record_type.slug for family in found for choice in family.choices if choice.chosen
    ] == ["sites"]


def test_types_behind_a_closed_door_are_not_offered(administrator: Actor) -> None:
    specialist = replace(administrator, roles=frozenset({Role.SPECIALIST}))

    assert {each.slug for each in registry.types()} - {
        each.slug for each in offered(specialist)
    } >= {"system_logs"}


def test_types_that_are_no_more_are_left_out() -> None:
    assert [each.slug for each in known(["sites", "fax_machines"])] == ["sites"]
