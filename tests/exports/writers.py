"""Writers of records with transactions of their own, and what they have committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import psycopg
from django.db import connection, connections

from fourme.accounts.models import Account
from records.models import Organization, Person, Site, Team
from tests.records import samples

MODELS: dict[str, type[Any]] = {
    "sites": Site,
    "organizations": Organization,
    "teams": Team,
}
#: A record: the slug of its type, and its number.
Row = tuple[str, int]
#: By record its name, and for teams the addresses of its members.
Rows = dict[Row, tuple[str, str]]
_numbers = count(1)


@dataclass
class Stock:
    """The records as they are committed, who is at work on which, and what is named in them."""

    account: Account
    people: list[Person]
    templates: dict[str, int]
    rows: Rows = field(default_factory=dict)
    held: dict[Row, "Writer"] = field(default_factory=dict)

    @classmethod
    def of(cls, account: Account) -> "Stock":
        """Store a record of each type, of which the others are copies."""
        made = {slug: samples.make(model.record_type(), account) for slug, model in MODELS.items()}
        people = [
            Person.objects.create(account=account, name="x", primary_email=f"{n:02}@wdc.example")
            for n in range(40)
        ]
        stock = cls(account, people, {slug: record.pk for slug, record in made.items()})
        stock.rows = {(slug, record.pk): (str(record), "") for slug, record in made.items()}
        return stock

    def free(self, writer: "Writer") -> list[Row]:
        """Return the records on which the writer need not wait for another."""
        return [row for row in self.rows if self.held.get(row, writer) is writer]


class Writer:
    """A connection that does a step at a time: begins, writes, goes back, commits."""

    def __init__(self, name: str, stock: Stock, raw: "psycopg.Connection[Any]") -> None:
        self.name = name
        self.stock = stock
        self.raw = raw
        #: What the transaction has written so far; before each savepoint, what it had.
        self.written: Rows | None = None
        self.savepoints: list[Rows] = []

    def step(self, random: Random) -> str:
        """Do something that is possible now, and tell what."""
        if self.written is None:
            return self._begin()
        actions: list[Callable[[], str]] = [
            *[lambda: self._insert(random)] * 2,
            *[lambda: self._update(random)] * 4,
            *[lambda: self._join(random)] * 2,
            self._savepoint,
            self.commit,
            self.roll_back,
        ]
        if self.savepoints:
            actions += [self._back_to_savepoint] * 2
        return f"{self.name}: {random.choice(actions)()}"

    def commit(self) -> str:
        """Commit, so that all see what was written."""
        self.raw.execute("COMMIT")
        written = self.written or {}
        self.stock.rows |= written
        self._over()
        return f"commit {sorted(written)}"

    def roll_back(self) -> str:
        """Give up what was written."""
        self.raw.execute("ROLLBACK")
        self._over()
        return "roll back"

    def _over(self) -> None:
        self.written, self.savepoints = None, []
        for row in [row for row, writer in self.stock.held.items() if writer is self]:
            del self.stock.held[row]

    def _begin(self) -> str:
        self.raw.execute("BEGIN")
        self.written = {}
        return f"{self.name}: begin"

    def _note(self, row: Row, content: tuple[str, str]) -> None:
        assert self.written is not None
        self.written[row] = content
        self.stock.held[row] = self

    def _now(self, row: Row) -> tuple[str, str]:
        return (self.written or {}).get(row) or self.stock.rows[row]

    def _insert(self, random: Random) -> str:
        slug = random.choice([*MODELS])
        model, name = MODELS[slug], f"new {next(_numbers)}"
        columns = ", ".join(
            str(each.column)
            for each in model._meta.concrete_fields
            if not each.primary_key and each.name != "name"
        )
        table = model._meta.db_table
        made = f"INSERT INTO {table} (name, {columns}) SELECT %s, {columns} FROM {table}"  # noqa: S608 -- names of ours
        found = self.raw.execute(
            f"{made} WHERE id = %s RETURNING id", [name, self.stock.templates[slug]]
        ).fetchone()
        assert found is not None
        row = (slug, int(found[0]))
        self._note(row, (name, ""))
        return f"insert {row}"

    def _mine(self, random: Random, *slugs: str) -> Row | None:
        rows = {*self.stock.free(self), *(self.written or {})}
        return random.choice(sorted(row for row in rows if row[0] in slugs) or [None])

    def _update(self, random: Random) -> str:
        row = self._mine(random, *MODELS)
        if row is None:
            return "nothing to update"
        name = f"name {next(_numbers)}"
        table = MODELS[row[0]]._meta.db_table
        self.raw.execute(f"UPDATE {table} SET name = %s WHERE id = %s", [name, row[1]])  # noqa: S608 -- as above
        self._note(row, (name, self._now(row)[1]))
        return f"update {row}"

    def _join(self, random: Random) -> str:
        """Make somebody a member of a team: the row of the team itself is not written."""
        row = self._mine(random, "teams")
        if row is None:
            return "no team to join"
        name, members = self._now(row)
        free = [each for each in self.stock.people if each.primary_email not in members]
        person = free[0]
        self.raw.execute(
            "INSERT INTO records_team_members (team_id, person_id) VALUES (%s, %s)",
            [row[1], person.pk],
        )
        self._note(row, (name, "\n".join(sorted([*members.split(), person.primary_email]))))
        return f"join {row}"

    def _savepoint(self) -> str:
        self.savepoints.append(dict(self.written or {}))
        self.raw.execute(f"SAVEPOINT s{len(self.savepoints)}")
        return f"savepoint {len(self.savepoints)}"

    def _back_to_savepoint(self) -> str:
        """Undo what came after; what is held stays so, as locks may."""
        number = len(self.savepoints)
        self.raw.execute(f"ROLLBACK TO SAVEPOINT s{number}")
        self.written = self.savepoints.pop()
        return f"back to savepoint {number}"


@contextmanager
def writers(number: int, stock: Stock) -> Iterator[list[Writer]]:
    """Give writers with a connection each."""
    own = [connections.create_connection("default") for _ in range(number)]
    try:
        for each in own:
            each.connect()
        yield [
            Writer(name, stock, each.connection)
            for name, each in zip("ABCDEFGH", own, strict=False)
        ]
    finally:
        for each in own:
            each.close()


def stored() -> Rows:
    """Return what the tables hold, as exports show it."""
    found: Rows = {}
    for slug, model in MODELS.items():
        for pk, name in model._default_manager.values_list("pk", "name"):
            found[slug, pk] = (name, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.team_id, string_agg(p.primary_email, E'\\n' ORDER BY p.primary_email) "
            "FROM records_team_members m JOIN records_person p ON p.id = m.person_id GROUP BY 1"
        )
        for pk, members in cursor.fetchall():
            found["teams", pk] = (found["teams", pk][0], members)
    return found
