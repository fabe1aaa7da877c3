"""No account loses its last administrator, whoever writes, and by which way."""

import threading
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test import Client

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.models import Person, PersonRoles
from records.services import Refused, save_record, set_disabled
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, messages, run_import

ROLES, PEOPLE = registry.get("people_roles"), registry.get("people")
LEFT = "left without an Account Administrator who can log in"


@pytest.fixture
def owner(enrol: Enrol, wdc: Account) -> Actor:
    """The only administrator of wdc."""
    return enrol(wdc, Role.ACCOUNT_OWNER)


@pytest.fixture
def director(enrol: Enrol, wdc: Account) -> Actor:
    """Somebody who may change records of wdc without being one of its administrators."""
    Account.objects.update(is_directory=True)
    wdc.refresh_from_db()
    return enrol(wdc, Role.DIRECTORY_ADMINISTRATOR)


def roles(person: Actor) -> PersonRoles:
    return PersonRoles.objects.get(person=person.user.person)


def test_all_ways_to_lose_the_last_one_are_refused(owner: Actor) -> None:
    person = Person.objects.filter(user=owner.user)
    ways = (
        lambda: PersonRoles.objects.update(account_owner=False),
        lambda: PersonRoles.objects.all().delete(),
        lambda: person.update(disabled=True),
        lambda: person.update(user=None),
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.get(pk=owner.user.pk).delete(),
    )
    for way in ways:
        refused = pytest.raises(IntegrityError, match="wdc would have no administrator")
        with refused, transaction.atomic():
            way()


def test_one_of_several_can_go(owner: Actor, enrol: Enrol, wdc: Account) -> None:
    other = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR)
    PersonRoles.objects.filter(pk=roles(owner).pk).update(account_owner=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(user=other.user).update(disabled=True)


def test_the_roles_change_hands_in_one_statement(owner: Actor, enrol: Enrol, wdc: Account) -> None:
    other = enrol(wdc, Role.SPECIALIST)
    mine = roles(owner).pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_personroles SET account_owner = id <> %s", [mine])
    assert roles(other).account_owner


def test_a_person_without_a_login_does_not_count(owner: Actor, enrol: Enrol, wdc: Account) -> None:
    for number in range(2):
        other = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email=f"{number}@wdc.example")
        if number:
            User.objects.filter(pk=other.user.pk).update(is_active=False)
        else:
            Person.objects.filter(user=other.user).update(user=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRoles.objects.filter(pk=roles(owner).pk).update(account_owner=False)


def test_an_account_that_has_none_is_not_stuck(wdc: Account) -> None:
    person = Person.objects.create(account=wdc, primary_email="x@wdc.example", name="X")
    granted = PersonRoles.objects.create(account=wdc, person=person, account_administrator=True)
    person.disabled = True
    person.save()
    granted.account_administrator = False
    granted.save()
    granted.delete()


def test_the_form_says_why(owner: Actor, director: Actor) -> None:
    person = Person.objects.get(user=owner.user)
    with pytest.raises(Refused) as refused:
        set_disabled(director, PEOPLE, person, disabled=True)
    assert list(refused.value.errors) == ["disabled"]
    assert LEFT in refused.value.all()[0]
    with pytest.raises(Refused) as refused:
        save_record(director, ROLES, {"account_owner": False}, record=roles(owner))
    assert list(refused.value.errors) == ["account_administrator"]
    assert roles(owner).account_owner


@pytest.mark.django_db(transaction=True)
def test_an_import_rejects_the_row_and_applies_the_others(
    enrol: Enrol, wdc: Account, director: Actor, tmp_path: Path, redis: object
) -> None:
    only = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR)
    enrol(wdc, Role.SPECIALIST)
    text = f"Person,Role Account,Auditor\nspecialist@wdc.example,wdc,1\n{only.user.email},wdc,1\n"
    run = run_import(director, tmp_path, "people_roles", text)
    assert counters(run) == {"updated": 1, "failures": 1}
    [(row, column, reason)] = messages(run)
    assert (row, column) == (3, "Account Administrator")
    assert LEFT in reason
    text = f"Primary Email,Name,Disabled\n{only.user.email},Renamed,1\n"
    run = run_import(director, tmp_path, "people", text)
    assert counters(run) == {"failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Disabled")]
    assert Person.objects.get(user=only.user).name != "Renamed"


@pytest.mark.django_db(transaction=True)
def test_two_who_take_each_others_role_at_once_do_not_both_succeed(
    enrol: Enrol, wdc: Account
) -> None:
    pair = [enrol(wdc, Role.ACCOUNT_OWNER, email=f"{number}@wdc.example") for number in range(2)]
    ready, refused = threading.Barrier(2), []

    def take(person: Actor) -> None:
        try:
            with transaction.atomic():
                mine = PersonRoles.objects.filter(person=person.user.person)
                list(mine.select_for_update())
                ready.wait(30)
                mine.update(account_owner=False)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(person,)) for person in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(refused) == 1
    assert PersonRoles.objects.filter(account_owner=True).count() == 1


@pytest.fixture
def operator(db: None, client: Client) -> Client:
    client.force_login(User.objects.create_superuser("operator@fourme.example", "x"))
    return client


def test_operators_read_why(operator: Client, owner: Actor) -> None:
    user, person = owner.user, owner.user.person
    ways: list[tuple[str, dict[str, object]]] = [
        (f"/admin/accounts/user/{user.pk}/change/", {"email": user.email}),
        (f"/admin/accounts/user/{user.pk}/delete/", {"post": "yes"}),
        (
            "/admin/accounts/user/",
            {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"},
        ),
        (f"/admin/records/person/{person.pk}/change/", {"user": ""}),
        (f"/admin/records/personroles/{roles(owner).pk}/change/", {}),
    ]
    for address, data in ways:
        response = operator.post(address, data)
        assert response.status_code == 302, address
        said = [str(message) for message in get_messages(response.wsgi_request)]
        assert LEFT in said[-1], address
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.is_active, fresh.person.pk, roles(owner).account_owner) == (True, person.pk, True)
