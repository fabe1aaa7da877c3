"""Rules of templates that put steps in order: their phases, and which step comes before which."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.apps import apps

from records.kinds import Problem
from records.types import CheckedRule

#: How many names a message tells.
_SHOWN = 12


def phases_named(name: str, header: str, phases: str) -> CheckedRule:
    """Require that the phases named behind the references of `name` are lines of `phases`."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        known = (values.get(phases) or "").split("\n")
        named = dict.fromkeys(phase for _, phase in values.get(name) or () if phase)
        for phase in named:
            if phase not in known:
                hint = f"Use one of {', '.join(known[:_SHOWN])}" if any(known) else "Add it there"
                return name, Problem(
                    f"names the phase “{phase}”, which is not among Phases.",
                    f"{hint}; {header} and Phases are checked together.",
                )
        return None

    return CheckedRule((name, phases), check)


def linked_inside(name: str, steps: str, *, of: str) -> CheckedRule:
    """Require that the arrows of `name` stay among `steps` and never lead round in a circle.

    `of` is the model of the steps, by whose subjects the message names them.
    """

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        arrows = [(first, second) for first, second in values.get(name) or ()]
        listed = {step for step, _ in values.get(steps) or ()}
        for step in (step for arrow in arrows for step in arrow):
            if step not in listed:
                return name, Problem(
                    f"links {_named([step], of)}, which is not among Task Templates.",
                    "Add it there, or leave the link out.",
                )
        if circle := _circle(arrows):
            return name, Problem(
                f"leads round in a circle: {_named(circle, of)}.", "Take one of these links out."
            )
        return None

    return CheckedRule((name, steps), check)


def _circle(arrows: Iterable[tuple[int, int]]) -> list[int]:
    """Return the steps of a circle, the first one again at its end; empty when there is none."""
    before: dict[int, list[int]] = {}
    for first, second in arrows:
        before.setdefault(second, []).append(first)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        found: list[int] = error.args[1]
        return found
    return []


def _named(steps: list[int], model: str) -> str:
    """Return the steps as a link is written; asked only when something is wrong."""
    records = apps.get_model("records", model)._default_manager.filter(pk__in=steps)
    subjects = dict(records.values_list("pk", "subject"))
    shown = [f"'{subjects.get(step, step)}'" for step in steps[:_SHOWN]]
    return " => ".join([*shown, *(["…"] if len(steps) > _SHOWN else [])])
