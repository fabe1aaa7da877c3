"""How imports grow: files of all shapes with 1,000 rows, ten times as many, and so on.

Prints one JSON line for each measurement, then for each shape how the time per row and the memory
at the most rows compare with those at 10,000. `--most` limits the rows; further words choose shapes
by the beginning of their names.
"""

import argparse
import os
from itertools import takewhile
from typing import Any

from fourme import services

_SMALLEST, _COMPARED = 1000, 10_000
#: How much longer a row may take, and how much more memory the worker may need.
_TIME, _MEMORY = 2, 1.25


def main() -> None:
    """Measure what the command line asks for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourme.settings")
    parser = argparse.ArgumentParser(prog="make bench-curve", description=__doc__)
    parser.add_argument("shapes", nargs="*", help="the beginnings of names of shapes")
    parser.add_argument("--most", type=int, default=100_000)
    chosen = parser.parse_args()
    services.ensure()
    try:
        _measure(tuple(chosen.shapes), chosen.most)
    finally:
        services.release()


def _measure(beginnings: tuple[str, ...], most: int) -> None:
    from benchmarks import cases  # noqa: PLC0415 - the addresses of servers come first

    cases.load()
    from benchmarks.databases import SCALE, Data, Databases  # noqa: PLC0415 - as above
    from benchmarks.run import child, tell  # noqa: PLC0415 - as above
    from benchmarks.shapes import SHAPES  # noqa: PLC0415 - as above

    databases = Databases()
    chosen = [each for each in SHAPES if not beginnings or each.name.startswith(beginnings)]
    measured: dict[str, list[dict[str, float]]] = {}
    try:
        for shape in chosen:
            for rows in counts(min(most, shape.most)):
                os.environ[SCALE] = str(rows)
                with databases.of(Data.BASE, writes=True):
                    told = child(f"curve_{shape.name}")
                measured.setdefault(shape.name, []).append(told)
                tell(shape=shape.name, **{name: round(value, 2) for name, value in told.items()})
    finally:
        databases.drop()
    for name, series in measured.items():
        for what, ratio, bound in _growth(series):
            tell(name=f"curve/{name}/{what}", ratio=round(ratio, 3), most=bound)


def counts(most: int) -> list[int]:
    """Return the numbers of rows to measure, up to the most."""
    tens = (_SMALLEST * 10**power for power in range(5))
    return [*takewhile(lambda rows: rows < most, tens), most]


def _growth(series: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Return how the last of a series compares with that at 10,000 rows; nothing without both."""
    last = series[-1]
    first = [each for each in series[:-1] if each["rows"] == _COMPARED]
    return [
        found
        for each in first
        for found in (
            ("time", each["rows_per_second"] / last["rows_per_second"], _TIME),
            ("memory", last["peak_mib"] / each["peak_mib"], _MEMORY),
        )
    ]


if __name__ == "__main__":
    main()
