"""Notes: what their own file and the columns of notes add."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import Note, Person, Record
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
HEADER = "Record Type,Record ID,Person,Text\n"


@pytest.fixture
def request_(wdc: Account) -> Record:
    """A request to write about."""
    Person.objects.create(account=wdc, primary_email="one@wdc.example", name="One")
    return make(registry.get("requests"), wdc, source="s", source_id="1")


def stored(*names: str) -> list[Any]:
    """Return these values of all notes, from the first on."""
    return list(Note.objects.order_by("id").values_list(*names))


def test_notes_are_added_with_each_import(importing: Importing, request_: Record) -> None:
    row = f"Request,{request_.pk},one@wdc.example,Hello\n"
    assert counters(importing("notes", HEADER + row)) == {"created": 1}
    assert counters(importing("notes", HEADER + row + row)) == {"created": 2}
    assert stored("text", "internal", "medium") == [("Hello", False, "default")] * 3


def test_a_note_cannot_be_named_by_its_id(importing: Importing, request_: Record) -> None:
    row = f"Request,{request_.pk},one@wdc.example,Hello\n"
    assert counters(importing("notes", f"ID,{HEADER},{row}")) == {"created": 1}
    run = importing("notes", f"ID,{HEADER}{Note.objects.get().pk},{row}")
    assert [column for _, column, _ in messages(run)] == ["ID"]
    assert counters(run) == {"failures": 1}


def test_a_note_keeps_its_moment_and_attachments(importing: Importing, request_: Record) -> None:
    before = dt.datetime.now(dt.UTC)
    files = '"https://files.example/a.txt\r\nhttps://files.example/b.txt"'
    start = f"Request,{request_.pk},one@wdc.example"
    rows = [f"{start},Old,2014-02-11T10:00:00+01:00,1,email,{files}", f"{start},New,,0,,"]
    header = HEADER.strip() + ",Created At,Internal,Medium,Attachments"
    run = importing("notes", "\n".join([header, *rows]) + "\n")
    assert counters(run) == {"created": 2}
    old, new = Note.objects.order_by("id")
    assert old.created_at == dt.datetime(2014, 2, 11, 9, tzinfo=dt.UTC)
    assert (old.internal, old.medium, old.attachments.count("\n")) == (True, "email", 1)
    assert new.created_at >= before


def test_other_records_have_notes_too(importing: Importing, wdc: Account) -> None:
    Person.objects.create(account=wdc, primary_email="one@wdc.example", name="One")
    expected = []
    for slug in ("problems", "releases", "workflows", "tasks", "projects", "project_tasks"):
        record_type = registry.get(slug)
        name = record_type.singular.replace(" ", "")
        expected.append((name, make(record_type, wdc).pk))
    rows = "".join(f"{name},{pk},one@wdc.example,Hello\n" for name, pk in expected)
    assert counters(importing("notes", HEADER + rows)) == {"created": len(expected)}
    assert stored("about", "record_id") == expected


def test_a_record_that_is_not_there_is_refused_alike(
    importing: Importing, request_: Record, wna: Account
) -> None:
    foreign = make(registry.get("requests"), wna)
    numbers = (foreign.pk, 999999)
    rows = "".join(f"Request,{number},one@wdc.example,Hello\n" for number in numbers)
    run = importing("notes", f"{HEADER}{rows}Person,{request_.pk},one@wdc.example,Hello\n")
    assert counters(run) == {"failures": 3}
    found = messages(run)
    assert [column for _, column, _ in found[:2]] == ["Record ID", "Record ID"]
    first, second = (reason for _, _, reason in found[:2])
    assert first.replace(str(foreign.pk), "N") == second.replace("999999", "N")
    assert found[2][1] == "Record Type"


def test_the_columns_of_a_request_add_what_is_new(
    importing: Importing, request_: Record, trust: Trust, wna: Account
) -> None:
    Person.objects.create(account=wna, primary_email="two@wna.example", name="Two")
    cells = (
        '"one@wdc.example 2026-01-31T09:00:00Z\nHello\n- again\n\n'
        'two@wna.example @wna 2026-01-31T11:00:00+01:00\nWorld"'
    )
    header = "Source,Source ID,Notes,Internal Notes\n"
    run = importing("requests", f"{header}s,1,{cells},Only for us\n")
    assert counters(run) == {"updated": 1}
    found = stored("person__primary_email", "internal", "text")
    assert sorted(found) == [
        ("account.administrator@wdc.example", True, "Only for us"),
        ("one@wdc.example", False, "Hello\n- again"),
        ("two@wna.example", False, "World"),
    ]
    again = importing("requests", f"{header}s,1,{cells},Only for us\n")
    assert counters(again) == {"unchanged": 1}
    assert counters(importing("requests", f"{header}s,1,,\n")) == {"unchanged": 1}
    assert len(stored("id")) == len(found)


def test_no_note_is_written_about_a_record_of_another_account(
    importing: Importing, request_: Record, trust: Trust, wna: Account
) -> None:
    foreign = make(registry.get("requests"), wna)
    run = importing("notes", f"{HEADER}Request,{foreign.pk} @wna,one@wdc.example,Hello\n")
    assert [column for _, column, _ in messages(run)] == ["Record ID"]
    assert not Note.objects.exists()
