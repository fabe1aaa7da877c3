"""The records of another account, of any type: nobody sees, changes or names them."""

from pathlib import Path

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Door
from fourme.accounts.roles import Role
from records import registry
from records.models import Record
from records.references import RecordTarget
from records.types import Column, RecordType
from tests.contract.files import RETURNING, exported, imported
from tests.fixtures.world import Enrol
from tests.imports.importing import messages
from tests.records import samples


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db", "redis")
def test_an_export_has_records_of_its_account_only(
    wdc: Account, wna: Account, enrol: Enrol, subtests: pytest.Subtests
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    for record_type in registry.types():
        with subtests.test(record_type.slug):
            samples.make(record_type, wdc)
            samples.make(record_type, wna)
            records = record_type.model._default_manager
            theirs = {str(pk) for pk in records.filter(account=wna).values_list("pk", flat=True)}
            rows = exported(actor, record_type)
            assert rows
            assert not theirs & {row.get("ID") for row in rows}
            if record_type.door != Door.LOGS:  # an export is logged itself
                assert len(rows) == records.filter(account=wdc).count()


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db", "redis")
def test_an_import_neither_changes_nor_names_records_of_another_account(
    wdc: Account, wna: Account, enrol: Enrol, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    for record_type in RETURNING:
        with subtests.test(record_type.slug):
            foreign = samples.make(record_type, wna)
            samples.make(record_type, wdc)
            row = exported(actor, record_type)[-1]
            rows, reasons = [row], [("", "")]
            if "ID" in row:
                rows.append(row | {"ID": str(foreign.pk)})
                reasons.append(("ID", "There is no"))
            plain = row | {each.header: "" for each in record_type.columns if each.names}
            for column in _references(record_type):
                named = _name(foreign, column)
                rows += [plain | {column.header: text} for text in (named, f"{named} @wna")]
                reasons.append((column.header, "There is no"))
                reasons.append((column.header, "wdc has no accepted trust"))
            run = imported(actor, tmp_path, record_type, rows)
            assert (run.failures, run.updated, run.created) == (len(rows) - 1, 0, 0)
            told = messages(run)
            for number, (header, reason) in enumerate(reasons[1:], 3):
                assert any(
                    place == number and name == header and text.startswith(reason)
                    for place, name, text in told
                ), (number, header, reason, told)


def _name(foreign: Record, column: Column) -> str:
    """Return the key by which the account of the record names what it refers to."""
    theirs = getattr(foreign, column.name)
    theirs.refresh_from_db()  # its key may be one that the database fills in
    key = column.target.record_key  # type: ignore[union-attr] # a RecordTarget
    return str(getattr(theirs, key.fields[-1]))


def _references(record_type: RecordType) -> list[Column]:
    """Return the references that a sample has for sure, to records with a key of their own."""
    return [
        column
        for column in record_type.columns
        if isinstance(column.target, RecordTarget)
        and column.required
        and not column.many
        and not column.within
    ]
