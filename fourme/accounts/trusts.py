"""Trusts between accounts: invite, answer, end. Both accounts find it in their logs."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

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
_WORDS = {
    _Status.PENDING: "{me} invited {other} to a trust.",
    _Status.ACCEPTED: "{me} accepted the trust of {other}.",
    _Status.REJECTED: "{me} rejected the trust of {other}.",
    _Status.CANCELED: "{me} canceled the trust with {other}.",
}


def trusts_of(account: Account) -> QuerySet[Trust]:
    """Return the trusts that the account has invited or been invited to."""
    both = Q(account=account) | Q(trusted=account)
    return Trust.objects.filter(both).select_related("account", "trusted")


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
    """Invite another account; an ended trust can be offered again. Raises ValidationError."""
    if account_id == actor.account.pk:
        raise ValidationError("An account needs no trust with itself.")
    other = Account.objects.filter(pk=account_id).first()
    if other is None:
        raise ValidationError(f"There is no account “{account_id}”.")
    _refuse_second(actor.account, other)
    trust, _ = Trust.objects.update_or_create(
        account=actor.account, trusted=other, defaults={"status": _Status.PENDING}
    )
    _log(trust, actor, ip_address)
    return trust


@transaction.atomic
def change(actor: Actor, trust: Trust, status: str, *, ip_address: str | None) -> None:
    """Accept, reject or cancel a trust. Raises ValidationError if that is not possible (now)."""
    trust = trusts_of(actor.account).select_for_update(of=("self",)).get(pk=trust.pk)
    if status not in choices(trust, actor.account):
        raise ValidationError(f"The trust is {trust.status}; it cannot be made {status}.")
    trust.status = status
    trust.save(update_fields=["status", "updated_at"])
    _log(trust, actor, ip_address)


def _refuse_second(account: Account, other: Account) -> None:
    between = trusts_of(account).filter(Q(account=other) | Q(trusted=other))
    for trust in between.select_for_update(of=("self",)):
        if trust.status == _Status.ACCEPTED:
            raise ValidationError(f"{account.pk} and {other.pk} already trust each other.")
        if trust.status == _Status.PENDING and trust.account_id == account.pk:
            raise ValidationError(f"{other.pk} is invited already.")
        if trust.status == _Status.PENDING:
            raise ValidationError(f"{other.pk} has invited {account.pk}: accept that invitation.")


def _log(trust: Trust, actor: Actor, ip_address: str | None) -> None:
    other = trust.trusted if trust.account_id == actor.account.pk else trust.account
    status = _Status(trust.status)
    for account in (trust.account, trust.trusted):
        write.record(
            _EVENTS[status].name,
            account=account,
            user=actor.user,
            ip_address=ip_address,
            message=_WORDS[status].format(me=actor.account, other=other),
        )
