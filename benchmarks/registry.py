"""The cases that are measured, and the figures made from them."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType

from benchmarks.databases import Data


class Stopwatch(AbstractContextManager[None]):
    """Measures what happens within; preparations stay outside. Cases may have more to tell."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.told: dict[str, float] = {}

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.seconds += time.perf_counter() - self._begun


#: Does something once and returns the number of rows.
Measure = Callable[[Stopwatch], int]


@dataclass(frozen=True)
class Case:
    """What is measured, on which data; one that `writes` gets a copy of them.

    `rounds` limits how often it is repeated: memory hardly differs from run to run. One that is
    short and differs more is measured `often` in each round.
    """

    name: str
    measure: Measure
    data: Data
    writes: bool
    rounds: int | None
    often: int


@dataclass(frozen=True)
class Figure:
    """A ratio of two cases in one run; only ratios count, as machines differ.

    `of` names what is compared: "rows_per_second", "peak_mib", or what the case tells. Without an
    `other` case the value stands over `unit`. `least` and `most` are the targets.
    """

    name: str
    ours: str
    other: str = ""
    of: str = "rows_per_second"
    unit: float = 1
    least: float | None = None
    most: float | None = None


_CASES: dict[str, Case] = {}
_FIGURES: list[Figure] = []


def case(
    name: str, data: Data, *, writes: bool = False, rounds: int | None = None, often: int = 1
) -> Callable[[Measure], Measure]:
    """Register a case."""

    def keep(measure: Measure) -> Measure:
        if name in _CASES:
            raise ValueError(f"There are two cases {name}.")
        _CASES[name] = Case(name, measure, data, writes, rounds, often)
        return measure

    return keep


def figure(name: str, ours: str, other: str = "", **options: float | str) -> None:
    """Register a figure."""
    _FIGURES.append(Figure(name, ours, other, **options))  # type: ignore[arg-type] # as declared


def cases() -> dict[str, Case]:
    """Return the cases by name."""
    return dict(_CASES)


def figures() -> list[Figure]:
    """Return the figures in the order of their registration."""
    return list(_FIGURES)
