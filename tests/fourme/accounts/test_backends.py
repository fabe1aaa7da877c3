import pytest
from django.contrib.auth import authenticate
from django.test import Client
from pytest_django.fixtures import Settings

from fourme.accounts.models import User
from fourme.accounts.rights import Actor
from tests.fixtures.world import PASSWORD


@pytest.mark.parametrize(
    "typed", ["account.administrator@wdc.example", "Account.ADMINISTRATOR@wdc.Example"]
)
def test_authenticate_takes_the_address_in_any_case(administrator: Actor, typed: str) -> None:
    assert authenticate(username=typed, password=PASSWORD) == administrator.user


def test_authenticate_refuses_a_wrong_password(administrator: Actor) -> None:
    assert authenticate(username=administrator.user.email, password=PASSWORD.upper()) is None


@pytest.mark.usefixtures("deputy")
def test_authenticate_refuses_a_disabled_login(administrator: Actor) -> None:
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    assert authenticate(username=administrator.user.email, password=PASSWORD) is None


@pytest.mark.usefixtures("deputy")
def test_authenticate_refuses_a_disabled_person(administrator: Actor) -> None:
    disable_person(administrator)
    assert authenticate(username=administrator.user.email, password=PASSWORD) is None


def test_authenticate_refuses_the_password_of_the_demo_in_production(
    administrator: Actor, settings: Settings
) -> None:
    administrator.user.set_password(settings.DEMO_PASSWORD)
    administrator.user.save()
    given = {"username": administrator.user.email, "password": settings.DEMO_PASSWORD}
    assert authenticate(**given) == administrator.user
    settings.DEVELOPMENT = False
    assert authenticate(**given) is None


def test_authenticate_takes_an_operator_without_a_person(db: None) -> None:
    operator = User.objects.create_superuser("operator@fourme.example", PASSWORD)
    assert authenticate(username="operator@fourme.example", password=PASSWORD) == operator


@pytest.mark.usefixtures("deputy")
def test_disabling_the_person_ends_a_session(client: Client, administrator: Actor) -> None:
    client.force_login(administrator.user)
    assert client.get("/profile/").status_code == 200
    disable_person(administrator)
    assert client.get("/profile/").status_code == 302


def disable_person(actor: Actor) -> None:
    person = actor.user.person
    person.disabled = True
    person.save()
