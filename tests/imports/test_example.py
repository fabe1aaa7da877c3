"""Example files: each can be imported as it is."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.example import Example, example, lacking
from records import registry
from records.models import Site
from records.schema import schema
from records.types import RecordType
from tests.imports.importing import messages, run_import
from tests.records.samples import make

IMPORTABLE = [each for each in registry.types() if each.importable]


@pytest.fixture
def furnished(transactional_db: None, wdc: Account, enrol: Any) -> Actor:
    """An administrator with all roles, in an account with a record of each type."""
    actor: Actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER, Role.SPECIALIST)
    for record_type in IMPORTABLE:
        make(record_type, wdc)
    return actor


def rows(made: Example) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.csv())))


@pytest.mark.slow
def test_each_example_is_imported_without_a_failure(
    redis: Any, furnished: Actor, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for record_type in IMPORTABLE:
        with subtests.test(record_type.slug):
            made = example(furnished, record_type)
            assert made.lacking == ()
            assert [each.header for each in made.columns] == [
                each.header
                for each in record_type.columns
                if not each.read_only and each.name != "id"
            ]
            for row in made.rows:
                headers = [each.header for each in made.columns]
                cells = dict(zip(headers, row, strict=True))
                Draft202012Validator(schema(record_type)).validate(cells)
            run = run_import(furnished, tmp_path, record_type.slug, made.csv())
            problems = (messages(run), made.csv())
            assert (run.state, run.failures, run.errors) == ("done", 0, 0), problems
            assert run.updated == run.deleted == 0
            assert run.created, problems


def test_a_second_example_has_other_keys(importing: Any, administrator: Actor) -> None:
    sites = registry.get("sites")
    first, second = (rows(importing_of(importing, administrator, sites)) for _ in range(2))
    assert [row["Name"] for row in first] == ["Example name", "Example name 2"]
    assert [row["Name"] for row in second] == ["Example name 3", "Example name 4"]
    assert first[0]["Source ID"] != second[0]["Source ID"]
    assert Site.objects.count() == 4


def importing_of(importing: Any, actor: Actor, record_type: RecordType) -> Example:
    made = example(actor, record_type)
    assert importing(record_type.slug, made.csv()).created == 2
    return made


def test_the_rows_of_a_calendar_have_periods_of_their_own(administrator: Actor) -> None:
    first, second = rows(example(administrator, registry.get("calendars")))
    assert first["Name"] == second["Name"]
    assert first["Weekday"] != second["Weekday"]


def test_what_is_lacking_is_said_in_the_file_and_beside_it(administrator: Actor) -> None:
    made = example(administrator, registry.get("service_instances"))
    assert [each.slug for each in made.lacking] == ["services"]
    assert rows(made)[0]["Service"] == "(import services first)"
    assert lacking(administrator, registry.get("sites")) == ()


def test_each_example_can_be_made_in_an_empty_account(
    administrator: Actor, subtests: pytest.Subtests
) -> None:
    for record_type in IMPORTABLE:
        with subtests.test(record_type.slug):
            made = example(administrator, record_type)
            assert made.lacking == lacking(administrator, record_type)
            assert made.rows
            assert ("first)" in made.csv()) == bool(made.lacking)


def test_nothing_of_another_account_is_offered(
    administrator: Actor, wna: Account, trust: Any
) -> None:
    site = make(registry.get("sites"), wna, name="Secret site")
    made = example(administrator, registry.get("organizations"))
    assert str(site) not in made.csv()


def test_texts_that_look_like_formulas_are_guarded(administrator: Actor, wdc: Account) -> None:
    make(registry.get("services"), wdc, name="=1+1")
    assert ",\t=1+1," in example(administrator, registry.get("service_instances")).csv()


def test_who_may_only_change_financial_columns_gets_existing_records(
    enrol: Any, wdc: Account, tmp_path: Path, redis: Any, transactional_db: None
) -> None:
    manager = enrol(wdc, Role.FINANCIAL_MANAGER)
    make(registry.get("people"), wdc)
    made = example(manager, registry.get("people"))
    headers = {"ID", "Source", "Source ID", "Primary Email", "Cost Per Hour"}
    assert {each.header for each in made.columns} == headers
    run = run_import(manager, tmp_path, "people", made.csv())
    assert (run.unchanged, run.failures) == (2, 0)


def test_when_all_keys_are_taken_an_existing_record_is_shown(
    importing: Any, administrator: Actor
) -> None:
    made = example(administrator, registry.get("people_roles"))
    (row,) = rows(made)
    assert row["Person"] == administrator.user.email
    assert row["Account Administrator"] == "1"
    assert importing("people_roles", made.csv()).unchanged == 1
