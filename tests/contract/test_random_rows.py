"""Random valid rows of any type: what is imported comes back from an export unchanged."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import kinds
from records.kinds import guard
from records.types import Column, RecordType
from tests.contract.files import RETURNING, Row, exported, imported
from tests.fixtures.world import Enrol
from tests.imports.importing import messages
from tests.records import samples
from tests.records.kind_strategies import STRATEGIES

_ROWS = 3
#: Kinds whose values need more than the column says: what they name has to be there.
_NAMING = (kinds.Arrows, kinds.MarkedReferences, kinds.Notes)


def texts(column: Column) -> st.SearchStrategy[str]:
    """Return the strategy of the texts that the column may hold, blank among them."""
    kind = column.kind
    if isinstance(kind, kinds.Enumeration):
        return st.sampled_from(["", *kind.values])
    if isinstance(kind, kinds.Integer):
        low, high = max(kind.minimum, -(10**6)), min(kind.maximum, 10**6)
        return st.integers(low, high).map(lambda number: guard(str(number)))
    length = getattr(kind, "max_length", None) or 10**6
    values = next(values for each, values in STRATEGIES if type(each) is type(kind))
    written = values.map(lambda value: guard(kind.format(value)))
    most = getattr(kind, "maximum", None)
    if isinstance(kind, kinds.Duration) and most:
        written = st.integers(0, most).map(kind.format)
    return st.one_of(st.just(""), written.filter(lambda text: len(text) <= length))


def varied(record_type: RecordType) -> list[Column]:
    """Return the columns that get random values: those that name nothing and find nothing."""
    fixed = {"id", "source", "source_id", *record_type.key.fields}
    fixed |= {name for rule in record_type.match for name in getattr(rule, "names", ())}
    fixed |= {getattr(record_type.merge, "removes", ""), getattr(record_type.merge, "flag", "")}
    return [
        column
        for column in record_type.columns
        if column.name not in fixed
        and not (column.read_only or column.relation or column.target or column.names)
        and not column.create_only
        and not isinstance(column.kind, _NAMING)
    ]


def rows_of(record_type: RecordType, bases: list[Row]) -> st.SearchStrategy[list[Row]]:
    """Return the strategy of files: each stored row with other values."""
    cells = st.fixed_dictionaries({column.header: texts(column) for column in varied(record_type)})
    files = st.lists(cells, min_size=len(bases), max_size=len(bases))
    return files.map(
        lambda changes: [base | each for base, each in zip(bases, changes, strict=True)]
    )


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db", "redis")
def test_what_is_imported_comes_back_unchanged(
    wdc: Account, enrol: Enrol, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    for record_type in RETURNING:
        with subtests.test(record_type.slug):
            for _ in range(_ROWS):
                samples.make(record_type, wdc)
            _try(actor, tmp_path, record_type)


def _try(actor: Actor, folder: Path, record_type: RecordType) -> None:
    bases = exported(actor, record_type)

    @seed(1)
    @settings(
        max_examples=1,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rows_of(record_type, bases))
    def holds(rows: list[Row]) -> None:
        first = imported(actor, folder, record_type, rows)
        assert first.state == "done"
        assert first.errors == 0
        assert first.created == 0
        stored = exported(actor, record_type)
        again = imported(actor, folder, record_type, stored)
        assert (again.created, again.updated, again.failures, again.errors) == (0, 0, 0, 0), (
            messages(again)
        )
        assert exported(actor, record_type) == stored

    holds()
