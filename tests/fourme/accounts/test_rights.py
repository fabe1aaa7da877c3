import pytest
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor, Door, accounts_of, actor, actors
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol

EVERYTHING = frozenset(Door) - {Door.IMPORT_FINANCIAL, Door.LOGS_BELOW}


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        (Role.ACCOUNT_ADMINISTRATOR, EVERYTHING),
        (Role.ACCOUNT_OWNER, EVERYTHING),
        (Role.AUDITOR, {Door.VIEW, Door.SETTINGS, Door.LOGS}),
        (Role.FINANCIAL_MANAGER, {Door.VIEW, Door.SETTINGS, Door.IMPORT_FINANCIAL}),
        (Role.SPECIALIST, {Door.VIEW, Door.SETTINGS}),
        (Role.ACCOUNT_DESIGNER, {Door.VIEW, Door.SETTINGS}),
        (Role.KEY_CONTACT, set()),
        (Role.DIRECTORY_ADMINISTRATOR, set()),
        (Role.DIRECTORY_AUDITOR, set()),
    ],
)
def test_doors_of_a_role_in_an_ordinary_account(
    enrol: Enrol, wdc: Account, role: Role, doors: set[Door]
) -> None:
    person = enrol(wdc, role)
    assert {door for door in Door if person.may(door)} == set(doors)


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        (
            Role.DIRECTORY_ADMINISTRATOR,
            EVERYTHING - {Door.TRUSTS, Door.APPLICATIONS} | {Door.LOGS_BELOW},
        ),
        (Role.DIRECTORY_AUDITOR, {Door.VIEW, Door.SETTINGS, Door.LOGS, Door.LOGS_BELOW}),
    ],
)
def test_doors_of_a_directory_role_in_a_directory_account(
    enrol: Enrol, wdc: Account, role: Role, doors: set[Door]
) -> None:
    wdc.is_directory = True
    wdc.save()
    person = enrol(wdc, role)
    assert {door for door in Door if person.may(door)} == set(doors)


def test_actor_has_no_role_in_another_account(administrator: Actor, wna: Account) -> None:
    assert actor(administrator.user, wna).roles == frozenset()


def test_actors_names_the_home_account_first(
    enrol: Enrol, administrator: Actor, wdc: Account, wna: Account
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    person = enrol(wna, Role.SPECIALIST, email="both@wna.example").user.person
    PersonRoles.objects.create(account=wdc, person=person, auditor=True)
    user = User.objects.get(email="both@wna.example")
    assert [(one.account.id, one.roles) for one in actors(user)] == [
        ("wna", frozenset({Role.SPECIALIST})),
        ("wdc", frozenset({Role.AUDITOR})),
    ]
    assert accounts_of(user) == [wna, wdc]


def test_actors_leaves_out_accounts_where_no_role_counts(enrol: Enrol, wdc: Account) -> None:
    assert actors(enrol(wdc, Role.DIRECTORY_AUDITOR).user) == []


@pytest.mark.usefixtures("deputy")
def test_a_disabled_person_has_no_roles(administrator: Actor) -> None:
    person = administrator.user.person
    person.disabled = True
    person.save()
    fresh = User.objects.get(pk=administrator.user.pk)
    assert actors(fresh) == []
    assert not actor(fresh, administrator.account).may(Door.VIEW)


def test_actors_costs_two_queries(
    administrator: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fresh = User.objects.get(pk=administrator.user.pk)
    with django_assert_num_queries(2):
        actors(fresh)


def test_role_labels_keep_the_documented_order(administrator: Actor) -> None:
    roles = frozenset({Role.ACCOUNT_ADMINISTRATOR, Role.AUDITOR})
    both = Actor(administrator.user, administrator.account, roles)
    assert both.role_labels() == ["Auditor", "Account Administrator"]
