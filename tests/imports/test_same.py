"""Rows that change nothing are found by their texts; the result is that of looking at each."""

import random
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.headers import lay_out
from imports.rows import Row
from imports.same import Same
from imports.settle import nothing
from records import registry
from records.models import Organization, Person, Site
from tests.fixtures.world import Enrol
from tests.imports.importing import Import as Importing
from tests.imports.importing import counters, messages, run_import

COLUMNS = (
    "ID",
    "Source",
    "Source ID",
    "Primary Email",
    "Name",
    "VIP",
    "Cost Per Hour",
    "Location",
    "Organization",
    "Manager",
)


def same(account: Account, header: tuple[str, ...], *rows: list[str], slug: str = "people") -> Any:
    """Return what is found among rows, None when the file is none for it."""
    layout = lay_out(Row(1, 1, 1, list(header)), registry.get(slug))
    found = Same(layout, account, ZoneInfo("UTC"))
    if not found.possible:
        return None
    return found.find(
        found.cells([Row(n, n, n, cells) for n, cells in enumerate(rows, 2)]), nothing
    )


@pytest.fixture
def people(wdc: Account) -> list[Person]:
    """Two people, of whom the second has all that is compared."""
    organization = Organization.objects.create(account=wdc, name="Widget")
    first = Person.objects.create(account=wdc, primary_email="first@wdc.example", name="First")
    second = Person.objects.create(
        account=wdc,
        source="hr",
        source_id="2",
        primary_email="second@wdc.example",
        name="Second",
        vip=True,
        cost_per_hour="11.50",
        location="+1 floor",
        organization=organization,
        manager=first,
    )
    return [first, second]


def cells(person: Person) -> list[str]:
    """Return the cells that an export writes of the second person."""
    return [
        *(str(person.pk), "hr", "2", "second@wdc.example", "Second", "1", "11.5"),
        *("\t+1 floor", "Widget", "first@wdc.example"),
    ]


def test_a_row_as_an_export_writes_it_is_the_same(wdc: Account, people: list[Person]) -> None:
    row = cells(people[1])

    assert same(wdc, COLUMNS, row) == {0: people[1].pk}
    assert same(wdc, COLUMNS[1:], row[1:]) == {0: people[1].pk}
    assert same(wdc, COLUMNS[3:], row[3:]) == {0: people[1].pk}


@pytest.mark.parametrize("place", range(len(COLUMNS)))
def test_any_other_cell_makes_it_different(wdc: Account, people: list[Person], place: int) -> None:
    row = cells(people[1])

    for text in ("", "0", "x", f"{row[place]} ", "99999999999999999999"):
        assert same(wdc, COLUMNS, [*row[:place], text, *row[place + 1 :]]) == {}


def test_rows_that_are_not_plain_take_the_usual_way(wdc: Account, people: list[Person]) -> None:
    row = cells(people[1])

    assert same(wdc, COLUMNS, row, row) == {}, "twice the same record"
    assert same(wdc, COLUMNS, row[:-1]) == {}, "too short"
    layout = lay_out(Row(1, 1, 1, list(COLUMNS)), registry.get("people"))
    broken = Row(2, 2, 2, row, "A quote too many.")
    ours = Same(layout, wdc, ZoneInfo("UTC"))
    assert ours.find(ours.cells([broken]), nothing) == {}


@pytest.mark.parametrize("text", ["a\\b\\n", "tab\there", "two\nlines", "CR\r\nLF", "é😀", "\\N"])
def test_any_text_is_compared_as_it_is(wdc: Account, people: list[Person], text: str) -> None:
    first, second = people
    for person in people:
        Person.objects.filter(pk=person.pk).update(information=text)
    rows = [[first.primary_email, text], [second.primary_email, f"{text}x"]]

    assert same(wdc, ("Primary Email", "Information"), *rows) == {0: first.pk}


@pytest.mark.parametrize("sign", ["\x1d", "\x1e", "\x1f"])
def test_a_row_with_odd_control_characters_takes_the_usual_way(
    wdc: Account, people: list[Person], sign: str
) -> None:
    first, second = people
    Person.objects.filter(pk=first.pk).update(information=f"a{sign}b")
    rows = [[first.primary_email, f"a{sign}b"], [second.primary_email, ""]]

    assert same(wdc, ("Primary Email", "Information"), *rows) == {1: second.pk}


def test_cells_are_not_taken_for_each_other(wdc: Account, people: list[Person]) -> None:
    header = ("Primary Email", "Job Title", "Location", "Information")
    first, second = people
    Person.objects.filter(pk=first.pk).update(job_title="a\x1db", location="", information="c")
    Person.objects.filter(pk=second.pk).update(job_title="ab", location="c", information="")
    rows = [[first.primary_email, "a", "b", "c"], [second.primary_email, "a", "bc", ""]]

    assert same(wdc, header, *rows) == {}


def test_records_of_other_accounts_are_never_found(
    wdc: Account, wna: Account, people: list[Person]
) -> None:
    assert same(wna, COLUMNS, cells(people[1])) == {}


def test_a_reference_into_another_account_is_looked_at(
    wdc: Account, wna: Account, people: list[Person]
) -> None:
    """The trust may have ended: then it has to be said."""
    other = Organization.objects.create(account=wna, name="Widget")
    Person.objects.filter(pk=people[1].pk).update(organization=other)
    row = cells(people[1])
    row[8] = "Widget @wna"

    assert same(wdc, COLUMNS, row) == {}


@pytest.mark.parametrize(
    ("slug", "header"),
    [
        ("people_roles", ("Role Account", "Person", "Auditor")),
        ("calendars", ("ID", "Name", "Weekday")),
        ("people_contact_details", ("ID", "Person", "Integration")),
        ("problems", ("Source", "Source ID", "Requests")),
        ("products", ("Source", "Source ID", "Category")),
        ("slas", ("Source", "Source ID", "Name")),
        ("task_approvals", ("Task", "Approver")),
    ],
)
def test_files_for_which_texts_do_not_say_all(
    wdc: Account, slug: str, header: tuple[str, ...]
) -> None:
    assert same(wdc, header, slug=slug) is None


def test_only_what_differs_is_written(importing: Importing, wdc: Account) -> None:
    header = "Source,Source ID,Name,City,Disabled\n"
    lines = [f"hr,{n},S{n},City {n},1" for n in range(1, 31)]
    importing("sites", header + "\n".join(lines))
    before = dict(Site.objects.values_list("name", "changed_xid"))
    lines[16] = "hr,17,S17,Another,1"

    run = importing("sites", header + "\n".join([*lines, "hr,31,S31,New,0"]))

    assert counters(run) == {"created": 1, "updated": 1, "unchanged": 29}
    after = dict(Site.objects.values_list("name", "changed_xid"))
    assert {name for name in before if before[name] != after[name]} == {"S17"}


def test_a_row_that_restores_what_another_changed(importing: Importing, wdc: Account) -> None:
    """The second row says what is stored when the file begins, not when its turn comes."""
    person = Person.objects.create(
        account=wdc, source="hr", source_id="1", primary_email="a@wdc.example", name="Old"
    )
    lines = [f",hr,{n},p{n}@wdc.example,P{n}" for n in range(2, 8)]
    header = "ID,Source,Source ID,Primary Email,Name\n"
    importing("people", header + "\n".join(lines))

    by_source, by_id = ",hr,1,a@wdc.example,New", f"{person.pk},hr,1,a@wdc.example,Old"
    run = importing("people", header + "\n".join([by_source, *lines, by_id]))

    person.refresh_from_db()
    assert (person.name, counters(run)) == ("Old", {"updated": 2, "unchanged": 6})


@pytest.fixture
def both(
    transactional_db: None, redis: Any, administrator: Actor, enrol: Enrol, wna: Account
) -> tuple[Actor, Actor]:
    """The administrators of two accounts."""
    return administrator, enrol(wna, Role.ACCOUNT_ADMINISTRATOR)


@pytest.mark.parametrize("seed", range(6))
def test_the_outcome_is_that_of_looking_at_each_row(
    both: tuple[Actor, Actor], settings: Settings, tmp_path: Path, seed: int
) -> None:
    """Two accounts, two spellings: no record says "true", so those rows are looked at."""
    chosen = random.Random(seed)  # noqa: S311 - a course of events
    settings.IMPORT_BATCH_ROWS = chosen.choice([3, 7, 50])
    rows = [_made_up(number) for number in range(40)]
    results = []
    for actor, flag in zip(both, ("1", "true"), strict=True):
        chosen = random.Random(seed)  # noqa: S311 - the same one
        _import(actor, tmp_path, rows, flag)
        runs = [_import(actor, tmp_path, _changed(rows, chosen), flag) for _ in range(3)]
        stored = Person.objects.filter(account=actor.account, source="hr").order_by("source_id")
        people = list(stored.values_list("source_id", "name", "primary_email", "manager__name"))
        told = [[m[:2] for m in messages(run)] for run in runs]
        results.append((people, [counters(run) for run in runs], told))

    assert results[0] == results[1]


def _import(actor: Actor, folder: Path, rows: list[list[str]], flag: str) -> Any:
    header = "Source,Source ID,Primary Email,Name,VIP,Manager"
    lines = [",".join(row).replace("FLAG", flag) for row in rows]
    return run_import(actor, folder, "people", "\n".join([header, *lines]))


def _made_up(number: int) -> list[str]:
    manager = f"p{number // 3}@x.example" if number else ""
    return ["hr", f"{number:03}", f"p{number}@x.example", f"P{number}", "FLAG", manager]


def _changed(rows: list[list[str]], chosen: random.Random) -> list[list[str]]:
    """Return the rows with some that differ, repeat, swap, name nobody or are wrong."""
    rows = [list(row) for row in rows]
    for _ in range(chosen.randrange(12)):
        row = chosen.choice(rows)
        row[chosen.choice([0, 1, 2, 3, 5])] = chosen.choice(
            ["", "p1@x.example", "p2@x.example", "P9", "hr", "nobody@x.example", "007", "no mail"]
        )
        if chosen.random() < 0.4:
            rows.insert(chosen.randrange(len(rows)), list(chosen.choice(rows)))
    return rows
