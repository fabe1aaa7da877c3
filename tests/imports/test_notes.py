"""Notes in cells: those that the record has not are added, and nothing else happens to notes."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from imports.models import ImportRun
from records import registry
from records.models import Note, Record, Request
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
WHO = "account.administrator@wdc.example"
AT = dt.datetime(2026, 1, 31, 9, 0, 0, 123456, tzinfo=dt.UTC)
NASTY = [
    "plain",
    "two\nlines\n\nand a gap",
    f"{WHO} 2026-01-31T09:00:00Z",
    f"before\n {WHO} 2026-01-31T09:00:00+01:00\n  {WHO} @wna 2026-01-31T09:00:00Z\nafter",
    "=1+1",
    "@cmd",
    'say "hi", then; go\ton',
    "\n\nbreaks around\n\n",
    "trailing blanks   ",
    "ünïcödé ☃ \\. \\n",
]


@pytest.fixture
def printer(wdc: Account, administrator: Actor) -> Record:
    """A request."""
    return make(registry.get("requests"), wdc)


def note(record: Record, text: str, *, internal: bool = False, **values: object) -> Note:
    """Store a note about a record."""
    given = {"person": make(registry.get("people"), record.account), "created_at": AT, **values}
    return Note.objects.create(
        account=record.account, about="Request", record_id=record.pk, text=text,
        internal=internal, **given,
    )  # fmt: skip


def texts(**conditions: object) -> list[str]:
    return list(Note.objects.filter(**conditions).order_by("id").values_list("text", flat=True))


def test_notes_are_added_once(importing: Importing, printer: Record) -> None:
    cell = f"{WHO} 2026-01-31T09:00:00Z\nFirst\n\n{WHO} 2026-01-31T10:00:00+01:00\nSecond\nline"
    text = f'ID,Notes,Internal Notes\n{printer.pk},"{cell}","{WHO} 2026-01-31T09:00:00Z\nFirst"\n'
    before = Request.objects.get().changed_xid
    assert counters(importing("requests", text)) == {"updated": 1}
    assert texts(internal=False) == ["First", "Second\nline"]
    assert texts(internal=True) == ["First"]
    assert set(Note.objects.values_list("created_at", flat=True)) == {AT.replace(microsecond=0)}
    mark = Request.objects.get().changed_xid
    assert mark != before
    assert counters(importing("requests", text)) == {"unchanged": 1}
    shorter = f'ID,Notes\n{printer.pk},"{WHO} 2026-01-31T09:00:00Z\nFirst"\n'
    assert counters(importing("requests", shorter)) == {"unchanged": 1}
    assert counters(importing("requests", f"ID,Notes\n{printer.pk},\n")) == {"unchanged": 1}
    assert Request.objects.get().changed_xid == mark
    assert Note.objects.count() == 3


def test_a_note_without_a_head_is_of_the_importing_person(
    importing: Importing, printer: Record, administrator: Actor
) -> None:
    text = f"ID,Notes\n{printer.pk},Called back\n"
    assert counters(importing("requests", text)) == {"updated": 1}
    written = Note.objects.get()
    assert (written.person, written.text) == (administrator.user.person, "Called back")
    assert written.created_at > dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    assert counters(importing("requests", text)) == {"unchanged": 1}
    assert Note.objects.count() == 1


def test_new_requests_come_with_notes(importing: Importing, administrator: Actor) -> None:
    header = "Requested By,Requested For,Subject,Category,Notes\n"
    rows = "".join(f"{WHO},{WHO},S{n},other,Note {n}\n" for n in range(3))
    run = importing("requests", header + rows)
    assert counters(run) == {"created": 3}
    assert set(Note.objects.values_list("import_number", flat=True)) == {run.pk}
    found = dict(Note.objects.values_list("record_id", "text"))
    subjects = dict(Request.objects.values_list("pk", "subject"))
    assert {subjects[pk]: text for pk, text in found.items()} == {
        f"S{n}": f"Note {n}" for n in range(3)
    }


def test_an_author_has_to_exist(importing: Importing, printer: Record) -> None:
    text = f'ID,Notes\n{printer.pk},"nobody@wdc.example 2026-01-31T09:00:00Z\nHello"\n'
    run = importing("requests", text)
    assert counters(run) == {"failures": 1}
    assert messages(run)[0][1] == "Notes"
    assert not Note.objects.exists()


def test_an_author_of_another_account(
    importing: Importing, printer: Record, wdc: Account, wna: Account
) -> None:
    person = make(registry.get("people"), wna, primary_email="analyst@wna.example")
    text = f'ID,Notes\n{printer.pk},"analyst@wna.example @wna 2026-01-31T09:00:00Z\nHello"\n'
    assert counters(importing("requests", text)) == {"failures": 1}
    Trust.objects.create(account=wdc, trusted=wna, status=Trust.Status.ACCEPTED)
    assert counters(importing("requests", text)) == {"updated": 1}
    assert Note.objects.get().person == person
    assert counters(importing("requests", text)) == {"unchanged": 1}


@pytest.mark.parametrize("separator", ["lf", "crlf"])
def test_nasty_notes_come_back_as_they_were(
    importing: Importing, printer: Record, tmp_path: Path, separator: str
) -> None:
    for text in NASTY:
        note(printer, text)
        note(printer, text, internal=True)
    path = tmp_path / "requests.csv"
    arguments = ["--account", "wdc", "--as", WHO, "--output", str(path)]
    call_command(
        "export_records", "requests", *arguments, "--line-separator", separator, verbosity=0
    )
    before = texts()
    assert counters(importing("requests", path.read_bytes())) == {"unchanged": 1}
    assert texts() == before
    Note.objects.all().delete()
    assert counters(importing("requests", path.read_bytes())) == {"updated": 1}
    assert sorted(texts(internal=True)) == sorted(text.strip("\n") for text in NASTY)
    assert sorted(texts(internal=False)) == sorted(text.strip("\n") for text in NASTY)


def test_notes_of_many_rows_cost_no_more_queries(
    importing: Importing, wdc: Account, administrator: Actor
) -> None:
    asked: list[int] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked[-1] += "records_note" in sql
        return execute(sql, *rest)

    for number in (2, 30):
        records = [make(registry.get("requests"), wdc) for _ in range(number)]
        text = "ID,Notes\n" + "".join(f"{each.pk},Hello {each.pk}\n" for each in records)
        asked.append(0)
        with connection.execute_wrapper(count):
            assert counters(importing("requests", text)) == {"updated": number}
    assert asked[0] == asked[1] > 0
    assert Note.objects.count() == 32
