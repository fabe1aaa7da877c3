"""Measure: each case in a process of its own, in turn; the median of the turns' ratios counts.

Prints one JSON line per case and per figure. `--scale` says how many people there are (some figures
take ten times as many), `--rounds` how often each case runs; further words choose figures by the
beginning of their names.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings

from fourme import services

if TYPE_CHECKING:
    from benchmarks.databases import Databases
    from benchmarks.registry import Case, Figure

#: The variable with the folder of the files of a case; among others nobody would find them again.
FOLDER = "BENCH_FOLDER"
#: What each case told in each turn: the number of the round, and which time it is in that.
Measured = dict[str, dict[tuple[int, int], dict[str, float]]]


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("figures", nargs="*", help="the beginnings of names of figures")
    parser.add_argument("--scale", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=1)
    chosen = parser.parse_args()
    services.ensure()
    try:
        os.environ["BENCH_SCALE"] = str(chosen.scale)
        os.environ["FULL_EXPORT_LIMIT"] = str(1000 * chosen.scale)  # several rounds
        _measure(chosen.figures, chosen.rounds, chosen.times)
    finally:
        services.release()


def _measure(beginnings: list[str], rounds: int, times: int) -> None:
    from benchmarks import cases, registry  # noqa: PLC0415 - the addresses of servers come first
    from benchmarks.databases import Databases  # noqa: PLC0415

    cases.load()
    figures = [
        figure
        for figure in registry.figures()
        if not beginnings or figure.name.startswith(tuple(beginnings))
    ]
    names = dict.fromkeys(name for each in figures for name in (each.ours, each.other) if name)
    databases = Databases()
    try:
        for _ in range(times):
            measured = _turns([registry.cases()[name] for name in names], rounds, databases)
            _tell(figures, measured)
    finally:
        databases.drop()


def _turns(cases: "Sequence[Case]", rounds: int, databases: "Databases") -> Measured:
    """Measure the cases in turn, back and forth, so that none always follows the same one."""
    measured: Measured = {case.name: {} for case in cases}
    for turn in product(range(rounds), range(max(each.often for each in cases))):
        number, again = turn
        for case in reversed(cases) if sum(turn) % 2 else cases:
            if number < (case.rounds or rounds) and again < case.often:
                with databases.of(case.data, writes=case.writes):
                    databases.settle()
                    measured[case.name][turn] = child(case.name)
    return measured


def _tell(figures: "Sequence[Figure]", measured: Measured) -> None:
    medians = {name: _median(list(turns.values())) for name, turns in measured.items()}
    for name, turns in measured.items():
        seconds = [round(each["seconds"], 2) for each in turns.values()]
        tell(case=name, **medians[name], turns=seconds)
    for figure in figures:
        ours, other = measured[figure.ours], measured.get(figure.other)
        if other is None:
            ratio = of_medians = medians[figure.ours][figure.of] / figure.unit
        else:
            both = ours.keys() & other.keys()
            of = figure.of
            ratio = statistics.median(ours[turn][of] / other[turn][of] for turn in both)
            of_medians = medians[figure.ours][of] / medians[figure.other][of]
        targets = _given({"least": figure.least, "most": figure.most})
        tell(name=figure.name, ratio=round(ratio, 3), of_medians=round(of_medians, 3), **targets)


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 2) for key in runs[0]}


def _given(targets: dict[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in targets.items() if value is not None}


def tell(**values: Any) -> None:
    """Print a line."""
    print(json.dumps(values), flush=True)


def child(case: str) -> Any:
    """Measure a case in a process of its own and return what it told."""
    command = [sys.executable, "-m", "benchmarks.child", "case", case]
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=settings.VAR_DIR) as folder:
        environment = os.environ | {FOLDER: folder}
        told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(told.stdout.splitlines()[-1])
