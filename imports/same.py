"""Rows that say what their record has already, found before anything is parsed.

A row whose cells are those that an export would write of its record changes nothing: that is what
a round trip means. So the cells go into a temporary table as they are, and PostgreSQL compares them
with the texts of the records. What differs, or is not plain, takes the usual way.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Expression, Func, TextField, UniqueConstraint, Value
from django.db.models.functions import Coalesce
from psycopg import sql

from fourme.accounts.models import Account
from imports import tables
from imports.headers import Layout, identifying
from imports.rows import Row
from records.keys import RecordKey
from records.kinds import guard_sql
from records.references import RecordTarget
from records.types import Column, Upsert

_CELLS = sql.Identifier("import_cells")
#: What follows the name of a record of another account, which may be out of reach by now.
_FOREIGN = " @"
#: Between the cells of a row in one text; rows with a cell that has it take the usual way.
_BETWEEN = "\x1d"


@dataclass(frozen=True)
class Same:
    """Finds rows of a file that change nothing; moments are compared as written in the zone."""

    layout: Layout
    account: Account
    zone: ZoneInfo

    @cached_property
    def possible(self) -> bool:
        """Whether a row of such a file concerns one record only, and its texts say all.

        Not so with links to other records, rows that remove, columns of which an absent one says
        something, references that two records may answer to, and rules that look at others.
        """
        record_type = self.layout.record_type
        return (
            record_type.merge == Upsert()
            and -1 not in self.layout.cells
            and bool(self._key)
            and not any(rule.beyond for rule in record_type.rules)
            and all(map(_is_plain, self.layout.columns))
        )

    def cells(self, rows: Sequence[Row]) -> bytes:
        """Return the rows that can be compared, for COPY: place, key, and all cells as one text."""
        width, breaks = len(self.layout.headers), len(self.layout.columns) - 1
        key, pick = _picker(self._key_cells), _picker(self.layout.cells)
        references = self._references
        plain = [
            (place, row.cells)
            for place, row in enumerate(rows)
            if len(row.cells) == width
            and not row.broken
            and not any(_FOREIGN in row.cells[cell] for cell in references)
        ]
        keys = [key(cells) for _, cells in plain]
        times = Counter(keys)
        return tables.as_text(
            [
                (str(place), *mine, line)
                for (place, cells), mine in zip(plain, keys, strict=True)
                if times[mine] == 1
                and all(mine)
                and (line := _BETWEEN.join(pick(cells))).count(_BETWEEN) == breaks
            ]
        )

    def find(self, cells: bytes, meanwhile: Callable[[], None]) -> dict[int, int]:
        """Return the rows that change nothing: place among the rows → ID of the record.

        Calls `meanwhile` when the database is about to be busy with them.
        """
        with transaction.atomic():
            tables.tune()
            with tables.cursor() as raw:
                raw.execute("SELECT set_config('TimeZone', %s, true)", [self.zone.key])
                # Each row is looked up by index: nothing is known of the temporary table, and to
                # read the whole table of the records instead would take longer with each of them.
                raw.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")
                raw.execute(self._table)
            names = [sql.Identifier("place"), *map(_cell, self._key), sql.Identifier("line")]
            tables.copy_text(_CELLS, names, cells)
            meanwhile()
            found = dict(tables.rows(*self._query))
            with tables.cursor() as raw:
                raw.execute(sql.SQL("DROP TABLE {}").format(_CELLS))
        return found

    @cached_property
    def _key(self) -> tuple[str, ...]:
        """The first way by which rows find their record, when its columns are texts or the ID."""
        here = {column.name: column for column in self.layout.columns}
        ways = [names for names in identifying(self.layout.record_type) if here.keys() & {*names}]
        if not ways or any(name not in here or not _is_text(here[name]) for name in ways[0]):
            return ()
        return ways[0]

    @property
    def _key_cells(self) -> list[int]:
        places = [self.layout.position(name) for name in self._key]
        return [self.layout.cells[place] for place in places if place is not None]

    @cached_property
    def _references(self) -> list[int]:
        columns = zip(self.layout.columns, self.layout.cells, strict=True)
        return [cell for column, cell in columns if column.target is not None]

    @cached_property
    def _table(self) -> sql.Composed:
        key = sql.SQL(", ").join(sql.SQL("{} text").format(_cell(name)) for name in self._key)
        return sql.SQL(
            "CREATE TEMPORARY TABLE {} (place int, {}, line text) ON COMMIT DROP"
        ).format(_CELLS, key)

    @cached_property
    def _query(self) -> tuple[sql.Composed, Sequence[object]]:
        """The query of the rows that are alike, and its parameters."""
        texts = map(_text, self.layout.columns)
        line = Func(Value(_BETWEEN), *texts, function="concat_ws", output_field=TextField())
        model = self.layout.record_type.model
        found = model._default_manager.filter(account=self.account).order_by().annotate(line=line)
        records, parameters = found.values_list("id", *self._key, "line").query.sql_with_params()
        conditions = [self._finds(name) for name in self._key]
        query = sql.SQL("SELECT s.place, o.id FROM {cells} s JOIN ({records}) o ON {same}").format(
            cells=_CELLS,
            records=sql.SQL(records),
            same=sql.SQL(" AND ").join([*conditions, sql.SQL("s.line = o.line")]),
        )
        return query, parameters

    @staticmethod
    def _finds(name: str) -> sql.Composed:
        """Return the condition that an index serves; partial ones are of what is not blank."""
        if name == "id":
            number = "o.id = CASE WHEN s.{0} ~ '^[0-9]{{1,18}}$' THEN s.{0}::bigint END"
            return sql.SQL(number).format(_cell(name))
        return sql.SQL("o.{0} = s.{1} AND o.{0} <> ''").format(sql.Identifier(name), _cell(name))


def _picker(places: Sequence[int]) -> Callable[[list[str]], Sequence[str]]:
    """Return the function of the cells at these places."""
    return itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)


def _is_plain(column: Column) -> bool:
    """Tell whether the text of a column says all of a value that the record itself holds."""
    plain = column.field is not None and not (column.relation or column.many or column.within)
    return plain and not column.names and (column.target is None or _is_clear(column))


def _is_clear(column: Column) -> bool:
    """Tell whether the text of a reference names one record of the account, always."""
    target = column.target
    if not isinstance(target, RecordTarget) or target.within:
        return False
    key: RecordKey = target.record_key
    if key.alternatives or key.when is not None or len(key.fields) > 1:
        return False
    unique = {"account", *key.fields}
    return key.number or any(
        isinstance(each, UniqueConstraint) and each.condition is None and {*each.fields} == unique
        for each in target.model._meta.constraints
    )


def _is_text(column: Column) -> bool:
    return column.name == "id" or isinstance(column.field, models.CharField | TextField)


def _text(column: Column) -> Expression:
    """Return the text of a cell, as an export writes it."""
    text = column.text()
    guarded = guard_sql(text) if column.kind.guarded else text
    return Coalesce(guarded, Value(""), output_field=TextField())


def _cell(name: str) -> sql.Identifier:
    return sql.Identifier(f"cell_{name}")
