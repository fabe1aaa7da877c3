"""Conditions of unique constraints: column = constant, put together by AND, OR and NOT."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from psycopg import sql

from imports import tables
from imports.headers import Layout

Test = Callable[[Sequence[Any]], bool]


def test(condition: Q | None, names: Sequence[str]) -> Test:
    """Return the function that tells whether the condition holds for the values of these names."""
    if condition is None:
        return lambda _: True
    parts = [
        test(child, names) if isinstance(child, Q) else _equals(names.index(child[0]), child[1])
        for child in _children(condition)
    ]
    negated, decide = condition.negated, any if condition.connector == Q.OR else all
    if len(parts) == 1:
        (only,) = parts
        return (lambda values: not only(values)) if negated else only
    return lambda values: decide(part(values) for part in parts) != negated


def _equals(place: int, constant: Any) -> Test:
    return lambda values: bool(values[place] == constant)


def names(condition: Q | None) -> Iterator[str]:
    """Yield the names of the columns in the condition."""
    for child in _children(condition):
        if isinstance(child, Q):
            yield from names(child)
        else:
            yield child[0]


def as_sql(condition: Q | None, layout: Layout) -> sql.Composable:
    """Return the condition for the table `t`; only with it a partial index can be used."""
    if condition is None:
        return sql.SQL("true")
    parts = [
        as_sql(child, layout)
        if isinstance(child, Q)
        else sql.SQL("t.{} = {}").format(
            tables.identifier(tables.field(layout.record_type.column(child[0]))),
            sql.Literal(child[1]),
        )
        for child in _children(condition)
    ]
    joined = sql.SQL("({})").format(sql.SQL(f" {condition.connector} ").join(parts))
    return sql.SQL("NOT {}").format(joined) if condition.negated else joined


def _children(condition: Q | None) -> list[Any]:
    return list(condition.children) if condition is not None else []
