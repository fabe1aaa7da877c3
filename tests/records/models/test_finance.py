"""Invoices and time entries."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records import registry
from records.models import Invoice, TimeEntry
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, messages, run_import
from tests.records.samples import make

Importing = Callable[..., ImportRun]
INVOICES = "Source,Source ID,Description,Invoice Number,Invoice Date,Unit Price,Quantity\n"
ENTRIES = "Person,Date,Time Spent,Correction,Request,Time Allocation\n"


def test_the_amount_of_an_invoice_is_computed(
    importing: Importing, exported: Callable[[str], str]
) -> None:
    rows = (
        "s,1,Lines,A1,2026-01-31,142.5,12.5\ns,2,Credit,A2,2026-01-31,-85.50,1\n"
        "s,3,Open,A3,2026-01-31,,25\ns,4,Small,A4,2026-01-31,0.000001,0.000001\n"
    )
    assert counters(importing("invoices", INVOICES + rows)) == {"created": 4}
    header, *lines = (line.split(",") for line in exported("invoices").splitlines())
    place = header.index("Amount")
    assert [line[place] for line in lines] == ["1781.25", "\t-85.5", "", "0.000000000001"]


def test_the_amount_of_a_file_is_ignored(importing: Importing) -> None:
    text = INVOICES.replace("Quantity", "Quantity,Amount") + "s,1,Lines,A1,2026-01-31,2,3,99\n"
    assert counters(importing("invoices", text)) == {"created": 1}
    assert Invoice.objects.get().quantity == 3


@pytest.mark.usefixtures("redis", "transactional_db")
def test_a_financial_manager_makes_and_changes_invoices(
    wdc: Account, enrol: Enrol, tmp_path: Path
) -> None:
    make(registry.get("invoices"), wdc, source="s", source_id="1", unit_price=1)
    manager = enrol(wdc, Role.FINANCIAL_MANAGER)
    rows = "s,1,Lines,A1,2026-01-31,2.5,1\ns,2,Racks,A2,2026-01-31,10,2\n"
    run = run_import(manager, tmp_path, "invoices", INVOICES + rows)
    assert counters(run) == {"created": 1, "updated": 1}
    assert set(Invoice.objects.values_list("unit_price", flat=True)) == {2.5, 10}


@pytest.mark.usefixtures("redis", "transactional_db")
def test_a_financial_manager_changes_what_items_cost_and_no_more(
    wdc: Account, enrol: Enrol, tmp_path: Path
) -> None:
    ci: Any = make(registry.get("cis"), wdc, source="s", source_id="1", name="Laptop")
    manager = enrol(wdc, Role.FINANCIAL_MANAGER)
    header = "Source,Source ID,Product,Status,Name,Purchase Value\n"
    row = f"{ci.product.name},in_stock,Mine,900\n"
    run = run_import(manager, tmp_path, "cis", f"{header}s,1,{row}s,2,{row}")
    assert counters(run) == {"updated": 1, "failures": 1}
    ci.refresh_from_db()
    assert (ci.name, ci.purchase_value) == ("Laptop", 900)


@pytest.fixture
def people(importing: Importing, wdc: Account) -> int:
    """Somebody, a time allocation, and a request, of which the ID is returned."""
    make(registry.get("people"), wdc, primary_email="one@wdc.example")
    make(registry.get("time_allocations"), wdc, name="Meetings")
    return int(make(registry.get("requests"), wdc).pk)


def test_time_is_written_as_hours_and_minutes(
    importing: Importing, people: int, exported: Callable[[str], str]
) -> None:
    rows = "one@wdc.example,2026-01-31,90,0,,\none@wdc.example,2026-01-31,-0:45,1,,\n"
    assert counters(importing("time_entries", ENTRIES + rows)) == {"created": 2}
    header, *lines = (line.split(",") for line in exported("time_entries").splitlines())
    place = header.index("Time Spent")
    assert [line[place] for line in lines] == ["1:30", "\t-0:45"]


def test_only_a_correction_takes_time_away(importing: Importing, people: int) -> None:
    run = importing("time_entries", f"{ENTRIES}one@wdc.example,2026-01-31,-0:45,0,,\n")
    assert messages(run) == [(2, "Time Spent", "is less than zero.")]


def test_an_entry_is_about_one_thing(importing: Importing, people: int) -> None:
    row = "one@wdc.example,2026-01-31,1:00,0,{},{}\n"
    rows = [row.format(people, "Meetings"), row.format(people, ""), row.format("", "Meetings")]
    run = importing("time_entries", ENTRIES + "".join(rows))
    assert counters(run) == {"created": 2, "failures": 1}
    assert messages(run) == [(2, "Time Allocation", "is filled in beside another.")]
    assert TimeEntry.objects.filter(request_id=people).count() == 1
