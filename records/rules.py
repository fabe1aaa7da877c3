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


def not_before(start: str, end: str, *, start_header: str) -> CheckedRule:
    """Require that the day `end` is not before the day `start` when both have a value."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        begin, finish = values.get(start), values.get(end)
        if begin and finish and finish < begin:
            return end, Problem(f"is before {start_header}.", "Check both days.")
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


def required_when(name: str, by: str, by_header: str, *when: str) -> CheckedRule:
    """Require a value of `name` when `by` has one of the values `when`."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if values.get(by) not in when or not _is_empty(values.get(name)):
            return None
        return name, Problem("is empty.", f"{by_header} {values[by]} needs a value here.")

    return CheckedRule((name, by), check)


def only_with(name: str, by: str, by_header: str, *allowed: str) -> CheckedRule:
    """Require that `name` is empty unless `by` has one of the values `allowed`."""
    shown = " or ".join(allowed)

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if _is_empty(values.get(name)) or values.get(by) in allowed:
            return None
        return name, Problem(
            f"goes with {by_header} {shown} only.",
            f"Leave it empty, or set {by_header} to {shown}.",
        )

    return CheckedRule((name, by), check)


def at_most_one(*columns: tuple[str, str]) -> CheckedRule:
    """Require that of the columns, given as (name, header), one at most has a value."""
    headers = " or ".join(header for _, header in columns)

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        filled = [name for name, _ in columns if not _is_empty(values.get(name))]
        if len(filled) < 2:  # noqa: PLR2004 -- more than one
            return None
        return filled[-1], Problem("is filled in beside another.", f"Fill in {headers}, not both.")

    return CheckedRule(tuple(name for name, _ in columns), check)


def exactly_one(*columns: tuple[str, str]) -> CheckedRule:
    """Require that of the columns, given as (name, header), exactly one has a value."""
    headers = " or ".join(header for _, header in columns)
    most = at_most_one(*columns)

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if all(_is_empty(values.get(name)) for name in most.names):
            return most.names[0], Problem("is empty.", f"Fill in {headers}.")
        return most.check(values)

    return CheckedRule(most.names, check)


def only_beside(name: str, beside: str, header: str) -> CheckedRule:
    """Require that `name` is empty unless `beside` has a value."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if _is_empty(values.get(name)) or not _is_empty(values.get(beside)):
            return None
        return name, Problem(f"goes beside {header} only.", f"Fill in {header} too.")

    return CheckedRule((name, beside), check)


def unlike(name: str, other: str, header: str) -> CheckedRule:
    """Require that the references `name` and `other` lead to different records."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if values.get(name) and values.get(name) == values.get(other):
            return name, Problem(f"is the same as {header}.", "Name another one.")
        return None

    return CheckedRule((name, other), check)


def shares(name: str, with_: str, *, header: str, what: str, paths: tuple[str, str]) -> CheckedRule:
    """Require that the records of two references belong to the same third one, when both do.

    `paths` lead to it, through `name` and through `with_` (whose header is `header`); `what` says
    to people what it is.
    """
    mine, theirs = paths

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        own, other = values.get(mine), values.get(theirs)
        if own is None or other is None or own == other:
            return None
        return name, Problem(
            f"is of another {what} than {header}.", f"Name one of the same {what}."
        )

    return CheckedRule((name, with_), check, beyond=paths)


def negative_only_with(name: str, flag: str, header: str) -> CheckedRule:
    """Require that `name` is not below zero unless the boolean `flag` is set."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        if (values.get(name) or 0) < 0 and not values.get(flag):
            return name, Problem("is less than zero.", f"Set {header}, or leave the sign out.")
        return None

    return CheckedRule((name, flag), check)


def not_itself(name: str) -> CheckedRule:
    """Require that the reference `name`, or one of several, does not lead to the record itself."""

    def check(values: Mapping[str, Any]) -> tuple[str, Problem] | None:
        value, own = values.get(name), values.get("id")
        if own and (own in value if isinstance(value, tuple | list) else own == value):
            return name, Problem("is the record itself.", "Name another one, or none.")
        return None

    return CheckedRule((name, "id"), check)


def _is_empty(value: Any) -> bool:
    """Tell whether a stored or parsed value is blank; zero is a value."""
    return value is None or value in ("", ())
