"""What the cells of every column of every type may hold: good ones are read, bad ones refused."""

from pathlib import Path
from typing import Any

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import kinds
from records.kinds import Kind, Problem
from records.references import RecordTarget, TypedTarget
from records.types import Column, RecordType
from tests.contract.files import RETURNING, exported, imported
from tests.fixtures.world import Enrol
from tests.imports.importing import messages
from tests.records import samples

#: For each kind: texts that it reads, and texts that it refuses.
CELLS: dict[type[Kind[Any]], tuple[list[str], list[str]]] = {
    kinds.String: (["one line", " padded ", "=1+1", "ünï ☃"], ["two\nlines"]),
    kinds.Text: (["two\nlines", "a\r\nb", "-5"], []),
    kinds.Boolean: (["1", "t", "YES", "no", "0", "whatever"], []),
    kinds.Enumeration: ([], ["nonsense"]),
    kinds.Identifier: (["1", "922337203685477"], ["x", "-1", "0", "1.5"]),
    kinds.Integer: (["1", "5"], ["x", "1.5", "1,000"]),
    kinds.Decimal: (["1", "1.50", "0.5"], ["1,5", "x", "1.1234567"]),
    kinds.Duration: (["90", "1:30"], ["1h", "1:75", "x"]),
    kinds.Date: (["2026-01-31", "2028-02-29"], ["31-01-2026", "2026-02-30"]),
    kinds.Timestamp: (["2026-01-31T09:00:00Z", "2026-01-31T09:00+01:00"], ["2026-01-31", "now"]),
    kinds.LocalMoment: (["2026-01-31T24:00", "2026-01-31 09:00"], ["2026-01-31T25:00", "x"]),
    kinds.TimeOfDay: (["00:00", "24:00"], ["25:00", "24:01"]),
    kinds.Email: (["Name@Widget.example"], ["name", "a b@widget.example"]),
    kinds.Uri: (["https://widget.example/x"], ["javascript:alert(1)", "two words"]),
    kinds.Attachments: (["https://a.example/1\nhttps://a.example/2"], ["vbscript:x"]),
    kinds.TimeZone: (["Amsterdam", "Europe/Amsterdam"], ["Nowhere"]),
    kinds.Locale: (["nl", "EN-us"], ["xx-YY"]),
    kinds.Country: (["NL", "nl"], ["ZZ"]),
    kinds.Currency: (["eur", "EUR"], ["zzz"]),
    kinds.CustomFields: (['[{"id": "color", "value": null}]'], ["{", "[1]", '[{"id": 1}]']),
    kinds.Json: (['["request:Read"]', "{}"], ["{", "NaN"]),
    kinds.Phases: (["Preparation\nExecution"], ["Twice\nTwice"]),
    kinds.NamedLines: (["urgent: request.urgent"], ["no colon"]),
    kinds.FilterLines: (["Status|assigned;accepted|0", "Site|$$x|1"], ["Status", "a|b|2"]),
    kinds.Reference: (["Widget", "Widget @wna"], ["two\nnames"]),
    kinds.References: (["Widget\nGadget @wna"], []),
    kinds.MarkedReferences: ([], []),
    kinds.NumberList: (["1"], ["x", "1;2"]),
    kinds.Arrows: (["'A' => 'B'", "44 => 45"], ["A -> B"]),
    kinds.Notes: (["Some words", "a@b.example 2026-01-31T09:00:00Z\nText"], []),
}
NOBODY = "Nobody is named so"


def good(column: Column) -> list[str]:
    """Return texts that the column reads."""
    kind = column.kind
    if isinstance(kind, kinds.Enumeration):
        return [kind.values[0], kind.values[-1].upper()]
    if isinstance(kind, kinds.MarkedReferences):
        return [f"Widget / {kind.marks[0] if kind.marks else 'Preparation'}"]
    return CELLS[type(kind)][0]


def bad(column: Column) -> list[str]:
    """Return texts that an import refuses, with one that names nothing for a reference."""
    found = list(CELLS[type(column.kind)][1])
    length = getattr(column.kind, "max_length", None)
    if length and not column.many:
        found.append("x" * (length + 1))
    if isinstance(column.target, TypedTarget):
        found.append("999999999")
    elif isinstance(column.kind, kinds.Arrows):
        found.append(f"'{NOBODY}' => '{NOBODY} too'")
    elif isinstance(column.kind, kinds.MarkedReferences):
        found.append(f"{NOBODY} / {column.kind.marks[0] if column.kind.marks else 'x'}")
    elif isinstance(column.kind, kinds.Notes):
        found.append("nobody@widget.example 2026-01-31T09:00:00Z\nText")
    elif isinstance(column.target, RecordTarget):
        found.append(NOBODY)
    return found


def fillable(record_type: RecordType) -> list[Column]:
    """Return the columns that an import takes a value of."""
    return [column for column in record_type.columns if not column.read_only]


@pytest.mark.parametrize("record_type", RETURNING, ids=str)
def test_good_cells_are_read(record_type: RecordType) -> None:
    for column in fillable(record_type):
        for text in good(column):
            if len(text) > (getattr(column.kind, "max_length", None) or len(text)):
                continue
            value = column.kind.read(text)
            assert not isinstance(value, Problem), (column.header, text, str(value))
            again = column.kind.format(value) if value not in (None, "", ()) else ""
            assert column.kind.read(again) == value, (column.header, text)


@pytest.mark.parametrize("record_type", RETURNING, ids=str)
def test_bad_cells_are_refused_with_what_would_be_right(record_type: RecordType) -> None:
    for column in fillable(record_type):
        for text in CELLS[type(column.kind)][1]:
            problem = column.kind.read(text)
            assert isinstance(problem, Problem), (column.header, text)
            assert problem.reason.endswith(".")
            assert problem.hint.endswith((".", "?", "]")), (column.header, text, problem.hint)


@pytest.mark.slow
@pytest.mark.usefixtures("transactional_db", "redis")
def test_an_import_tells_row_and_column_of_each_bad_cell(
    wdc: Account, enrol: Enrol, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    for record_type in RETURNING:
        with subtests.test(record_type.slug):
            samples.make(record_type, wdc)
            _try(actor, tmp_path, record_type)


def _try(actor: Actor, folder: Path, record_type: RecordType) -> None:
    row = exported(actor, record_type)[-1]
    columns = fillable(record_type)
    cases = [(column, text) for column in columns for text in bad(column)]
    # As new records the rows need not wait for each other.
    new = row | {header: "" for header in ("ID", "Source", "Source ID") if header in row}
    rows = [row]
    for column, text in cases:  # the second way to name a record would count before its text
        others = {each.header: "" for each in columns if each.names == column.name}
        rows.append(new | others | {column.header: text})
    run = imported(actor, folder, record_type, rows, test=True)
    told = {(number, header) for number, header, _ in messages(run)}
    for number, (column, text) in enumerate(cases, 3):
        assert (number, column.header) in told, (column.header, text)
    assert run.state == "done"
    assert run.errors == 0
