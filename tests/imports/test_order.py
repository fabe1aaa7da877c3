"""The order of the file: keys that occur twice, references forward, rows that wait."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from imports import settle
from imports.models import DeferredRow, ImportRun, PendingLink
from imports.rows import Unit
from records.models import Organization, Person, Site
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]


@pytest.fixture(params=[4000, 2])
def _sizes(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Apply each of these files in one batch, and in many."""
    settings.IMPORT_BATCH_ROWS = request.param


pytestmark = pytest.mark.usefixtures("_sizes")


def test_a_key_that_occurs_twice_is_applied_in_order(importing: Importing) -> None:
    run = importing(
        "people",
        "Primary Email,Name\na@wdc.example,First\nb@wdc.example,B\nA@wdc.example,Second\n",
    )
    assert counters(run) == {"created": 2, "updated": 1}
    assert Person.objects.get(primary_email="a@wdc.example").name == "Second"


def test_rows_that_find_the_same_record_by_different_keys(importing: Importing) -> None:
    importing("people", "Primary Email,Name,Source,Source ID\na@wdc.example,A,s,1\n")
    pk = Person.objects.get(primary_email="a@wdc.example").pk
    run = importing(
        "people",
        "ID,Primary Email,Name,Source,Source ID\n"
        f"{pk},a@wdc.example,By ID,s,1\n"
        ",a@wdc.example,By address,,\n"
        ",new@wdc.example,New,s,2\n"
        ",new@wdc.example,Same,,\n",
    )
    assert counters(run) == {"created": 1, "updated": 3}
    found = Person.objects.get(pk=pk)
    assert (found.name, found.source, found.source_id) == ("By address", "", "")
    assert Person.objects.get(primary_email="new@wdc.example").name == "Same"


def test_a_source_that_is_unknown_makes_a_new_record(importing: Importing) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    run = importing("people", "Primary Email,Name,Source,Source ID\na@wdc.example,A,s,1\n")
    assert counters(run) == {"failures": 1}
    assert "already a person" in messages(run)[0][2]


def test_what_is_there_already_has_its_article(importing: Importing) -> None:
    importing("organizations", "Name\nWidget\n")
    run = importing("organizations", "Name,Source,Source ID\nWidget,s,1\n")
    assert "There is already an organization with this Name" in messages(run)[0][2]


def test_a_name_can_be_freed_by_a_row_above(importing: Importing) -> None:
    importing("sites", "Name,Source,Source ID\nHouston,s,1\n")
    run = importing("sites", "Name,Source,Source ID\nDallas,s,1\nHouston,s,2\n")
    assert counters(run) == {"created": 1, "updated": 1}
    assert dict(Site.objects.values_list("source_id", "name")) == {"1": "Dallas", "2": "Houston"}
    late = importing("sites", "Name,Source,Source ID\nDallas,s,3\nAustin,s,1\n")
    assert counters(late) == {"updated": 1, "failures": 1}


@pytest.mark.parametrize("rows", [7, 20])
def test_a_chain_that_runs_backwards(importing: Importing, rows: int) -> None:
    lines = [f"O{n},{f'O{n + 1}' if n < rows else ''}" for n in range(1, rows + 1)]
    run = importing("organizations", "Name,Parent Organization\n" + "\n".join(lines))
    assert counters(run) == {"created": rows}
    parents = dict(Organization.objects.values_list("name", "parent__name"))
    assert parents == {f"O{n}": f"O{n + 1}" if n < rows else None for n in range(1, rows + 1)}
    assert not DeferredRow.objects.exists()
    assert not PendingLink.objects.exists()


def test_a_ring_over_batches(importing: Importing) -> None:
    lines = [f"p{n}@wdc.example,P,p{(n + 5) % 9}@wdc.example" for n in range(9)]
    run = importing("people", "Primary Email,Name,Manager\n" + "\n".join(lines))
    assert counters(run) == {"created": 9}
    again = importing("people", "Primary Email,Name,Manager\n" + "\n".join(lines))
    assert counters(again) == {"unchanged": 9}


def test_who_depends_on_a_rejected_row_is_rejected(importing: Importing) -> None:
    run = importing(
        "organizations",
        "Name,Parent Organization,Business Unit,Source\n"
        "A,B,,\nB,C,,\nGood,Root,,\nRoot,,,\n"
        f"C,,,{'x' * 31}\nD,A,,\nItself,Itself,,\n",
    )
    assert counters(run) == {"created": 2, "failures": 5}
    assert {row for row, _, _ in messages(run)} == {2, 3, 6, 7, 8}
    assert set(Organization.objects.values_list("name", flat=True)) == {"Good", "Root"}


def test_a_row_with_the_key_of_a_waiting_row_waits_too(importing: Importing) -> None:
    run = importing(
        "people",
        "Primary Email,Name,Manager\n"
        "a@wdc.example,First,z@wdc.example\n"
        "b@wdc.example,B,\nc@wdc.example,C,\n"
        "a@wdc.example,Second,b@wdc.example\n"
        "d@wdc.example,D,\nz@wdc.example,Z,\n",
    )
    assert counters(run) == {"created": 5, "updated": 1}
    found = Person.objects.get(primary_email="a@wdc.example")
    assert found.name == "Second"
    assert found.manager
    assert found.manager.primary_email == "b@wdc.example"


def test_an_existing_record_can_wait(importing: Importing) -> None:
    importing("organizations", "Name,Source,Source ID\nA,s,1\n")
    run = importing(
        "organizations",
        "Name,Source,Source ID,Parent Organization\nA,s,1,New\nB,s,2,\nC,s,3,\nNew,s,4,\n",
    )
    assert counters(run) == {"created": 3, "updated": 1}
    parent = Organization.objects.get(name="A").parent
    assert parent
    assert parent.name == "New"


def test_rows_that_wait_when_the_file_breaks_off(importing: Importing) -> None:
    run = importing("organizations", 'Name,Parent Organization\nA,B\nLost,Nowhere\nB,\nC,"\n')
    assert run.message == "The quote that opens on line 5 is not closed."
    assert counters(run) == {"created": 2, "failures": 1}
    parents = dict(Organization.objects.values_list("name", "parent__name"))
    assert parents == {"A": "B", "B": None}


def test_values_that_move_from_row_to_row_are_tried_in_few_parts(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = 40
    people = [f"s,{n},a{n}@wdc.example,Person {n}\n" for n in range(rows)]
    importing("people", "Source,Source ID,Primary Email,Name\n" + "".join(people))
    moved = [f"s,{n},a{n - 1}@wdc.example,Person {n}\n" for n in range(rows)]
    tried: list[int] = []
    apply = settle._apply

    def counting(units: Sequence[Unit], settings: settle.Settings) -> settle.Outcome:
        tried.append(len(units))
        return apply(units, settings)

    monkeypatch.setattr(settle, "_apply", counting)
    run = importing("people", "Source,Source ID,Primary Email,Name\n" + "".join(moved))
    assert counters(run) == {"updated": rows}
    assert Person.objects.get(source_id="39").primary_email == "a38@wdc.example"
    assert sum(tried) < 4 * rows


def test_one_record_in_all_rows_takes_no_more_locks(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    locks: list[int] = []
    store = settle._store

    def counting(*arguments: Any) -> None:
        store(*arguments)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")
            locks.append(cursor.fetchone()[0])

    monkeypatch.setattr(settle, "_store", counting)
    rows = "".join(f"a@wdc.example,Name {n}\n" for n in range(40))
    run = importing("people", "Primary Email,Name\n" + rows)
    assert counters(run) == {"updated": 40}
    assert Person.objects.get(primary_email="a@wdc.example").name == "Name 39"
    assert locks[-1] < locks[0] + 20


def test_a_chain_that_leads_nowhere_is_lost_to_its_end(importing: Importing) -> None:
    rows = "".join(f"a{n}@wdc.example,Person {n},a{n + 1}@wdc.example\n" for n in range(12))
    good = "b@wdc.example,B,c@wdc.example\nc@wdc.example,C,\n"
    run = importing("people", f"Primary Email,Name,Manager\n{rows}{good}")
    assert counters(run) == {"created": 2, "failures": 12}
    assert Person.objects.get(primary_email="b@wdc.example").manager.name == "C"
    assert not DeferredRow.objects.exists()
