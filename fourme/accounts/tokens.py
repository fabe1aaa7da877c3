"""Personal access tokens: make, find, revoke; each is entered in the Authentication Log."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from fourme.accounts.models import AccessToken, Account, User
from fourme.accounts.zones import zone_of
from fourme.logs import events, write

_GENERATED = events.register(
    "authentication.token_generated", "authentication", "Token generated"
).name
_REVOKED = events.register("authentication.token_revoked", "authentication", "Token revoked").name
PAGE = 50
_DIGITS = 18


class Page(NamedTuple):
    """Some tokens, and the number of the last one when there are more."""

    tokens: list[AccessToken]
    following: int | None


def own(user: User) -> QuerySet[AccessToken]:
    """Return the user's tokens that are not revoked, the newest first."""
    return user.access_tokens.filter(revoked_at=None).order_by("-pk")


def of_account(account: Account, text: str = "") -> QuerySet[AccessToken]:
    """Return the tokens of the account's people, the newest first; of those with these words.

    People of other accounts who have roles here are not among them: their tokens work elsewhere
    too. Taking their roles keeps them out.
    """
    found = AccessToken.objects.filter(user__person__account=account, revoked_at=None)
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(user__email__icontains=word)
            | Q(user__person__name__icontains=word)
        )
    return found.select_related("user__person").order_by("-pk")


def page(account: Account, text: str, *, without: User, after: str) -> Page:
    """Return the next of these tokens behind the one with that number; nonsense begins anew."""
    found = of_account(account, text).exclude(user=without)
    if after.isdecimal() and len(after) <= _DIGITS:
        found = found.filter(pk__lt=int(after))
    shown = list(found[: PAGE + 1])
    following = shown[PAGE - 1].pk if len(shown) > PAGE else None
    return Page(shown[:PAGE], following)


def generate(
    user: User, name: str, expires_at: datetime | None, *, ip_address: str | None
) -> tuple[AccessToken, str]:
    """Make a token of the user and return it with its secret, which cannot be had again."""
    token, secret = AccessToken.generate(user, name, expires_at)
    until = (
        f"expires on {expires_at.astimezone(zone_of(user)):%Y-%m-%d %H:%M %Z}"
        if expires_at
        else "does not expire"
    )
    _record(_GENERATED, token, user, ip_address, f"generated the token “{name}”, which {until}")
    return token, secret


def revoke(token: AccessToken, by: User, *, ip_address: str | None) -> None:
    """End a token from now on; once is enough."""
    if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        whose = "" if token.user_id == by.pk else f" of {token.user.email}"
        _record(_REVOKED, token, by, ip_address, f"revoked the token “{token.name}”{whose}")


def _record(event: str, token: AccessToken, by: User, ip_address: str | None, message: str) -> None:
    person = getattr(token.user, "person", None)
    write.record(
        event,
        account=person.account if person else None,
        user=by,
        ip_address=ip_address,
        message=f"{by.email} {message} (ends in {token.hint}).",
    )
