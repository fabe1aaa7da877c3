"""In whose name the exports of an account can run."""

from django.db.models import QuerySet

from fourme.accounts import rights
from fourme.accounts.models import Account, User
from fourme.accounts.rights import Door


def candidates(account: Account) -> QuerySet[User]:
    """Return the people who may export from the account, by name; none whose login is closed."""
    return rights.holders(account, Door.EXPORT)
