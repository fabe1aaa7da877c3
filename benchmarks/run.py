"""Measure: each case in a process of its own, rounds interleaved, medians compared.

Prints one JSON line per case and per figure. `--rows` says how many people there are, `--rounds`
how often each case runs; further words choose figures by the beginning of their names.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg

from fourme import services


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("figures", nargs="*", help="the beginnings of names of figures")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    services.ensure(durable=False)
    try:
        with _database():
            _child("fill", str(chosen.rows))
            _measure(chosen.figures, chosen.rounds)
    finally:
        services.release()


def _measure(beginnings: list[str], rounds: int) -> None:
    from benchmarks import cases, registry  # noqa: PLC0415 - the addresses of servers come first

    cases.load()
    figures = [
        figure
        for figure in registry.figures()
        if not beginnings or figure.name.startswith(tuple(beginnings))
    ]
    names = list(dict.fromkeys(name for each in figures for name in (each.ours, each.other)))
    measured: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            measured[name].append(_child("case", name))
    medians = {name: _median(runs) for name, runs in measured.items()}
    for name, median in medians.items():
        _print(name=name, **median)
    for figure in figures:
        ours, other = medians[figure.ours], medians[figure.other]
        what = "peak_mib" if figure.of == "memory" else "rows_per_second"
        value = ours[what] / other[what]
        targets = {"least": figure.least, "most": figure.most}
        _print(name=figure.name, ratio=round(value, 3), **_given(targets))


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 1) for key in runs[0]}


def _given(targets: dict[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in targets.items() if value is not None}


def _print(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def _child(*words: str) -> Any:
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.child", *words], stdout=subprocess.PIPE, check=True
    )
    return json.loads(told.stdout) if told.stdout else None


@contextmanager
def _database() -> Iterator[None]:
    """Make a database for the measurements, name it in the environment, drop it at the end."""
    url = services.database_url()
    name = f"fourme_bench_{os.getpid()}"
    _execute(url, f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = url
        _execute(url, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(url: str, sql: str) -> None:
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql)
