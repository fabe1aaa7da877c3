"""Rows that remove: by a flag, or by an empty value."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from imports.apply import removal
from imports.apply.history import Signature
from imports.headers import Layout, lay_out
from imports.models import ImportRun
from imports.rows import Entry, Row
from records import registry
from records.models import (
    Change,
    EffortClass,
    ProductBacklogItem,
    ProductCategory,
    Record,
    TimeEntry,
    Translation,
)
from records.types import RecordType, Upsert
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
EFFORTS = registry.get("effort_classes")
ENTRIES = "Source,Source ID,Person,Date,Time Spent,Deleted\n"
ITEMS = "Product Backlog,Request,Position,Remove\n"


@pytest.fixture
def entry(importing: Importing, wdc: Account) -> TimeEntry:
    """A time entry that was imported."""
    make(registry.get("people"), wdc, primary_email="one@wdc.example")
    run = importing("time_entries", ENTRIES + "s,1,one@wdc.example,2026-01-31,1:00,0\n")
    assert counters(run) == {"created": 1}
    return TimeEntry.objects.get()


def test_a_deleted_time_entry_is_removed_once(importing: Importing, entry: TimeEntry) -> None:
    text = ENTRIES + "s,1,one@wdc.example,2026-01-31,1:00,1\n"
    assert counters(importing("time_entries", text)) == {"deleted": 1}
    assert not TimeEntry.objects.exists()
    assert counters(importing("time_entries", text)) == {"unchanged": 1}


def test_a_removing_row_needs_only_what_finds_the_record(
    importing: Importing, entry: TimeEntry
) -> None:
    text = ENTRIES + "s,1,nobody@wdc.example,yesterday,,yes\n"
    assert counters(importing("time_entries", text)) == {"deleted": 1}
    by_id = f"ID,Deleted\n{entry.pk},1\n"
    assert counters(importing("time_entries", by_id)) == {"unchanged": 1}


def test_a_removing_row_that_names_nothing_is_told(importing: Importing, entry: TimeEntry) -> None:
    run = importing("time_entries", ENTRIES + ",,one@wdc.example,2026-01-31,1:00,1\n")
    assert counters(run) == {"failures": 1}
    assert messages(run) == [
        (2, "", "The row removes a time entry and does not say which one."),
    ]
    assert TimeEntry.objects.exists()


def test_a_row_that_cannot_be_found_by_its_key_is_rejected(
    importing: Importing, entry: TimeEntry
) -> None:
    run = importing("time_entries", "ID,Deleted\nseven,1\n")
    assert counters(run) == {"failures": 1}
    assert TimeEntry.objects.exists()


def test_without_the_column_nothing_is_removed(importing: Importing, entry: TimeEntry) -> None:
    header, _, _ = ENTRIES.rpartition(",")
    run = importing("time_entries", f"{header}\ns,1,one@wdc.example,2026-01-31,1:00\n")
    assert counters(run) == {"unchanged": 1}
    assert TimeEntry.objects.exists()


def test_a_record_may_go_and_come_back_in_one_file(importing: Importing, entry: TimeEntry) -> None:
    run = importing(
        "time_entries",
        ENTRIES + "s,1,,,,1\ns,1,one@wdc.example,2026-02-01,2:00,0\ns,2,,,,1\n",
    )
    assert counters(run) == {"created": 1, "deleted": 1, "unchanged": 1}
    assert TimeEntry.objects.get().time_spent == 120


def test_what_was_removed_stays_in_the_history(importing: Importing, entry: TimeEntry) -> None:
    run = importing("time_entries", ENTRIES + "s,1,,,,1\n")
    change = Change.objects.get(record_type="time_entries")
    assert (change.kind, change.record_id, change.import_number) == ("removed", entry.pk, run.pk)
    assert change.values["time_spent"] == [60, None]
    assert change.values["date"] == ["2026-01-31", None]
    assert change.values["person"] == [entry.person_id, None]
    assert "started_at" not in change.values


def test_a_test_removes_nothing(importing: Importing, entry: TimeEntry) -> None:
    run = importing("time_entries", ENTRIES + "s,1,,,,1\n", test_only=True)
    assert counters(run) == {"deleted": 1}
    assert TimeEntry.objects.exists()
    assert not Change.objects.exists()


def test_an_item_leaves_the_backlog(importing: Importing, wdc: Account) -> None:
    make(registry.get("product_backlogs"), wdc, name="Portal")
    one, two, three = (make(registry.get("requests"), wdc).pk for _ in range(3))
    run = importing(
        "product_backlog_items",
        f"{ITEMS}Portal,{one},,0\nPortal,{two},,0\nPortal,{three},7,0\n",
    )
    assert counters(run) == {"created": 3}
    assert positions() == [(one, 1), (two, 2), (three, 7)]
    again = importing("product_backlog_items", f"{ITEMS}Portal,{one},,\nPortal,{two},,1\n")
    assert counters(again) == {"deleted": 1, "unchanged": 1}
    assert positions() == [(one, 1), (three, 7)]
    added = importing("product_backlog_items", f"{ITEMS}Portal,{two},,\n")
    assert counters(added) == {"created": 1}
    assert positions() == [(one, 1), (three, 7), (two, 8)]


def positions() -> list[tuple[int, int]]:
    return list(ProductBacklogItem.objects.order_by("position").values_list("request", "position"))


def test_an_empty_translation_is_deleted(importing: Importing, wdc: Account) -> None:
    category = ProductCategory.objects.create(account=wdc, name="Laptop", reference="laptop")
    header = "Locale,Type,Key,Field,Phrase,Translation\n"
    row = f"nl,product_category,{category.pk},name,Laptop,"
    assert counters(importing("translations", f"{header}{row}Draagbare pc\n")) == {"created": 1}
    assert counters(importing("translations", f"{header}{row}Laptop\n")) == {"updated": 1}
    assert Translation.objects.get().translation == "Laptop"
    assert counters(importing("translations", f"{header}{row}\n")) == {"deleted": 1}
    assert counters(importing("translations", f"{header}{row}\n")) == {"unchanged": 1}
    assert not Translation.objects.exists()


def test_a_translation_of_another_account_is_out_of_reach(
    importing: Importing, wdc: Account, wna: Account
) -> None:
    category = ProductCategory.objects.create(account=wna, name="Laptop", reference="laptop")
    Translation.objects.create(
        account=wna,
        locale="nl",
        type="product_category",
        key=category.pk,
        field="name",
        phrase="Laptop",
        translation="Laptop",
    )
    header = "Locale,Type,Key,Field,Phrase,Translation\n"
    run = importing("translations", f"{header}nl,product_category,{category.pk},name,Laptop,\n")
    assert counters(run) == {"failures": 1}
    assert Translation.objects.exists()


def test_a_record_that_others_need_stays(wdc: Account, administrator: Actor) -> None:
    used, linked, free = (make(EFFORTS, wdc, name=name) for name in ("Used", "Linked", "Free"))
    make(registry.get("time_entries"), wdc, effort_class=used)
    setting = make(registry.get("timesheet_settings"), wdc)
    setting.effort_classes.add(linked)  # type: ignore[attr-defined] # timesheet settings
    entries = leaving(used, linked, free)
    gone = removal.remove(entries, layout(EFFORTS), Signature("wdc", administrator.user.pk, 1))
    assert gone == [free.pk]
    assert [each.reason for entry in entries for each in entry.complaints] == [
        "The effort class cannot be removed: a time entry refers to it.",
        "The effort class cannot be removed: a timesheet settings refers to it.",
    ]
    assert set(EffortClass.objects.values_list("pk", flat=True)) == {used.pk, linked.pk}


def test_what_is_part_of_a_record_goes_with_it(wdc: Account, administrator: Actor) -> None:
    teams, calendars = registry.get("teams"), registry.get("calendars")
    team, calendar = make(teams, wdc), make(calendars, wdc)
    team.members.add(make(registry.get("people"), wdc))  # type: ignore[attr-defined] # a team
    signature = Signature("wdc", administrator.user.pk, 1)
    assert removal.remove(leaving(team), layout(teams), signature) == [team.pk]
    assert removal.delete(calendars, [calendar.pk], signature) == [calendar.pk]


def layout(record_type: RecordType) -> Layout:
    """Return the layout of a file by which the type would lose its records that are disabled."""
    return lay_out(Row(1, 1, 1, ["ID", "Name"]), replace(record_type, merge=Upsert("disabled")))


def leaving(*records: Record) -> list[Entry]:
    """Return the entries of rows that have found these records."""
    return [Entry(Row(2, 2, 2, []), [], id=each.pk, new=False) for each in records]
