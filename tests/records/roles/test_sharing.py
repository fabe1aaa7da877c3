"""With a trust end the roles that people of one account have in the other."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from fourme.accounts import trusts
from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor, actor
from fourme.accounts.roles import Role
from fourme.accounts.trusts import Granted
from fourme.logs.models import SystemLog
from records.models import Change, Person, PersonRoles
from records.roles import granting
from records.services import Refused
from tests.fixtures.patience import until
from tests.fixtures.world import Enrol

S = Trust.Status


@pytest.fixture
def partner(enrol: Enrol, wna: Account) -> Actor:
    return enrol(wna, Role.ACCOUNT_ADMINISTRATOR)


def give(person: Actor, account: Account, **roles: bool) -> PersonRoles:
    return PersonRoles.objects.create(account=account, person=person.user.person, **roles)


def test_roles_across_end_with_the_trust_on_both_sides(
    administrator: Actor, partner: Actor, enrol: Enrol, trust: Trust
) -> None:
    wdc, wna = administrator.account, partner.account
    colleague = enrol(wna, Role.SPECIALIST)
    for one in (partner, colleague):
        give(one, wdc, auditor=True, financial_manager=True)
    give(administrator, wna, specialist=True)
    assert trusts.granted(trust, wdc) == Granted(2, 1)
    assert trusts.granted(trust, wna) == Granted(1, 2)

    trusts.change(administrator, trust, S.CANCELED, ip_address=None)

    assert trusts.granted(trust, wdc) == Granted(0, 0)
    assert actor(partner.user, wdc).roles == frozenset()
    assert actor(administrator.user, wna).roles == frozenset()
    assert actor(colleague.user, wna).roles == {Role.SPECIALIST}
    told = SystemLog.objects.order_by("pk").values_list("account", "message")
    text = (
        "wdc Widget Data Center ended the trust with wna Widget North America. "
        "2 people of wna lost the roles in wdc. 1 person of wdc lost the roles in wna."
    )
    assert list(told) == [("wdc", text), ("wna", text)]


def test_the_history_tells_what_was_lost(
    administrator: Actor, partner: Actor, trust: Trust, wdc: Account
) -> None:
    roles = give(partner, wdc, auditor=True, financial_manager=True)
    trusts.change(administrator, trust, S.CANCELED, ip_address=None)
    change = Change.objects.get(record_id=roles.pk)
    assert (change.kind, change.user, change.account) == ("removed", administrator.user, wdc)
    assert change.values["auditor"] == [True, None]
    assert change.values["financial_manager"] == [True, None]


def test_the_people_of_the_directory_keep_their_roles_in_its_support_domain(
    administrator: Actor, enrol: Enrol, wdc: Account, wna: Account, trust: Trust
) -> None:
    Account.objects.filter(pk="wna").update(is_directory=True)
    Account.objects.filter(pk="wdc").update(directory="wna")
    kept = give(enrol(wna, Role.SPECIALIST), wdc, auditor=True)
    trusts.change(administrator, trust, S.CANCELED, ip_address=None)
    assert PersonRoles.objects.filter(pk=kept.pk).exists()


def test_nobody_ends_the_trust_by_which_he_is_here(
    administrator: Actor, partner: Actor, trust: Trust, wdc: Account
) -> None:
    give(partner, wdc, account_administrator=True)
    with pytest.raises(ValidationError, match="You have your roles in wdc by this trust"):
        trusts.change(actor(partner.user, wdc), trust, S.CANCELED, ip_address=None)
    trust.refresh_from_db()
    assert trust.status == S.ACCEPTED
    assert not SystemLog.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_role_is_granted_while_the_trust_ends(
    trust: Trust, administrator: Actor, partner: Actor
) -> None:
    refused: list[Refused] = []

    def grant() -> None:
        try:
            holding = granting.Holding(administrator, partner.user.person)
            granting.Change(holding, frozenset({Role.AUDITOR})).save(None)
        except Refused as error:
            refused.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=grant)
    with transaction.atomic():
        trusts.change(administrator, trust, S.CANCELED, ip_address=None)
        thread.start()
        until(blocked, "the grant waits for the trust")
    thread.join(30)
    assert "no accepted trust" in refused[0].all()[0]
    assert not PersonRoles.objects.filter(account="wdc", person__account="wna").exists()


def blocked() -> bool:
    """Tell whether a statement waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("side", ["wdc", "wna"])
def test_no_account_loses_its_last_administrator_with_a_trust(
    enrol: Enrol, partner: Actor, trust: Trust, wdc: Account, side: str
) -> None:
    """Of wdc only a person of wna is administrator; the owner of wdc is disabled meanwhile."""
    own = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR)
    roles = give(partner, wdc, account_administrator=True)
    Person.objects.filter(user=own.user).update(disabled=True)
    ending = own if side == "wdc" else partner
    with pytest.raises(ValidationError, match="wdc would be left without an administrator"):
        trusts.change(ending, trust, S.CANCELED, ip_address=None)
    assert PersonRoles.objects.filter(pk=roles.pk).exists()
    trust.refresh_from_db()
    assert trust.status == S.ACCEPTED
    assert not SystemLog.objects.exists()
