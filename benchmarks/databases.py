"""The databases of the measurements: each kind of data made once, copied for what writes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from fourme import services


class Data(StrEnum):
    """What a database holds: the account with its organizations and sites, and so many people."""

    BASE = "base"
    PEOPLE = "people"
    #: The same with as many requests and risks.
    TYPES = "types"
    #: Ten times as many people.
    MANY = "many"
    #: As many, with as many requests, beside an account that has few of them.
    LISTS = "lists"


_TIMES = {Data.BASE: 0, Data.PEOPLE: 1, Data.TYPES: 1, Data.MANY: 10, Data.LISTS: 10}
SCALE = "BENCH_SCALE"


def people_in(data: Data) -> int:
    """Return how many people the data have."""
    return scale() * _TIMES[data]


def scale() -> int:
    """Return how many people the measurements are made with."""
    return int(os.environ[SCALE])


class Databases:
    """Makes databases when they are asked for, and drops them at the end."""

    def __init__(self) -> None:
        self._url = services.database_url()
        self._made: set[str] = set()

    @contextmanager
    def of(self, data: Data, *, writes: bool = False) -> Iterator[None]:
        """Name a database in the environment, for child processes; one to write in is a copy."""
        name = self._prepared(data)
        if writes:
            name = self._create("copy", name)
        os.environ["DATABASE_URL"] = self._address(name)
        try:
            yield
        finally:
            os.environ["DATABASE_URL"] = self._url
            if writes:
                self._drop(name)

    def settle(self) -> None:
        """Have all that was written on the disk, so that no case pays for the one before."""
        self._execute("CHECKPOINT")
        os.sync()

    def drop(self) -> None:
        """Drop what was made."""
        for name in list(self._made):
            self._drop(name)

    def _prepared(self, data: Data) -> str:
        name = _name(data)
        if name in self._made:
            return name
        if data == Data.BASE:
            self._create(data)
        else:
            self._create(data, self._prepared(Data.BASE))
        self._fill(name, data)
        return name

    def _fill(self, name: str, data: Data) -> None:
        environment = os.environ | {"DATABASE_URL": self._address(name)}
        command = [sys.executable, "-m", "benchmarks.child", "fill", data]
        subprocess.run(command, env=environment, check=True)

    def _create(self, what: str, template: str = "template1") -> str:
        name = _name(what)
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        self._made.add(name)
        return name

    def _drop(self, name: str) -> None:
        self._execute("DROP DATABASE {} WITH (FORCE)", name)
        self._made.discard(name)

    def _address(self, name: str) -> str:
        return urlsplit(self._url)._replace(path=f"/{name}").geturl()

    def _execute(self, statement: str, *names: str) -> None:
        query = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(self._url, dbname="postgres", autocommit=True) as connection:
            connection.execute(query)


def _name(what: str) -> str:
    return f"fourme_bench_{os.getpid()}_{what}"
