"""Trusts between accounts: invite, answer, end. Both accounts find it in their logs.

Who invites does not learn which accounts exist: an id that no account has looks like one whose
administrators have not answered yet, and the name of the other account shows once it has accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from fourme.accounts import keeping
from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.logs import events, write

_Status = Trust.Status
_EVENTS = {
    _Status.PENDING: events.register("account_trust.invited", "account_trust", "Trust invited"),
    _Status.ACCEPTED: events.register("account_trust.accepted", "account_trust", "Trust accepted"),
    _Status.REJECTED: events.register("account_trust.rejected", "account_trust", "Trust rejected"),
    _Status.CANCELED: events.register("account_trust.canceled", "account_trust", "Trust canceled"),
}
_ENDED = events.register("account_trust.ended", "account_trust", "Trust ended").name
_WORDS = {
    _Status.PENDING: "{me} invited {other} to a trust.",
    _Status.ACCEPTED: "{me} accepted the trust of {other}.",
    _Status.REJECTED: "{me} rejected the trust of {other}.",
    _Status.CANCELED: "{me} canceled the invitation of {other}.",
}


class Granted(NamedTuple):
    """How many people of each side have roles in the other account."""

    here: int
    there: int


@dataclass(frozen=True)
class Roles:
    """What holds only as long as a trust does: roles of the people of one account in another.

    Both functions take the ids of the two accounts and return how many people it is about: those
    with roles in the first account, and those with roles in the second.
    """

    count: Callable[[str, str], Granted]
    take: Callable[[Actor, str, str], Granted]


_ROLES: list[Roles] = []


def register_roles(roles: Roles) -> None:
    """Name the keeper of roles; call it in `AppConfig.ready`."""
    _ROLES[:] = [roles]


def granted(trust: Trust, account: Account) -> Granted:
    """Return how many people would lose their roles by the end of the trust, seen from a side."""
    found = [each.count(account.pk, trust.other_id(account)) for each in _ROLES]
    return found[0] if found else Granted(0, 0)


def trusts_of(account: Account) -> QuerySet[Trust]:
    """Return the trusts that the account has invited or been invited to."""
    both = Q(account=account) | Q(trusted=account)
    return Trust.objects.filter(both).select_related("account", "trusted")


def hold(account_id: str, other_id: str) -> None:
    """Let nobody end a trust between two accounts before the current transaction is over."""
    sides = Q(account=account_id, trusted=other_id) | Q(account=other_id, trusted=account_id)
    list(Trust.objects.filter(sides).order_by("pk").select_for_update(of=("self",)))


def choices(trust: Trust, account: Account) -> list[Trust.Status]:
    """Return what the account can make of the trust now."""
    if trust.status == _Status.ACCEPTED:
        return [_Status.CANCELED]
    if trust.status != _Status.PENDING:
        return []
    invited = trust.trusted_id == account.pk
    return [_Status.ACCEPTED, _Status.REJECTED] if invited else [_Status.CANCELED]


@transaction.atomic
def invite(actor: Actor, account_id: str, *, ip_address: str | None) -> Trust:
    """Invite another account; an ended trust can be offered again. Raises ValidationError.

    Whether there is an account with that id makes no difference to the actor.
    """
    if account_id == actor.account.pk:
        raise ValidationError("An account needs no trust with itself.")
    _refuse_second(actor.account, account_id)
    stored, _ = Trust.objects.update_or_create(
        account=actor.account, trusted_id=account_id, defaults={"status": _Status.PENDING}
    )
    trust = trusts_of(actor.account).get(pk=stored.pk)
    _log(trust, actor, ip_address, _EVENTS[_Status.PENDING].name, _WORDS[_Status.PENDING])
    return trust


@transaction.atomic
def change(actor: Actor, trust: Trust, status: str, *, ip_address: str | None) -> None:
    """Accept, reject, cancel or end a trust. Raises ValidationError if that is not possible (now).

    With the trust end the roles that people of one account have in the other.
    """
    trust = trusts_of(actor.account).select_for_update(of=("self",)).get(pk=trust.pk)
    if status not in choices(trust, actor.account):
        raise ValidationError(f"The trust is {trust.status}; it cannot be made {status}.")
    ends = trust.status == _Status.ACCEPTED
    if not ends:
        trust.status = status
        trust.save(update_fields=["status", "updated_at"])
        answer = _Status(status)
        _log(trust, actor, ip_address, _EVENTS[answer].name, _WORDS[answer])
        return
    lost = _take_roles(actor, trust.other_id(actor.account))
    _log(trust, actor, ip_address, _ENDED, _ending(trust, actor.account, lost))
    trust.status = status
    trust.save(update_fields=["status", "updated_at"])


def _take_roles(actor: Actor, other: str) -> Granted:
    home = getattr(actor.user, "person", None)
    if home is not None and home.account_id == other:
        raise ValidationError(
            f"You have your roles in {actor.account.pk} by this trust. End it in {other}, or ask "
            f"an administrator of {actor.account.pk} who is one of its own people."
        )
    try:
        with transaction.atomic():
            found = [each.take(actor, actor.account.pk, other) for each in _ROLES]
    except IntegrityError as error:
        left = keeping.left_alone(error)
        if not left:
            raise
        raise ValidationError(
            f"{left} would be left without an administrator who can log in. Make one of its own "
            f"people Account Administrator first."
        ) from error
    return found[0] if found else Granted(0, 0)


def _ending(trust: Trust, account: Account, lost: Granted) -> str:
    other = trust.other_id(account)
    sides = ((lost.here, other, account.pk), (lost.there, account.pk, other))
    told = [
        f" {count} {'person' if count == 1 else 'people'} of {home} lost the roles in {place}."
        for count, home, place in sides
        if count
    ]
    return "{me} ended the trust with {other}." + "".join(told)


def _refuse_second(account: Account, other: str) -> None:
    between = trusts_of(account).filter(Q(account=other) | Q(trusted=other))
    for trust in between.select_for_update(of=("self",)):
        if trust.status == _Status.ACCEPTED:
            raise ValidationError(f"{account.pk} and {other} already trust each other.")
        if trust.status == _Status.PENDING and trust.account_id == account.pk:
            raise ValidationError(f"{other} is invited already.")
        if trust.status == _Status.PENDING:
            raise ValidationError(f"{other} has invited {account.pk}: accept that invitation.")


def _log(trust: Trust, actor: Actor, ip_address: str | None, event: str, words: str) -> None:
    """Enter it on both sides. The other account learns neither who it was nor from where."""
    mine = words.format(me=actor.account, other=trust.other(actor.account))
    write.record(event, account=actor.account, user=actor.user, ip_address=ip_address, message=mine)
    other = trust.trusted if trust.account_id == actor.account.pk else trust.account
    if other is not None:
        theirs = words.format(me=actor.account, other=other)
        write.record(event, account=other, user=None, ip_address=None, message=theirs)
