"""The types to choose for an export: those that the person may see, by family."""

from collections.abc import Collection
from dataclasses import dataclass

from fourme.accounts.rights import Actor
from records import registry
from records.types import RecordType


@dataclass(frozen=True)
class Choice:
    """A type, and whether it is chosen."""

    record_type: RecordType
    chosen: bool


@dataclass(frozen=True)
class Family:
    """Types that belong together."""

    label: str
    choices: tuple[Choice, ...]


def offered(actor: Actor) -> list[RecordType]:
    """Return the types that the actor may see, by family and label."""
    return [each for each in registry.types() if actor.may(each.door)]


def families(actor: Actor, chosen: Collection[str]) -> list[Family]:
    """Return the types that the actor may see in their families."""
    grouped: dict[str, list[Choice]] = {}
    for each in offered(actor):
        grouped.setdefault(each.family, []).append(Choice(each, each.slug in chosen))
    return [Family(label, tuple(choices)) for label, choices in grouped.items()]


def known(slugs: Collection[str]) -> list[RecordType]:
    """Return the types of these slugs, by family and label; those that are no more are left out."""
    return [each for each in registry.types() if each.slug in slugs]
