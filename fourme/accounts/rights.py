"""Who may do what: the doors of an account, and the roles that open them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices

from fourme.accounts.models import Account, User
from fourme.accounts.roles import Role


class Door(TextChoices):
    """Something that a role permits within one account; the label completes "may …"."""

    VIEW = "view", "see lists and records"
    EDIT = "edit", "add and change records by hand"
    IMPORT = "import", "import records"
    IMPORT_FINANCIAL = "import_financial", "import financial data"
    EXPORT = "export", "export records"
    LOGS = "logs", "read the system logs"
    LOGS_BELOW = "logs_below", "read the permission events of support domains"
    SETTINGS = "settings", "see the settings"
    ACCOUNT = "account", "change the settings of the account"
    ROLES = "roles", "grant and take roles"
    TOKENS = "tokens", "see and revoke the tokens of others"
    TRUSTS = "trusts", "manage the trusts of the account"
    APPLICATIONS = "applications", "manage the applications of the account"


_ADMINISTRATOR = frozenset({Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER})
_DIRECTORY = frozenset({Role.DIRECTORY_ADMINISTRATOR})  # counts in a directory account only
_DIRECTORY_ONLY = _DIRECTORY | {Role.DIRECTORY_AUDITOR, Role.DIRECTORY_DESIGNER}
_AUDITOR = frozenset({Role.AUDITOR, Role.DIRECTORY_AUDITOR})
_READER = frozenset(Role) - {Role.KEY_CONTACT}

_OPENED_BY: dict[Door, frozenset[Role]] = {
    Door.VIEW: _READER,
    Door.EDIT: _ADMINISTRATOR | _DIRECTORY,
    Door.IMPORT: _ADMINISTRATOR | _DIRECTORY,
    Door.IMPORT_FINANCIAL: frozenset({Role.FINANCIAL_MANAGER}),
    Door.EXPORT: _ADMINISTRATOR | _DIRECTORY,
    Door.LOGS: _ADMINISTRATOR | _DIRECTORY | _AUDITOR,
    Door.LOGS_BELOW: _DIRECTORY | {Role.DIRECTORY_AUDITOR},
    Door.SETTINGS: _READER,
    Door.ACCOUNT: _ADMINISTRATOR | _DIRECTORY,
    Door.ROLES: _ADMINISTRATOR | _DIRECTORY,
    Door.TOKENS: _ADMINISTRATOR | _DIRECTORY,
    Door.TRUSTS: _ADMINISTRATOR,
    Door.APPLICATIONS: _ADMINISTRATOR,
}


@dataclass(frozen=True)
class Actor:
    """A user in one account, with the roles of that moment."""

    user: User
    account: Account
    roles: frozenset[Role]

    def may(self, door: Door) -> bool:
        """Tell whether one of the roles opens the door."""
        return bool(self.roles & _OPENED_BY[door])

    @property
    def doors(self) -> frozenset[Door]:
        """What the roles open."""
        return frozenset(doors(self.roles))

    def role_labels(self) -> list[str]:
        """Return the roles in words, in their documented order."""
        return [str(role.label) for role in Role if role in self.roles]


def doors(roles: Collection[Role]) -> list[Door]:
    """Return what the roles open."""
    return [door for door in Door if not _OPENED_BY[door].isdisjoint(roles)]


def counting(account: Account) -> list[Role]:
    """Return the roles that count in the account: those of directories in a directory only."""
    return [role for role in Role if account.is_directory or role not in _DIRECTORY_ONLY]


def actor(user: User, account: Account) -> Actor:
    """Read the roles of the user in the account now; none for a disabled login or person."""
    here = (one for one in actors(user) if one.account == account)
    return next(here, Actor(user, account, frozenset()))


def actors(user: User) -> list[Actor]:
    """Return the user in each account where it has a role, the account of the person first."""
    person = getattr(user, "person", None)
    if person is None or person.disabled or not user.is_active:
        return []
    granted = [Actor(user, grant.account, _effective(grant)) for grant in _grants(person)]
    for one in granted:
        if one.account.pk == person.account_id:
            person.account = one.account  # it is read already: spares a query
    return sorted(
        (one for one in granted if one.roles),
        key=lambda one: (one.account.id != person.account_id, one.account.id),
    )


def accounts_of(user: User) -> list[Account]:
    """Return the accounts in which the user has a role, the account of the person first."""
    return [one.account for one in actors(user)]


def holders(account: Account, *wanted: Door) -> QuerySet[User]:
    """Return who may pass one of the doors in the account, by name; none whose login is closed."""
    granted = Q()
    for role in counting(account):
        if not set(doors([role])).isdisjoint(wanted):
            granted |= Q(**{f"person__roles__{role.value}": True})
    users = User.objects.filter(
        granted, person__roles__account=account, person__disabled=False, is_active=True
    )
    return users.select_related("person").order_by("person__name", "email")


def _grants(person: Any) -> Any:
    """Return the roles with their accounts: prefetched ones as they are, else by one query."""
    prefetched = getattr(person, "_prefetched_objects_cache", {})
    return person.roles.all() if "roles" in prefetched else person.roles.select_related("account")


def _effective(grant: Any) -> frozenset[Role]:
    """Return the roles that count: those of directories count in a directory account only."""
    roles: frozenset[Role] = grant.role_set()
    return roles & frozenset(counting(grant.account))
