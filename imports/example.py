"""An example file of a type, which can be imported as it is in the account of its reader."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from fourme.accounts.rights import Actor, Door
from imports.candidates import Candidate, Candidates
from imports.fitting import Fitting, keys_of
from imports.headers import identifying
from records.kinds import guard
from records.selectors import visible_to
from records.types import Children, Column, RecordType, ReplaceGroup, Upsert

#: Without examples of its own a type shows a row that is filled in and one with what is needed.
_ROWS: tuple[Mapping[str, str], ...] = ({}, {})


@dataclass(frozen=True)
class Example:
    """The columns and rows of the file, and what has to be imported before."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    lacking: tuple[RecordType, ...] = ()

    def csv(self) -> str:
        """Return the file, with the formula guard of exports."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(guard(column.header) for column in self.columns)
        writer.writerows(self._guarded(row) for row in self.rows)
        return file.getvalue()

    def _guarded(self, row: Iterable[str]) -> Iterable[str]:
        for column, text in zip(self.columns, row, strict=True):
            yield guard(text) if column.kind.guarded else text


def example(actor: Actor, record_type: RecordType) -> Example:
    """Make the example.

    Its rows make new records; where that is not possible (all keys are taken, or the actor may
    change existing records only) they are those of existing records.
    """
    if not actor.may(Door.IMPORT):
        columns = financial_columns(record_type)
        return Example(columns, tuple(_existing(actor, record_type, columns, len(_ROWS))))
    columns = tuple(
        each for each in record_type.columns if not each.read_only and each.name != "id"
    )
    search = _search(actor, record_type)
    rows = list(_made_up(actor, record_type, columns, search))
    if not rows:
        rows = list(_existing(actor, record_type, columns, 1))
    return Example(columns, tuple(rows), _lacking(record_type, search))


def lacking(actor: Actor, record_type: RecordType) -> tuple[RecordType, ...]:
    """Return the types of which the account needs records before it can have one of the type."""
    return _lacking(record_type, _search(actor, record_type))


def _lacking(record_type: RecordType, search: Candidates) -> tuple[RecordType, ...]:
    missing = (
        each.target.types()[0]
        for each in record_type.columns
        if each.required and each.target and not each.read_only and not search.offers(each)
    )
    return tuple(dict.fromkeys(missing))


def financial_columns(record_type: RecordType) -> tuple[Column, ...]:
    """Return what somebody may import who may change financial columns only."""
    keys = {name for names in identifying(record_type) for name in names}
    return tuple(
        each
        for each in record_type.columns
        if not each.read_only and (each.financial or each.name in keys)
    )


def _search(actor: Actor, record_type: RecordType) -> Candidates:
    unique = frozenset(name for names in keys_of(record_type) for name in names)
    merge = record_type.merge
    return Candidates(actor, unique, merge.removes if isinstance(merge, Upsert) else "")


def _made_up(
    actor: Actor, record_type: RecordType, columns: tuple[Column, ...], search: Candidates
) -> Iterable[tuple[str, ...]]:
    fitting = Fitting(record_type, actor.account)
    shared: Mapping[str, Candidate] = {}
    for number, declared in enumerate(record_type.example or _ROWS):
        choices = search.of(columns, declared, full=number == 0)
        choices |= {name: [each] for name, each in shared.items() if name not in declared}
        needed = [each for each in columns if not choices[each.name]]
        choices |= {each.name: [_needed(each)] for each in needed}
        row = fitting.row(choices, same=bool(shared) and isinstance(record_type.merge, Children))
        if row is None:
            return
        shared = shared or {name: row[name] for name in _shared(record_type, columns)}
        yield tuple(row[column.name].text for column in columns)


def _shared(record_type: RecordType, columns: tuple[Column, ...]) -> list[str]:
    """Return the columns in which all rows of the example are alike: those of the group."""
    merge = record_type.merge
    if isinstance(merge, Children):
        return [each.name for each in columns if not each.relation]
    return [merge.by] if isinstance(merge, ReplaceGroup) else []


def _needed(column: Column) -> Candidate:
    """Return what stands for a reference while there is nothing to name."""
    types = column.target.types() if column.target else ()
    return Candidate(f"(import {' or '.join(each.label_of(2) for each in types)} first)", None)


def _existing(
    actor: Actor, record_type: RecordType, columns: tuple[Column, ...], count: int
) -> Iterable[tuple[str, ...]]:
    named: dict[str, Any] = {f"text_{n}": column.text() for n, column in enumerate(columns)}
    records = visible_to(actor, record_type).order_by("pk").annotate(**named)
    for texts in islice(records.values_list(*named)[:count], count):
        yield tuple(text or "" for text in texts)
