"""Whoever gives or takes a role, by whatever way: there is an event for it."""

import pytest
from django.test import Client

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.authors import write_as
from records.models import PermissionEvent, Person, PersonRoles
from records.services import save_record
from tests.fixtures.world import Enrol

Event = tuple[str, str, str, str | None]


def events(after: int = 0) -> list[Event]:
    """Return what happened to whose role, and by whom, behind an event."""
    rows = PermissionEvent.objects.filter(pk__gt=after).order_by("id")
    return list(
        rows.values_list("event_type", "role", "person__primary_email", "created_by__primary_email")
    )


def last() -> int:
    """Return the ID of the last event so far."""
    newest = PermissionEvent.objects.order_by("-id").first()
    return newest.pk if newest else 0


@pytest.fixture
def ada(wdc: Account) -> Person:
    """A person without roles."""
    return Person.objects.create(account=wdc, name="Ada", primary_email="ada@wdc.example")


def test_roles_are_added_and_removed(administrator: Actor, ada: Person) -> None:
    before = last()
    write_as(administrator.user)
    roles = PersonRoles.objects.create(
        account=administrator.account, person=ada, auditor=True, directory_auditor=True
    )
    roles.auditor, roles.specialist = False, True
    roles.save()
    roles.save()  # nothing changed
    PersonRoles.objects.filter(pk=roles.pk).delete()
    who = "account.administrator@wdc.example"
    assert events(before) == [
        ("added", "auditor", "ada@wdc.example", who),
        ("added", "directory_auditor", "ada@wdc.example", who),
        ("removed", "auditor", "ada@wdc.example", who),
        ("added", "specialist", "ada@wdc.example", who),
        ("removed", "directory_auditor", "ada@wdc.example", who),
        ("removed", "specialist", "ada@wdc.example", who),
    ]


def test_roles_that_go_to_another_person_are_lost_by_the_first(wdc: Account, ada: Person) -> None:
    roles = PersonRoles.objects.create(account=wdc, person=ada, auditor=True)
    before = last()
    roles.person = Person.objects.create(account=wdc, primary_email="bob@wdc.example")
    roles.save()
    assert events(before) == [
        ("removed", "auditor", "ada@wdc.example", None),
        ("added", "auditor", "bob@wdc.example", None),
    ]


@pytest.mark.parametrize("role", Role, ids=str)
def test_every_role_counts(wdc: Account, ada: Person, role: Role) -> None:
    PersonRoles.objects.create(account=wdc, person=ada, **{role.value: True})
    assert [(kind, name) for kind, name, *_ in events()] == [("added", role.value)]


def test_an_event_belongs_to_the_account_of_the_role(
    administrator: Actor, wdc: Account, wna: Account, enrol: Enrol
) -> None:
    visitor = enrol(wna, Role.SPECIALIST).user
    guest = visitor.person
    write_as(visitor)
    before = last()
    PersonRoles.objects.create(account=wdc, person=guest, auditor=True)
    event = PermissionEvent.objects.get(pk__gt=before)
    assert (event.account_id, event.role_account) == ("wdc", "wdc")
    assert (event.person_id, event.created_by_id) == (guest.pk, guest.pk)
    assert event.changed_xid > 0


def test_many_rows_of_one_statement_have_their_events(wdc: Account) -> None:
    people = Person.objects.bulk_create(
        Person(account=wdc, primary_email=f"p{number}@wdc.example") for number in range(50)
    )
    PersonRoles.objects.bulk_create(
        PersonRoles(account=wdc, person=each, auditor=each.pk % 2 == 0) for each in people
    )
    assert len(events()) == 25
    PersonRoles.objects.update(auditor=True)
    assert len(events()) == 50


def test_a_disabled_person_keeps_the_roles(wdc: Account, ada: Person) -> None:
    PersonRoles.objects.create(account=wdc, person=ada, auditor=True)
    before = last()
    Person.objects.update(disabled=True)
    assert events(before) == []


def test_a_form_names_its_author(administrator: Actor, ada: Person) -> None:
    roles = PersonRoles.objects.create(account=administrator.account, person=ada)
    before = last()
    save_record(administrator, registry.get("people_roles"), {"auditor": True}, record=roles)
    who = "account.administrator@wdc.example"
    assert events(before) == [("added", "auditor", "ada@wdc.example", who)]


def test_an_operator_with_a_person_is_named(administrator: Actor, ada: Person) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_staff=True, is_superuser=True)
    client, before = Client(), last()
    client.force_login(administrator.user)
    granted = {"account": "wdc", "person": ada.pk, "financial_manager": "on"}
    client.post("/admin/records/personroles/add/", granted)
    roles = PersonRoles.objects.get(person=ada)
    client.post(f"/admin/records/personroles/{roles.pk}/change/", {"knowledge_manager": "on"})
    who = "account.administrator@wdc.example"
    assert events(before) == [
        ("added", "financial_manager", "ada@wdc.example", who),
        ("removed", "financial_manager", "ada@wdc.example", who),
        ("added", "knowledge_manager", "ada@wdc.example", who),
    ]
