"""Columns deconstruct as plain fields, and write references as imports understand them."""

import pytest
from django.db import connection, models
from django.db.migrations.state import ModelState
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account, Trust
from records import registry
from records.models import Calendar, CalendarHour, Organization, Person, PersonRoles, Record, Team
from records.types import RecordType


def texts(model: type[Record], name: str) -> list[str | None]:
    """Return the exported texts of a column, in the order of the records."""
    column = registry.of(model).column(name)
    return list(model._default_manager.order_by("id").values_list(column.text(), flat=True))


@pytest.mark.parametrize("record_type", registry.types(), ids=str)
def test_columns_deconstruct_and_clone_as_plain_fields(record_type: RecordType) -> None:
    for name, field in ModelState.from_model(record_type.model).fields.items():
        assert type(field).__module__.startswith("django."), name
        assert field.deconstruct()[1].startswith("django."), name


def test_a_foreign_record_is_written_with_its_account(trust: Trust) -> None:
    own = Organization.objects.create(account_id="wdc", name="Widget Data Center")
    foreign = Organization.objects.create(account_id="wna", name="Widget North America")
    Person.objects.create(account_id="wdc", primary_email="a@x.example", organization=own)
    Person.objects.create(account_id="wdc", primary_email="b@x.example", organization=foreign)
    Person.objects.create(account_id="wdc", primary_email="c@x.example")
    assert texts(Person, "organization") == [
        "Widget Data Center",
        "Widget North America @wna",
        None,
    ]


def test_an_own_key_that_reads_like_a_foreign_one_gets_its_account(wdc: Account) -> None:
    odd = Organization.objects.create(account=wdc, name="Widget @wna")
    Person.objects.create(account=wdc, primary_email="a@x.example", organization=odd)
    assert texts(Person, "organization") == ["Widget @wna @wdc"]


def test_several_references_are_sorted_one_a_line(trust: Trust) -> None:
    people = [
        Person.objects.create(account_id=account, primary_email=email)
        for account, email in [
            ("wdc", "b@x.example"),
            ("wna", "a@y.example"),
            ("wdc", "a@x.example"),
        ]
    ]
    full = Team.objects.create(account_id="wdc", name="Full")
    Team.objects.create(account_id="wdc", name="Empty")
    full.members.set(people)
    assert texts(Team, "members") == ["a@x.example\na@y.example @wna\nb@x.example", ""]


def test_references_cost_no_query_of_their_own(wdc: Account) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        texts(Team, "members")
        texts(Person, "organization")
    assert len(queries) == 2


def test_a_derived_column_is_read_only_and_computed(wdc: Account) -> None:
    unit = Organization.objects.create(account=wdc, name="Unit", business_unit=True)
    Organization.objects.create(account=wdc, name="Department", parent=unit)
    assert texts(Organization, "business_unit_organization") == ["Unit", "Unit"]
    assert registry.get("organizations").column("business_unit_organization").read_only


def test_child_rows_have_columns_of_the_record_type(wdc: Account) -> None:
    calendar = Calendar.objects.create(account=wdc, name="Office hours")
    CalendarHour.objects.create(
        calendar=calendar, weekday="mon", time_from="09:00", time_until="24:00"
    )
    weekday = registry.get("calendars").column("weekday")
    assert weekday.path == "hours__weekday"
    assert list(Calendar.objects.values_list(weekday.text(), flat=True)) == ["mon"]


def test_the_role_account_is_written_by_its_id(wdc: Account) -> None:
    person = Person.objects.create(account=wdc, primary_email="a@x.example")
    PersonRoles.objects.create(account=wdc, person=person)
    assert texts(PersonRoles, "account") == ["wdc"]


def test_a_column_without_a_default_starts_blank() -> None:
    for record_type in registry.types():
        for column in record_type.columns:
            if isinstance(column.field, models.CharField | models.TextField):
                assert isinstance(column.default, str), column


def test_f_paths_name_stored_values() -> None:
    assert registry.get("people").column("organization").path == "organization"
    assert F(registry.get("calendars").column("time_from").path) == F("hours__time_from")
