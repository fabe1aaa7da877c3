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
from django.db.models import Expression, UniqueConstraint, Value
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
        """Return the cells of rows that can be compared, with their places, for COPY."""
        width = len(self.layout.headers)
        key, pick = _picker(self._key_cells), _picker(self.layout.cells)
        plain = [
            (place, row.cells)
            for place, row in enumerate(rows)
            if len(row.cells) == width and not row.broken
        ]
        keys = [key(cells) for _, cells in plain]
        times = Counter(keys)
        return tables.as_text(
            [
                (str(place), *pick(cells))
                for (place, cells), mine in zip(plain, keys, strict=True)
                if times[mine] == 1 and all(mine)
            ]
        )

    def find(self, cells: bytes) -> dict[int, int]:
        """Return the rows that change nothing: place among the rows → ID of the record."""
        with transaction.atomic():
            tables.tune()
            with tables.cursor() as raw:
                raw.execute("SELECT set_config('TimeZone', %s, true)", [self.zone.key])
                raw.execute(self._table)
            names = [sql.Identifier("place"), *(_cell(place) for place in self._places)]
            tables.copy_text(_CELLS, names, cells)
            found = dict(tables.rows(*self._query))
            with tables.cursor() as raw:
                raw.execute(sql.SQL("DROP TABLE {}").format(_CELLS))
        return found

    @property
    def _places(self) -> range:
        return range(len(self.layout.columns))

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
    def _table(self) -> sql.Composed:
        cells = sql.SQL(", ").join(
            sql.SQL("{} text NOT NULL").format(_cell(place)) for place in self._places
        )
        return sql.SQL("CREATE TEMPORARY TABLE {} (place int, {}) ON COMMIT DROP").format(
            _CELLS, cells
        )

    @cached_property
    def _query(self) -> tuple[sql.Composed, Sequence[object]]:
        """The query of the rows that are alike, and its parameters."""
        texts = {f"text_{place}": _text(c) for place, c in enumerate(self.layout.columns)}
        model = self.layout.record_type.model
        found = model._default_manager.filter(account=self.account).order_by().annotate(**texts)
        records, parameters = found.values_list("id", *self._key, *texts).query.sql_with_params()
        conditions = [self._finds(name) for name in self._key if name != "id"]
        conditions += [
            sql.SQL("s.{} = {}").format(_cell(place), sql.Identifier("o", text))
            for place, text in enumerate(texts)
        ]
        conditions += [
            sql.SQL("position({} IN s.{}) = 0").format(sql.Literal(_FOREIGN), _cell(place))
            for place, column in enumerate(self.layout.columns)
            if column.target is not None
        ]
        query = sql.SQL("SELECT s.place, o.id FROM {cells} s JOIN ({records}) o ON {same}").format(
            cells=_CELLS,
            records=sql.SQL(records),
            same=sql.SQL(" AND ").join([*self._by_id, *conditions]),
        )
        return query, parameters

    @property
    def _by_id(self) -> list[sql.Composed]:
        if "id" not in self._key:
            return []
        cell = _cell(self.layout.columns.index(self.layout.record_type.column("id")))
        return [
            sql.SQL("o.id = CASE WHEN s.{0} ~ '^[0-9]{{1,18}}$' THEN s.{0}::bigint END").format(
                cell
            )
        ]

    def _finds(self, name: str) -> sql.Composed:
        """Return the condition that an index serves; partial ones are of what is not blank."""
        place = self.layout.position(name)
        assert place is not None  # noqa: S101 - the file has the columns of the key
        return sql.SQL("o.{0} = s.{1} AND o.{0} <> ''").format(sql.Identifier(name), _cell(place))


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
    return column.name == "id" or isinstance(column.field, models.CharField | models.TextField)


def _text(column: Column) -> Expression:
    """Return the text of a cell, as an export writes it."""
    text = column.text()
    guarded = guard_sql(text) if column.kind.guarded else text
    return Coalesce(guarded, Value(""), output_field=models.TextField())


def _cell(place: int) -> sql.Identifier:
    return sql.Identifier(f"cell_{place}")
