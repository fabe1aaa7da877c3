import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.kinds import Key
from records.models import Calendar, Person, PersonRoles, Record, Site, Team
from records.services import Conflict, Refused, locked_by, save_record, set_disabled
from records.types import RecordType
from tests.fixtures.world import Enrol
from tests.records.samples import make

PEOPLE, TEAMS, SITES = registry.get("people"), registry.get("teams"), registry.get("sites")
CALENDARS, ROLES = registry.get("calendars"), registry.get("people_roles")
ORGANIZATIONS, DETAILS = registry.get("organizations"), registry.get("people_contact_details")


def refusal(actor: Actor, record_type: RecordType, **values: object) -> dict[str, list[str]]:
    """Return what is wrong with a new record; nothing may have been saved."""
    before = record_type.model._default_manager.count()
    with pytest.raises(Refused) as refused:
        save_record(actor, record_type, values)
    assert record_type.model._default_manager.count() == before
    return refused.value.errors


def test_a_record_is_created_in_the_account_of_the_actor(administrator: Actor) -> None:
    record = save_record(administrator, SITES, {"name": "Houston", "country": "US"})
    stored = Site.objects.values("account", "name", "country").get(pk=record.pk)
    assert stored == {"account": "wdc", "name": "Houston", "country": "US"}


def test_only_named_columns_change(administrator: Actor, wdc: Account) -> None:
    site = make(SITES, wdc, name="Houston", city="Houston")
    save_record(administrator, SITES, {"city": "Austin"}, record=site)
    site.refresh_from_db()
    assert (site.name, site.city) == ("Houston", "Austin")  # type: ignore[attr-defined] # a Site


def test_a_change_that_changes_nothing_leaves_the_time(administrator: Actor, wdc: Account) -> None:
    team = make(TEAMS, wdc, name="Desk")
    ada = make(PEOPLE, wdc, primary_email="ada@wdc.example")
    team.members.add(ada)  # type: ignore[attr-defined] # a Team
    before = Team.objects.get().updated_at
    same = {"name": "Desk", "members": (Key("ada@wdc.example"),), "manager": None}
    save_record(administrator, TEAMS, same, record=team)
    assert Team.objects.get().updated_at == before
    save_record(administrator, TEAMS, {"members": ()}, record=team)
    assert Team.objects.get().updated_at > before
    assert not Team.objects.get().members.exists()


def test_required_columns_are_required(administrator: Actor, wdc: Account) -> None:
    assert refusal(administrator, PEOPLE, name="") == {
        "name": ["Name is required."],
        "primary_email": ["Primary Email is required."],
    }
    person = make(PEOPLE, wdc)
    with pytest.raises(Refused) as refused:
        save_record(administrator, PEOPLE, {"name": ""}, record=person)
    assert refused.value.errors == {"name": ["Name is required."]}


def test_references_are_found_or_refused_with_the_nearest_name(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    make(ORGANIZATIONS, wdc, name="Service Desk")
    there = make(ORGANIZATIONS, wna, name="There")
    person = {"name": "Ada", "primary_email": "ada@wdc.example"}
    errors = refusal(administrator, PEOPLE, **person, organization=Key("Servce Desk"))
    assert errors == {
        "organization": [
            "There is no organization named “Servce Desk”. Did you mean “Service Desk”?"
        ]
    }
    saved = save_record(administrator, PEOPLE, person | {"organization": Key("There", "wna")})
    assert Person.objects.get(pk=saved.pk).organization == there


def test_without_a_trust_foreign_records_cannot_be_named(
    administrator: Actor, wna: Account
) -> None:
    make(ORGANIZATIONS, wna, name="There")
    values = {"name": "Ada", "primary_email": "a@wdc.example", "organization": Key("There", "wna")}
    assert "no accepted trust" in refusal(administrator, PEOPLE, **values)["organization"][0]


def test_several_references_replace_those_stored(administrator: Actor, wdc: Account) -> None:
    keys = [str(make(PEOPLE, wdc).primary_email) for _ in range(3)]  # type: ignore[attr-defined] # a Person
    values = {"name": "Desk", "members": tuple(Key(key) for key in keys[:2])}
    team = save_record(administrator, TEAMS, values)
    save_record(administrator, TEAMS, {"members": (Key(keys[2]),)}, record=team)
    assert [person.primary_email for person in Team.objects.get().members.all()] == [keys[2]]
    with pytest.raises(Refused) as refused:
        save_record(administrator, TEAMS, {"members": (Key("x@y.example"),)}, record=team)
    assert list(refused.value.errors) == ["members"]
    assert Team.objects.get().members.count() == 1


def test_rules_see_stored_and_new_values(administrator: Actor, wdc: Account) -> None:
    holidays = registry.get("holidays")
    holiday = make(holidays, wdc, start_at="2026-01-01T00:00", end_at="2026-01-02T00:00")
    with pytest.raises(Refused) as refused:
        save_record(administrator, holidays, {"end_at": "2025-12-31T00:00"}, record=holiday)
    assert refused.value.errors == {
        "end_at": ["End At is not later than Start At. Check both moments."]
    }
    person = make(PEOPLE, wdc, primary_email="ada@wdc.example")
    with pytest.raises(Refused) as refused:
        save_record(administrator, PEOPLE, {"manager": Key("ada@wdc.example")}, record=person)
    assert list(refused.value.errors) == ["manager"]


def test_a_name_that_exists_is_refused(administrator: Actor, wdc: Account, wna: Account) -> None:
    make(SITES, wna, name="Houston")
    save_record(administrator, SITES, {"name": "Houston"})
    assert refusal(administrator, SITES, name="Houston") == {
        "name": ["There is already a site with this Name."]
    }
    save_record(administrator, SITES, {"name": "A", "source": "hr", "source_id": "1"})
    errors = refusal(administrator, SITES, name="B", source="hr", source_id="1")
    assert errors == {"source_id": ["There is already a site with this Source and Source ID."]}


def test_child_rows_are_replaced_as_a_set(administrator: Actor) -> None:
    rows = [
        {"weekday": "mon", "time_from": "09:00", "time_until": "12:00"},
        {"weekday": "mon", "time_from": "13:00", "time_until": "17:00"},
    ]
    calendar = save_record(administrator, CALENDARS, {"name": "Office"}, rows=rows)
    first = list(Calendar.objects.get().hours.values_list("pk", flat=True))
    save_record(administrator, CALENDARS, {}, record=calendar, rows=rows)
    assert list(Calendar.objects.get().hours.values_list("pk", flat=True)) == first
    save_record(administrator, CALENDARS, {"name": "Day"}, record=calendar)
    assert Calendar.objects.get().hours.count() == 2
    save_record(administrator, CALENDARS, {}, record=calendar, rows=rows[:1])
    assert [hour.time_until for hour in Calendar.objects.get().hours.all()] == ["12:00"]


def test_what_is_wrong_with_a_child_row_names_the_row(administrator: Actor) -> None:
    rows = [
        {"weekday": "mon", "time_from": "09:00", "time_until": "12:00"},
        {"weekday": "tue", "time_from": "13:00", "time_until": "12:00"},
        {"weekday": "wed", "time_from": "13:00", "time_until": ""},
    ]
    with pytest.raises(Refused) as refused:
        save_record(administrator, CALENDARS, {"name": "Office"}, rows=rows)
    assert [(number, name) for number, name, _ in refused.value.rows] == [
        (2, "time_until"),
        (1, "time_until"),
    ]
    assert not Calendar.objects.exists()


def test_two_people_who_change_a_record_at_once_are_told(
    administrator: Actor, wdc: Account
) -> None:
    site = make(SITES, wdc, name="Houston")
    site.refresh_from_db()
    seen = site.updated_at
    save_record(administrator, SITES, {"city": "Austin"}, record=site, seen=seen)
    with pytest.raises(Conflict):
        save_record(administrator, SITES, {"city": "Dallas"}, record=site, seen=seen)
    with pytest.raises(Conflict):
        save_record(
            administrator, SITES, {"city": "Dallas"}, record=site,
            seen=seen + dt.timedelta(microseconds=1),
        )  # fmt: skip
    site.refresh_from_db()
    assert site.city == "Austin"  # type: ignore[attr-defined] # a Site


@pytest.mark.parametrize(
    "roles", [(), (Role.AUDITOR,), (Role.SPECIALIST,), (Role.DIRECTORY_ADMINISTRATOR,)]
)
def test_only_administrators_change_records(
    enrol: Enrol, wdc: Account, roles: tuple[Role, ...]
) -> None:
    site = make(SITES, wdc, name="Houston")
    actor = enrol(wdc, *roles)
    with pytest.raises(PermissionDenied):
        save_record(actor, SITES, {"name": "Austin"}, record=site)
    with pytest.raises(PermissionDenied):
        save_record(actor, SITES, {"name": "Austin"})
    with pytest.raises(PermissionDenied):
        set_disabled(actor, SITES, site, disabled=True)
    assert list(Site.objects.values_list("name", "disabled")) == [("Houston", False)]


def test_records_of_another_account_cannot_be_changed(
    administrator: Actor, wna: Account, trust: Trust
) -> None:
    foreign = make(SITES, wna, name="Foreign")
    with pytest.raises(Conflict):
        save_record(administrator, SITES, {"name": "Mine"}, record=foreign)
    foreign.refresh_from_db()
    assert str(foreign) == "Foreign"


def test_details_of_imports_cannot_be_changed_by_hand(administrator: Actor, wdc: Account) -> None:
    imported = make(DETAILS, wdc, integration=True)
    by_hand = make(DETAILS, wdc)
    assert "under the control of imports" in locked_by(DETAILS, imported)
    assert locked_by(DETAILS, by_hand) == ""
    with pytest.raises(PermissionDenied):
        save_record(administrator, DETAILS, {"contact_uri": "x@y.example"}, record=imported)
    save_record(administrator, DETAILS, {"contact_uri": "x@y.example"}, record=by_hand)


def roles_of(actor: Actor) -> Record:
    return PersonRoles.objects.get(person__user=actor.user)


def test_nobody_takes_the_administrator_role_from_himself(
    administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    other = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email="other@wdc.example")
    change = {"account_administrator": False}
    with pytest.raises(Refused) as refused:
        save_record(administrator, ROLES, change, record=roles_of(administrator))
    assert list(refused.value.errors) == ["account_administrator"]
    given = {"person": Key("other@wdc.example")}
    with pytest.raises(Refused):
        save_record(administrator, ROLES, given, record=roles_of(administrator))
    save_record(administrator, ROLES, {"auditor": True}, record=roles_of(administrator))
    save_record(administrator, ROLES, change, record=roles_of(other))
    found = PersonRoles.objects.order_by("pk").values_list("account_administrator", flat=True)
    assert list(found) == [True, False]


def test_nobody_disables_himself(administrator: Actor, wdc: Account) -> None:
    own = Person.objects.get(user=administrator.user)
    with pytest.raises(Refused):
        set_disabled(administrator, PEOPLE, own, disabled=True)
    other = make(PEOPLE, wdc)
    set_disabled(administrator, PEOPLE, other, disabled=True)
    assert list(Person.objects.order_by("pk").values_list("disabled", flat=True)) == [False, True]
    set_disabled(administrator, PEOPLE, other, disabled=False)
    assert not Person.objects.filter(disabled=True).exists()
