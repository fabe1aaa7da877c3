"""What an import changes goes to the history of the records, in the transaction of its batch."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from imports import tables
from records.changes import plain
from records.models import Change
from records.types import Column, RecordType

#: By record its changed columns: name → values before and after, as `Change.values` has them.
Changes = dict[int, dict[str, list[Any]]]
Fields = Sequence[tuple[str, "models.Field[Any, Any]"]]

_COLUMNS = ("account_id", "record_type", "record_id", "kind", "user_id", "import_number", "values")


class Signature(NamedTuple):
    """Who imports: what each entry in a history is signed with."""

    account: str
    user: int
    number: int


def differences(fields: Fields, old: str, new: str) -> sql.Composable:
    """Return the JSON of the columns that differ between two rows with these aliases."""
    parts = []
    for name, stored in fields:
        before, after = (_column(stored, alias) for alias in (old, new))
        parts.append(
            sql.SQL(
                "CASE WHEN {0} IS DISTINCT FROM {1} THEN {2} || json_build_array({0}, {1}) END"
            ).format(before, after, sql.Literal(f'"{name}":'))
        )
    return _object(parts)


def contents(fields: Fields, alias: str) -> sql.Composable:
    """Return the JSON of the columns of a row that are not blank, each as lost."""
    parts = [
        sql.SQL("CASE WHEN {0}::text <> '' THEN {1} || json_build_array({0}, NULL) END").format(
            _column(stored, alias), sql.Literal(f'"{name}":')
        )
        for name, stored in fields
    ]
    return _object(parts)


def _column(stored: "models.Field[Any, Any]", alias: str) -> sql.Composable:
    """Return a column for JSON; numbers with decimals are texts there, to stay exact."""
    column = sql.Identifier(alias, str(stored.column))
    exact = isinstance(stored, models.DecimalField)
    return sql.SQL("{}::text").format(column) if exact else column


def _object(parts: Sequence[sql.Composable]) -> sql.Composable:
    """Return the JSON object of parts of text; those that are NULL are left out."""
    return sql.SQL("('{{' || array_to_string(ARRAY[{}]::text[], ',') || '}}')::jsonb").format(
        sql.SQL(", ").join(parts)
    )


def telling(rows: str, record_type: RecordType, kind: str, signature: Signature) -> sql.Composable:
    """Return the INSERT of the `id` and `values` of the rows of a WITH query."""
    return sql.SQL(
        "INSERT INTO {history} ({columns}) SELECT {account}, {type}, id, {kind}, {user}, "
        "{number}, values FROM {rows} WHERE values <> '{{}}'"
    ).format(
        history=tables.table(Change),
        columns=sql.SQL(", ").join(map(sql.Identifier, _COLUMNS)),
        account=sql.Literal(signature.account),
        type=sql.Literal(record_type.slug),
        kind=sql.Literal(kind),
        user=sql.Literal(signature.user),
        number=sql.Literal(signature.number),
        rows=sql.Identifier(rows),
    )


def tell(record_type: RecordType, changes: Changes, signature: Signature) -> None:
    """Store changes that no other statement tells."""
    tables.copy(
        tables.table(Change),
        [sql.Identifier(name) for name in _COLUMNS],
        [
            (
                signature.account,
                record_type.slug,
                pk,
                Change.Kind.CHANGED.value,
                signature.user,
                signature.number,
                as_json(values),
            )
            for pk, values in changes.items()
        ],
    )


def complete(
    record_type: RecordType, column: Column, pairs: Iterable[tuple[int, int]], signature: Signature
) -> None:
    """Tell references of a column that were left out at first, in the entry of the same import.

    Of each pair the first record comes to refer to the second. New records tell nothing.
    """
    others: dict[int, list[int]] = {}
    for pk, other in pairs:
        others.setdefault(pk, []).append(other)
    older = record_type.model._default_manager.filter(pk__in=others)
    ids = older.exclude(import_number=signature.number).values_list("pk", flat=True)
    told = {
        each.record_id: each
        for each in Change.objects.filter(
            record_type=record_type.slug, record_id__in=ids, import_number=signature.number
        )
    }
    more: Changes = {}
    for pk in ids:
        values = told[pk].values if pk in told else more.setdefault(pk, {})
        if column.many:
            removed, added = values.get(column.name, [[], []])
            values[column.name] = [removed, [*added, *others[pk]]]
        else:
            values[column.name] = [values.get(column.name, [None])[0], others[pk][0]]
    Change.objects.bulk_update(told.values(), ["values"])
    tell(record_type, more, signature)


def as_json(values: Mapping[str, list[Any]]) -> Jsonb:
    """Return the values as psycopg stores them."""
    return Jsonb({name: plain(each) for name, each in values.items()})
