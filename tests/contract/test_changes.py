"""However a record is changed: when its exported row differs, exports of changes take it.

Every column of every type is changed, by the service behind the forms and by imports. Then records
whose rows differ, also those that only show a link from elsewhere, are taken by incremental and
partial exports, and no others, but for sums over other records that came to the same.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import kinds, registry
from records.forms import editable
from records.kinds import Key, NoteText, Problem
from records.models import Record
from records.references import RecordTarget
from records.services import Refused, save_record
from records.types import Column, RecordType
from tests.contract.files import RETURNING, Row, exported, imported
from tests.contract.shown import Shown, different, incremental, mark, partial, rows_of, shown
from tests.contract.test_cells import CELLS
from tests.fixtures.world import Enrol
from tests.records import samples

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("transactional_db", "redis")]
STORED = [each for each in registry.types() if not each.view]
#: Types with columns that are computed from other records.
SUMS = {each for each in STORED if any(column.origins for column in each.columns)}


@pytest.fixture
def actor(wdc: Account, enrol: Enrol) -> Actor:
    """Somebody who may change and import everything."""
    return enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)


@pytest.fixture
def others(wdc: Account) -> dict[type[Record], list[Any]]:
    """Two records of each type, which nobody changes, and which others come to name."""
    return {each.model: [samples.make(each, wdc) for _ in range(2)] for each in STORED}


Others = dict[type[Record], list[Any]]


def values(column: Column, record: Record, others: Others) -> Iterator[Any]:
    """Yield values that the record may not have in the column yet."""
    record.refresh_from_db()  # the database may have filled it in
    if isinstance(column.kind, kinds.Notes):
        yield (NoteText(None, None, "Something new."),)
    elif isinstance(column.target, RecordTarget):
        model, key = column.target.model, column.target.record_key.expression()
        ids = [each.pk for each in others[model]]
        found = model._default_manager.filter(pk__in=ids).annotate(reference_key=key)
        first, second = (Key(str(text)) for text in found.values_list("reference_key", flat=True))
        yield from _references(column.kind, first, second)
    else:
        for text in _texts(column):
            value = column.kind.read(text)
            if not isinstance(value, Problem) and value != getattr(record, column.name, None):
                yield value


def _references(kind: Any, first: Key, second: Key) -> Iterator[Any]:
    if isinstance(kind, kinds.MarkedReferences):
        yield ((first, kind.marks[-1] if kind.marks else ""),)
    elif isinstance(kind, kinds.Arrows):
        yield ((first, second),)
    elif isinstance(kind, kinds.References):
        yield (first, second)
    else:
        yield from (first, second)


def _texts(column: Column) -> list[str]:
    if isinstance(column.kind, kinds.Enumeration):
        return [*column.kind.values]
    return ["1", "0", *CELLS[type(column.kind)][0]]


def save(actor: Actor, column: Column, record: Record, others: Others) -> bool:
    """Give the record another value in the column; False when the rules allow none alone."""
    for value in values(column, record, others):
        try:
            save_record(actor, record.record_type(), {column.name: value}, record=record)
        except (Refused, PermissionDenied):
            continue
        return True
    return False


def check(actor: Actor, wdc: Account, before: Shown, seen: Any) -> set[tuple[RecordType, int]]:
    """Check that exports of changes take what differs, and return it."""
    changed = different(before, shown(wdc))
    taken = incremental(actor, seen)
    assert changed <= taken
    assert changed <= partial(actor, seen)
    assert {record_type for record_type, _ in taken - changed} <= SUMS
    return changed


def test_what_people_change_is_taken(actor: Actor, wdc: Account, others: Others) -> None:
    records = [
        (column, samples.make(record_type, wdc))
        for record_type in STORED
        for column in editable(record_type)
    ]
    before, seen = shown(wdc), mark()

    saved = [record for column, record in records if save(actor, column, record, others)]

    changed = check(actor, wdc, before, seen)
    assert {(each.record_type(), each.pk) for each in saved} <= changed
    assert len(saved) > 0.95 * len(records)


def test_what_imports_change_is_taken(
    actor: Actor, wdc: Account, others: Others, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    files = {record_type: _file(record_type, wdc, others) for record_type in RETURNING}
    before, seen = shown(wdc), mark()

    runs = {each: imported(actor, tmp_path, each, found) for each, found in files.items()}

    changed = check(actor, wdc, before, seen)
    for record_type, run in runs.items():
        with subtests.test(record_type.slug):
            mine = [pk for each, pk in changed if each is record_type]
            assert (run.state, run.errors) == ("done", 0)
            assert len(mine) >= run.created + run.updated > 0


def test_what_imports_leave_alone_is_not_taken(
    actor: Actor, wdc: Account, others: Others, tmp_path: Path
) -> None:
    seen = mark()

    for record_type in RETURNING:
        run = imported(actor, tmp_path, record_type, exported(actor, record_type))
        assert run.state == "done"

    taken = incremental(actor, seen) | partial(actor, seen)
    assert {record_type.slug for record_type, _ in taken} == {"system_logs"}  # of the imports


def _file(record_type: RecordType, account: Account, others: Others) -> list[Row]:
    """Return rows of new records, each with another value in one column."""
    cells = {}
    for column in record_type.columns:
        if column.read_only or column.names or column.create_only or column.name == "id":
            continue
        record = samples.make(record_type, account)
        value = next(values(column, record, others), None)
        if value is not None:
            cells[record.pk] = (column.header, column.kind.format(value))
    found = rows_of(record_type, cells)
    return [found[pk] | dict([cell]) for pk, cell in cells.items()]
