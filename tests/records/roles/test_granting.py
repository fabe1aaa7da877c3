import datetime as dt
from collections.abc import Collection
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor, Door, actor
from fourme.accounts.roles import Role
from records import history, registry
from records.models import Person, PersonRoles
from records.roles.granting import Change, Holding, reachable
from records.services import Conflict, Refused
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, run_import

R = Role


def people(account: Account, *names: str) -> list[Person]:
    return [
        Person.objects.create(
            account=account, primary_email=f"{name.lower()}@{account.pk}.example", name=name
        )
        for name in names
    ]


def grant(actor: Actor, person: Person, roles: Collection[Role]) -> Change:
    """Change the roles as the page does, with what it has just read."""
    holding = Holding(actor, person)
    change = Change(holding, frozenset(roles))
    change.save(dt.datetime.fromisoformat(holding.seen) if holding.seen else None)
    return change


def stored(person: Person) -> frozenset[Role]:
    return PersonRoles.objects.get(person=person).role_set()


def test_roles_are_granted_and_taken(administrator: Actor, wdc: Account) -> None:
    [ada] = people(wdc, "Ada")
    grant(administrator, ada, {R.SPECIALIST, R.FINANCIAL_MANAGER})
    assert stored(ada) == {R.SPECIALIST, R.FINANCIAL_MANAGER}
    change = grant(administrator, ada, {R.SPECIALIST, R.AUDITOR})
    assert stored(ada) == {R.SPECIALIST, R.AUDITOR}
    assert (change.added, change.taken) == ([R.AUDITOR], [R.FINANCIAL_MANAGER])
    grant(administrator, ada, set())
    assert stored(ada) == frozenset()


@pytest.mark.parametrize("role", [each for each in Role if not each.startswith("directory_")])
def test_each_role_can_be_granted(administrator: Actor, wdc: Account, role: Role) -> None:
    [ada] = people(wdc, "Ada")
    grant(administrator, ada, {role})
    assert stored(ada) == {role}


def test_the_roles_of_directories_are_granted_in_a_directory_only(
    administrator: Actor, wdc: Account
) -> None:
    [ada] = people(wdc, "Ada")
    assert R.DIRECTORY_AUDITOR not in Holding(administrator, ada).offered
    PersonRoles.objects.create(account=wdc, person=ada, directory_auditor=True)
    assert Holding(administrator, ada).roles == frozenset()
    grant(administrator, ada, {R.SPECIALIST})
    assert stored(ada) == {R.SPECIALIST, R.DIRECTORY_AUDITOR}
    Account.objects.update(is_directory=True)
    director = actor(administrator.user, Account.objects.get())
    grant(director, ada, {R.DIRECTORY_DESIGNER})
    assert stored(ada) == {R.DIRECTORY_DESIGNER}


def test_the_history_names_the_roles_and_the_author(administrator: Actor, wdc: Account) -> None:
    [ada] = people(wdc, "Ada")
    grant(administrator, ada, {R.SPECIALIST})
    grant(administrator, ada, {R.SPECIALIST, R.FINANCIAL_MANAGER})
    record = PersonRoles.objects.get(person=ada)
    entry = history.entries(administrator, registry.of(PersonRoles), record)[0]
    assert entry.who == "Account Administrator"
    assert [(each.label, each.old, each.new) for each in entry.fields] == [
        ("Financial manager", "No", "Yes")
    ]


def test_an_author_is_named_to_the_triggers(administrator: Actor, wdc: Account) -> None:
    [ada] = people(wdc, "Ada")
    grant(administrator, ada, {R.SPECIALIST})
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fourme.author', true)")
        assert cursor.fetchone() == (str(administrator.user.pk),)


def test_who_was_slower_changes_nothing(administrator: Actor, wdc: Account) -> None:
    [ada] = people(wdc, "Ada")
    grant(administrator, ada, {R.SPECIALIST})
    seen = dt.datetime.fromisoformat(Holding(administrator, ada).seen)
    grant(administrator, ada, {R.AUDITOR})
    for moment in (seen, None):
        with pytest.raises(Conflict):
            Change(Holding(administrator, ada), frozenset({R.KEY_CONTACT})).save(moment)
    assert stored(ada) == {R.AUDITOR}


def test_only_administrators_grant(enrol: Enrol, wdc: Account) -> None:
    auditor = enrol(wdc, Role.AUDITOR)
    with pytest.raises(PermissionDenied, match="lets you grant and take roles"):
        grant(auditor, auditor.user.person, set(Role))
    assert stored(auditor.user.person) == {Role.AUDITOR}


@pytest.mark.parametrize("role", [Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER])
@pytest.mark.usefixtures("deputy")
def test_nobody_takes_his_own_right_to_administer(enrol: Enrol, wdc: Account, role: Role) -> None:
    me = enrol(wdc, role, Role.AUDITOR, email="me@wdc.example")
    with pytest.raises(Refused) as refused:
        grant(me, me.user.person, {Role.AUDITOR})
    assert "Nobody can take this role from himself." in refused.value.all()[0]
    grant(me, me.user.person, {role})
    assert stored(me.user.person) == {role}


def test_what_one_loses_oneself_is_told(enrol: Enrol, wdc: Account) -> None:
    me = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    [ada] = people(wdc, "Ada")
    kept = frozenset({Role.ACCOUNT_ADMINISTRATOR})
    assert Change(Holding(me, me.user.person), kept).lost == [Door.IMPORT_FINANCIAL]
    assert Change(Holding(me, ada), frozenset()).lost == []


def test_people_of_a_trusted_account_are_within_reach(administrator: Actor, wna: Account) -> None:
    [bea] = people(wna, "Bea")
    assert not reachable(administrator).filter(pk=bea.pk).exists()
    trust = Trust.objects.create(account=wna, trusted_id="wdc", status="accepted")
    assert reachable(administrator).filter(pk=bea.pk).exists()
    grant(administrator, bea, {R.AUDITOR})
    assert stored(bea) == {R.AUDITOR}
    assert PersonRoles.objects.get(person=bea).account_id == "wdc"
    trust.delete()
    assert reachable(administrator).get(pk=bea.pk) == bea
    grant(administrator, bea, set())
    assert stored(bea) == frozenset()


def test_people_of_the_directory_are_within_reach(
    administrator: Actor, wdc: Account, wna: Account
) -> None:
    wna.is_directory = True
    wna.save()
    wdc.directory = wna
    wdc.save()
    [bea] = people(wna, "Bea")
    domain = actor(administrator.user, Account.objects.get(pk="wdc"))
    grant(domain, bea, {R.AUDITOR})
    assert PersonRoles.objects.get(person=bea).account_id == "wdc"


@pytest.mark.django_db(transaction=True)
def test_an_import_leaves_roles_alone_that_files_have_not(
    administrator: Actor, tmp_path: Path, redis: object
) -> None:
    [ada] = people(administrator.account, "Ada")
    apart = {Role(column.name) for column in registry.of(PersonRoles).apart}
    assert apart == {
        *(each for each in Role if each.startswith(("directory_", "workflow_automator_"))),
        *(R.ACCOUNT_OWNER, R.FINANCIAL_MANAGER, R.KNOWLEDGE_MANAGER, R.ACCOUNT_DESIGNER),
    }
    everything = {role.value: True for role in Role}
    PersonRoles.objects.create(account=administrator.account, person=ada, **everything)
    text = "Person,Role Account,Auditor\nada@wdc.example,wdc,1\n"
    assert counters(run_import(administrator, tmp_path, "people_roles", text)) == {"updated": 1}
    assert stored(ada) == apart | {R.AUDITOR}
