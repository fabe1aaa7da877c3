"""Applications call the API with the tokens that they got."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken
from pytest_django import DjangoAssertNumQueries

from exports.models import ExportRun
from fourme.accounts.models import Account, Trust, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs import steps
from fourme.oauth import applications, tokens
from fourme.oauth.models import Application
from tests.fixtures.world import Enrol
from tests.fourme.oauth.registered import Registered, register

pytestmark = pytest.mark.usefixtures("redis")


@pytest.fixture
def warehouse(administrator: Actor, deputy: Actor) -> Registered:
    """Added by one administrator, acts as the other."""
    return register(deputy, administrator.user)


def status(api: Client, **headers: str) -> int:
    return int(api.get("/v1", headers=headers).status_code)


@pytest.mark.usefixtures("transactional_db")
def test_an_application_starts_an_export_as_its_person(
    warehouse: Registered, administrator: Actor
) -> None:
    answer = warehouse.api().post("/v1/export", {"type": "sites"})
    run = ExportRun.objects.get(token=answer.json()["token"])
    assert (run.user, run.account_id, run.origin) == (administrator.user, "wdc", "api")


def test_the_calls_count_for_the_person(warehouse: Registered) -> None:
    api = warehouse.api()
    assert [api.get("/v1")["X-RateLimit-Remaining"] for _ in range(2)] == ["3599", "3598"]


def test_a_token_is_over_after_an_hour(warehouse: Registered) -> None:
    api = warehouse.api()
    AccessToken.objects.update(expires=timezone.now() + timedelta(minutes=1))
    assert status(api) == 200
    AccessToken.objects.update(expires=timezone.now())
    response = api.get("/v1")
    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})


def test_the_use_is_noted_at_most_once_a_minute(warehouse: Registered) -> None:
    def used() -> Any:
        return Application.objects.get().last_used_at

    api = warehouse.api()
    assert used() is None
    status(api)
    first = used()
    assert timezone.now() - first < timedelta(seconds=20)
    status(api)
    assert used() == first
    Application.objects.update(last_used_at=first - timedelta(seconds=61))
    status(api)
    assert used() > first


def test_a_new_secret_ends_the_old_one_and_its_tokens(warehouse: Registered, deputy: Actor) -> None:
    api = warehouse.api()
    secret = applications.renew(deputy, warehouse.application, ip_address=None)
    assert status(api) == 401
    assert warehouse.ask().status_code == 401
    assert status(warehouse._replace(secret=secret).api()) == 200


def test_a_deleted_application_is_gone_with_its_tokens(
    warehouse: Registered, deputy: Actor
) -> None:
    api = warehouse.api()
    applications.delete(deputy, warehouse.application, ip_address=None)
    assert status(api) == 401
    assert warehouse.ask().json()["error"] == "invalid_client"
    assert not AccessToken.objects.exists()


def test_another_application_goes_on(warehouse: Registered, deputy: Actor) -> None:
    other = register(deputy, name="other").api()
    applications.renew(deputy, warehouse.application, ip_address=None)
    applications.delete(deputy, warehouse.application, ip_address=None)
    assert status(other) == 200


def test_the_roles_are_those_of_the_moment(warehouse: Registered, administrator: Actor) -> None:
    api = warehouse.api()
    person = administrator.user.person
    person.roles.update(account_administrator=False, specialist=True)
    assert api.post("/v1/export", {"type": "sites"}).status_code == 403
    person.roles.all().delete()
    assert status(api) == 403


def test_a_disabled_login_is_kept_out(warehouse: Registered, administrator: Actor) -> None:
    api = warehouse.api()
    User.objects.filter(pk=administrator.user.pk).update(is_active=False)
    assert status(api) == 401


def test_a_disabled_person_is_kept_out(warehouse: Registered, administrator: Actor) -> None:
    api = warehouse.api()
    person = administrator.user.person
    person.disabled = True
    person.save()
    assert status(api) == 401


def test_another_account_needs_a_role_of_the_person_there(
    warehouse: Registered, administrator: Actor, trust: Trust
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    api = warehouse.api()
    assert status(api, **{"X-4me-Account": "wna"}) == 403
    wna = Account.objects.get(pk="wna")
    PersonRoles.objects.create(account=wna, person=administrator.user.person, auditor=True)
    assert status(api, **{"X-4me-Account": "wna"}) == 200


@pytest.mark.usefixtures("transactional_db")
def test_the_account_is_that_of_the_application(
    administrator: Actor, trust: Trust, enrol: Enrol
) -> None:
    """Also for a person of another account, to which an operator moved the application."""
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    wna = Account.objects.get(pk="wna")
    guest = enrol(wna, Role.ACCOUNT_ADMINISTRATOR)
    person = guest.user.person
    PersonRoles.objects.create(
        account=administrator.account, person=person, account_administrator=True
    )
    warehouse = register(administrator, guest.user)
    answer = warehouse.api().post("/v1/export", {"type": "sites"})
    assert ExportRun.objects.get(token=answer.json()["token"]).account_id == "wdc"


def test_the_tick_sweeps_tokens_that_are_over(
    warehouse: Registered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_BATCH", 2)
    for _ in range(5):
        warehouse.ask()
    last = AccessToken.objects.latest("pk")
    AccessToken.objects.exclude(pk=last.pk).update(expires=timezone.now())
    assert tokens.sweep in steps.registered()
    tokens.sweep()
    tokens.sweep()
    assert list(AccessToken.objects.all()) == [last]


def test_a_call_costs_three_queries_once_the_use_is_noted(
    warehouse: Registered, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    api = warehouse.api()
    status(api)
    with django_assert_num_queries(3):  # no personal token, a token of an application, its roles
        status(api)
