"""Templates keep to their phases, and no step comes before itself."""

from typing import Any

import pytest

from fourme.accounts.models import Account
from records.models import TaskTemplate
from records.template_rules import linked_inside, phases_named


@pytest.mark.parametrize(
    ("phases", "steps", "wrong"),
    [
        ("Plan\nBuild", ((1, "Plan"), (2, "Build")), ""),
        ("", ((1, ""),), ""),
        ("Plan", ((1, ""),), ""),
        ("Plan\nBuild", (), ""),
        ("Plan\nBuild", ((1, "Plan"), (2, "Test")), "names the phase “Test”"),
        ("Plan\nBuild", ((1, "plan"),), "Use one of Plan, Build"),
        ("", ((1, "Plan"),), "Add it there"),
        (None, ((1, "Plan"),), "Add it there"),
    ],
)
def test_steps_are_in_phases_of_the_template(phases: str, steps: Any, wrong: str) -> None:
    rule = phases_named("steps", "Steps", "phases")
    found = rule.check({"phases": phases, "steps": steps})
    assert (found is not None) == bool(wrong)
    if found:
        assert found[0] == "steps"
        assert wrong in str(found[1])


@pytest.fixture
def steps(wdc: Account) -> list[int]:
    """Four steps, A to D."""
    make = TaskTemplate.objects.create
    return [
        make(account=wdc, subject=name, category="implementation", planned_duration=60).pk
        for name in "ABCD"
    ]


@pytest.mark.parametrize(
    ("links", "wrong"),
    [
        ([], ""),
        (["AB", "BC"], ""),
        (["AB", "AC", "BD", "CD"], ""),
        (["AA"], "leads round in a circle: 'A' => 'A'."),
        (["AB", "BC", "CA"], "leads round in a circle: 'A' => 'B' => 'C' => 'A'."),
        (["DA", "AB", "BA"], "leads round in a circle: 'A' => 'B' => 'A'."),
    ],
)
def test_links_never_lead_round(steps: list[int], links: list[str], wrong: str) -> None:
    rule = linked_inside("links", "steps", of="TaskTemplate")
    by_name = dict(zip("ABCD", steps, strict=True))
    arrows = tuple((by_name[link[0]], by_name[link[1]]) for link in links)
    found = rule.check({"links": arrows, "steps": tuple((step, "") for step in steps)})
    assert _turned(found[1].reason if found else "") == _turned(wrong)


def test_a_link_names_steps_of_the_template(steps: list[int]) -> None:
    rule = linked_inside("links", "steps", of="TaskTemplate")
    first, second, *_ = steps
    found = rule.check({"links": ((first, second),), "steps": ((first, ""),)})
    assert found is not None
    assert found[1].reason == "links 'B', which is not among Task Templates."


def test_a_long_circle_is_told_in_part(wdc: Account) -> None:
    make = TaskTemplate.objects.create
    steps = [
        make(account=wdc, subject=f"S{n}", category="approval", planned_duration=0).pk
        for n in range(40)
    ]
    arrows = tuple(zip(steps, [*steps[1:], steps[0]], strict=True))
    rule = linked_inside("links", "steps", of="TaskTemplate")
    found = rule.check({"links": arrows, "steps": tuple((step, "") for step in steps)})
    assert found is not None
    assert found[1].reason.count("=>") == 12
    assert found[1].reason.endswith("=> ….")


def _turned(reason: str) -> str:
    """Return the reason with its circle beginning at the first step: any beginning is right."""
    head, colon, circle = reason.rstrip(".").partition(": ")
    steps = circle.split(" => ")[:-1]
    first = steps.index(min(steps)) if steps else 0
    return f"{head}{colon}{' '.join(steps[first:] + steps[:first])}"
