"""Rules over several columns of a record, used by forms and imports alike."""

from collections.abc import Mapping
from typing import Any

from records.kinds import Problem
from records.types import CheckedRule


def ends_after(start: str, end: str, *, start_header: str) -> CheckedRule:
    """Require that `end` is later than `start` when both have a value."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        begin, finish = values.get(start), values.get(end)
        if begin and finish and finish <= begin:
            return end, Problem(f"is not later than {start_header}.", "Check both moments.")
        return None

    return CheckedRule((start, end), check)


def all_or_none(*columns: tuple[str, str]) -> CheckedRule:
    """Require that the columns, given as (name, header), have all a value or none."""
    headers = ", ".join(header for _, header in columns)

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        empty = [name for name, _ in columns if not values.get(name)]
        if empty and len(empty) < len(columns):
            return empty[0], Problem("is empty.", f"Fill in {headers} together.")
        return None

    return CheckedRule(tuple(name for name, _ in columns), check)


def allowed_with(name: str, by: str, by_header: str, allowed: Mapping[Any, Any]) -> CheckedRule:
    """Require that the value of `name` is one of those allowed with the value of `by`."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        value, other = values.get(name), values.get(by)
        choices = allowed.get(other)
        if not value or choices is None or value in choices:
            return None
        shown = ", ".join(str(choice) for choice in choices)
        return name, Problem(f"does not go with {by_header} {other}.", f"Use one of {shown}.")

    return CheckedRule((name, by), check)


def not_itself(name: str) -> CheckedRule:
    """Require that the reference `name` does not lead to the record itself."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if values.get(name) and values.get(name) == values.get("id"):
            return name, Problem("is the record itself.", "Name another one, or none.")
        return None

    return CheckedRule((name, "id"), check)
