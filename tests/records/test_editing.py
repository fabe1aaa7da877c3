from typing import Any

import pytest
from django.http import QueryDict

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from records import kinds, registry
from records.editing import Editing
from records.forms import editable
from records.models import Calendar, Person, Record, Team
from records.references import RecordTarget
from records.services import save_record
from records.types import Append, RecordType, Through
from tests.records.samples import TYPES, make

PEOPLE, TEAMS, CALENDARS = (registry.get(slug) for slug in ("people", "teams", "calendars"))
SITES = registry.get("sites")
TEXTS: dict[type, Any] = {
    kinds.Text: "One\nTwo  three ",
    kinds.CustomFields: [{"id": "a", "value": "ü"}],
    kinds.Json: {"a": [1.5]},
}
#: A reference that the record cannot be without, though its column can.
NEEDED = {"product_backlog_items": "request", "sprint_backlog_items": "request"}
EDITED = [each for each in TYPES if editable(each) and not isinstance(each.merge, Append)]


def sent(**values: Any) -> QueryDict:
    """Return what a browser sends."""
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def as_shown(editing: Editing) -> QueryDict:
    """Return what a browser sends when nothing was changed."""
    forms = [editing.form]
    if editing.rows is not None:
        forms += [editing.rows.management_form, *editing.rows.forms]  # type: ignore[list-item] # forms all
    data = QueryDict(mutable=True)
    for form in forms:
        for field in form:
            value = field.value()
            if value not in (False, None, "") or field.widget_type != "checkbox":
                data[field.html_name] = str(value if value is not None else "").replace(
                    "\n", "\r\n"
                )
    return data


@pytest.mark.parametrize("record_type", EDITED, ids=str)
def test_saving_what_is_shown_changes_nothing(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust, record_type: RecordType
) -> None:
    ruled = {name for rule in record_type.rules for name in rule.names}
    ruled |= {"source", "source_id", "contact_uri"}
    free = [column for column in editable(record_type) if column.name not in ruled]
    values: dict[str, Any] = {}
    for column in free:
        if column.many or column.within:
            continue
        if isinstance(column.target, RecordTarget):
            values[column.name] = make(column.target.model.record_type(), wna)
        elif type(column.kind) in TEXTS:
            values[column.name] = TEXTS[type(column.kind)]
    if needed := NEEDED.get(record_type.slug):
        values[needed] = make(registry.get("requests"), wna)
    record = make(record_type, wdc, **values)
    for column in free:
        if isinstance(column.links, Through) and len(column.links.parts) == 1 and not column.within:
            target = column.field.related_model.record_type()  # type: ignore[union-attr] # a many-to-many field
            getattr(record, column.name).set([make(target, wdc), make(target, wna)])
    before = stored(record)
    shown = Editing(administrator, record_type, fresh(record))
    again = Editing(administrator, record_type, fresh(record), data=as_shown(shown))
    assert again.save() is not None, again.form.errors
    assert stored(record) == before


def fresh(record: Record) -> Record:
    return type(record)._default_manager.get(pk=record.pk)


def stored(record: Record) -> dict[str, Any]:
    return dict(type(record)._default_manager.values().get(pk=record.pk))


def test_a_new_record_has_the_defaults_of_its_columns(administrator: Actor) -> None:
    settings = registry.get("timesheet_settings")
    shown = Editing(administrator, settings)
    data = as_shown(shown)
    assert data["workday"] == "480"
    data["name"] = "Standard"
    saved = Editing(administrator, settings, data=data).save()
    assert saved is not None
    assert stored(saved)["assignment_time_tracking"] is True
    assert stored(saved)["unit"] == "hours_and_minutes"


def test_all_mistakes_are_told_at_once(administrator: Actor) -> None:
    data = sent(primary_email="ada", cost_per_hour="1,5", organization="Nowhere", vip="on")
    editing = Editing(administrator, PEOPLE, data=data)
    assert editing.save() is None
    assert {name: messages[0] for name, messages in editing.form.errors.items()} == {
        "primary_email": "“ada” is not an e-mail address. Write it as name@example.com.",
        "name": "Name is required.",
        "cost_per_hour": (
            "“1,5” is not a number. Use a dot as the decimal sign and no separators of "
            "thousands, such as 1234.56."
        ),
        "organization": "There is no organization named “Nowhere”.",
    }
    assert editing.wrong
    assert not Person.objects.filter(primary_email="ada").exists()


@pytest.mark.parametrize("name", ["name", "information", "organization", "time_zone"])
def test_a_null_character_is_refused(administrator: Actor, name: str) -> None:
    values = {"primary_email": "a@b.example", "name": "Ada"} | {name: "a\0b"}
    editing = Editing(administrator, PEOPLE, data=sent(**values))
    assert editing.save() is None
    assert list(editing.form.errors) == [name]


def test_a_conflict_shows_what_is_stored_and_the_second_save_wins(
    administrator: Actor, wdc: Account
) -> None:
    site = make(SITES, wdc, name="Houston", city="Houston")
    data = as_shown(Editing(administrator, SITES, fresh(site)))
    save_record(administrator, SITES, {"city": "Austin", "zip": "1"}, record=site)
    data["city"] = "Dallas"
    editing = Editing(administrator, SITES, fresh(site), data=data)
    assert editing.save() is None
    assert editing.conflict == [("City", "Austin"), ("Zip", "1")]
    data["seen"] = editing.form["seen"].value()
    assert Editing(administrator, SITES, fresh(site), data=data).save() is not None
    assert stored(site)["city"] == "Dallas"


def test_unchanged_references_need_not_be_found(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    there = make(registry.get("organizations"), wna, name="There")
    person = make(PEOPLE, wdc, organization=there)
    trust.delete()
    data = as_shown(Editing(administrator, PEOPLE, fresh(person)))
    data["name"] = "Ada"
    assert Editing(administrator, PEOPLE, fresh(person), data=data).save() is not None
    assert (stored(person)["name"], stored(person)["organization_id"]) == ("Ada", there.pk)


def test_several_references_are_written_one_a_line(administrator: Actor, wdc: Account) -> None:
    for name in ("a", "b"):
        make(PEOPLE, wdc, primary_email=f"{name}@wdc.example")
    data = sent(name="Desk", members="a@wdc.example\r\nb@wdc.example\r\n\r\n")
    assert Editing(administrator, TEAMS, data=data).save() is not None
    assert Team.objects.get().members.count() == 2
    shown = Editing(administrator, TEAMS, Team.objects.get())
    assert shown.form["members"].value() == "a@wdc.example\nb@wdc.example"


def rows(*hours: tuple[str, str, str, str]) -> dict[str, str]:
    """Return what the form of child rows sends: weekday, from, until, remove."""
    data = {"hours-TOTAL_FORMS": str(len(hours)), "hours-INITIAL_FORMS": "0"}
    for number, values in enumerate(hours):
        for name, value in zip(
            ("weekday", "time_from", "time_until", "DELETE"), values, strict=True
        ):
            if value or name != "DELETE":
                data[f"hours-{number}-{name}"] = value
    return data


def test_child_rows_are_added_removed_and_left_empty(administrator: Actor) -> None:
    data = rows(("mon", "9:00", "17:00", ""), ("tue", "9:00", "17:00", "on"), ("", "", "", ""))
    assert Editing(administrator, CALENDARS, data=sent(name="Office", **data)).save() is not None
    hours = Calendar.objects.get().hours
    assert list(hours.values_list("weekday", "time_from")) == [("mon", "09:00")]
    shown = Editing(administrator, CALENDARS, Calendar.objects.get())
    assert shown.rows is not None
    assert len(shown.rows.forms) == 4
    removed = as_shown(shown)
    removed["hours-0-DELETE"] = "on"
    again = Editing(administrator, CALENDARS, Calendar.objects.get(), data=removed)
    assert again.save() is not None
    assert not Calendar.objects.get().hours.exists()


def test_mistakes_in_child_rows_are_told_at_the_row(administrator: Actor) -> None:
    data = rows(("mon", "9:00", "25:00", ""), ("tue", "9:00", "", ""))
    editing = Editing(administrator, CALENDARS, data=sent(name="Office", **data))
    assert editing.save() is None
    assert editing.rows is not None
    assert list(editing.rows.errors[0]) == ["time_until"]
    data = rows(("", "", "", ""), ("tue", "9:00", "", ""))
    editing = Editing(administrator, CALENDARS, data=sent(name="Office", **data))
    assert editing.save() is None
    assert editing.rows is not None
    assert [list(errors) for errors in editing.rows.errors] == [[], ["time_until"]]
    assert not Calendar.objects.exists()


def test_a_broken_management_form_is_a_mistake_not_a_crash(administrator: Actor) -> None:
    editing = Editing(administrator, CALENDARS, data=sent(name="Office"))
    assert editing.save() is None
    assert editing.wrong


def test_imports_alone_set_the_flag_of_their_groups() -> None:
    names = [column.name for column in editable(registry.get("people_contact_details"))]
    assert "integration" not in names
    assert {"id", "disabled", "created_at", "updated_at"}.isdisjoint(names)
