"""References that a file sets in other records: the rules of those records hold as well."""

from collections.abc import Sequence
from typing import Any

from imports.headers import Layout
from imports.rows import Entry
from records import registry
from records.kinds import Problem
from records.types import Backward, CheckedRule, Column, RecordType

Stored = dict[int, dict[str, Any]]


def check(entries: Sequence[Entry], layout: Layout) -> None:
    """Complain of entries whose record may not be named by one that the file makes point to it.

    One query for each such column whose reference is part of a rule.
    """
    for place, column in enumerate(layout.columns):
        if isinstance(column.links, Backward):
            other: RecordType = registry.of(column.links.model)  # type: ignore[arg-type] # a Record
            rules = [each for each in other.rules if _concerns(each, column.links, other)]
            if rules:
                _check(entries, place, column, other, rules)


def _concerns(rule: CheckedRule, links: Backward, other: RecordType) -> bool:
    """Tell whether a rule looks at the reference, and at stored columns only."""
    columns = [other.column(name) for name in rule.names if name != "id"]
    plain = all(each.field is not None and not each.many for each in columns)
    return links.field in rule.names and plain and not rule.beyond


def _check(
    entries: Sequence[Entry],
    place: int,
    column: Column,
    other: RecordType,
    rules: Sequence[CheckedRule],
) -> None:
    field = column.links.field  # type: ignore[union-attr] # a Backward
    names = {name for rule in rules for name in rule.names}
    wanted = {pk for entry in entries for pk in entry.values[place] or () if isinstance(pk, int)}
    stored = _stored(other, names, wanted)
    for entry in entries:
        for pk in entry.values[place] or ():
            values = stored.get(pk, {}) | {field: entry.id}
            for wrong in filter(None, (rule.check(values) for rule in rules)):
                entry.complain(column.header, pk, *_said(other, pk, *wrong))


def _stored(other: RecordType, names: set[str], ids: set[int]) -> Stored:
    paths = {name: getattr(other.column(name).field, "attname", "id") for name in names}
    rows = other.model._default_manager.filter(pk__in=ids).values("id", *set(paths.values()))
    return {row["id"]: {name: row[path] for name, path in paths.items()} for row in rows}


def _said(other: RecordType, pk: int, name: str, problem: Problem) -> tuple[str, str]:
    header = other.column(name).header
    return f"{header} of {other.label_of(1)} {pk} {problem.reason}", problem.hint
