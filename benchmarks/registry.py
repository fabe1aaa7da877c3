"""The cases that are measured, and the figures made from them."""

from collections.abc import Callable
from dataclasses import dataclass

Case = Callable[[], int]


@dataclass(frozen=True)
class Figure:
    """A ratio of two cases in one run; only ratios count, as machines differ.

    `of` names "time" (how many times faster `ours` is than `other`, by rows a second) or "memory"
    (what `ours` takes at its peak over what `other` takes). `least` and `most` are the targets.
    """

    name: str
    ours: str
    other: str
    of: str = "time"
    least: float | None = None
    most: float | None = None


_CASES: dict[str, Case] = {}
_FIGURES: list[Figure] = []


def case(name: str) -> Callable[[Case], Case]:
    """Register a case: a function that does something once and returns the number of rows."""

    def keep(function: Case) -> Case:
        if name in _CASES:
            raise ValueError(f"There are two cases {name}.")
        _CASES[name] = function
        return function

    return keep


def figure(
    name: str,
    ours: str,
    other: str,
    *,
    of: str = "time",
    least: float | None = None,
    most: float | None = None,
) -> None:
    """Register a figure."""
    _FIGURES.append(Figure(name, ours, other, of, least, most))


def cases() -> dict[str, Case]:
    """Return the cases by name."""
    return dict(_CASES)


def figures() -> list[Figure]:
    """Return the figures in the order of their registration."""
    return list(_FIGURES)
