"""The logins that have roles in an account."""

from dataclasses import dataclass

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor, actor

PAGE = 100


@dataclass(frozen=True)
class Page:
    """Some holders of roles by e-mail address; `following` is the address to go on after."""

    holders: list[Actor]
    following: str


def holders(account: Account, *, after: str = "") -> Page:
    """Return the next logins with a role in the account, in constant time for any page."""
    users = (
        User.objects.filter(person__roles__account=account, email__gt=after)
        .select_related("person")
        .prefetch_related("person__roles__account")
        .order_by("email")[: PAGE + 1]
    )
    found = [actor(user, account) for user in users]
    return Page(found[:PAGE], found[PAGE - 1].user.email if len(found) > PAGE else "")
