"""In whose name the exports of an account can run."""

from django.db.models import Q, QuerySet

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Door, counting, doors


def candidates(account: Account) -> QuerySet[User]:
    """Return the people who may export from the account, by name; none whose login is closed."""
    granted = Q()
    for role in counting(account):
        if Door.EXPORT in doors([role]):
            granted |= Q(**{f"person__roles__{role.value}": True})
    users = User.objects.filter(
        granted, person__roles__account=account, person__disabled=False, is_active=True
    )
    return users.select_related("person").order_by("person__name", "email")
