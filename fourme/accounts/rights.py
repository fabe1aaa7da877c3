"""Who may do what: the doors of an account, and the roles that open them."""

from dataclasses import dataclass
from enum import StrEnum

from fourme.accounts.models import Account, User
from fourme.accounts.roles import Role


class Door(StrEnum):
    """Something that a role permits within one account."""

    VIEW = "view"  # lists and records
    EDIT = "edit"  # add and change records by hand
    IMPORT = "import"
    IMPORT_FINANCIAL = "import_financial"  # change financial columns only
    EXPORT = "export"
    LOGS = "logs"
    SETTINGS = "settings"


_ADMINISTRATOR = frozenset({Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER})
_DIRECTORY = frozenset({Role.DIRECTORY_ADMINISTRATOR})  # counts in a directory account only
_AUDITOR = frozenset({Role.AUDITOR, Role.DIRECTORY_AUDITOR})
_READER = frozenset(Role) - {Role.KEY_CONTACT}

_OPENED_BY: dict[Door, frozenset[Role]] = {
    Door.VIEW: _READER,
    Door.EDIT: _ADMINISTRATOR | _DIRECTORY,
    Door.IMPORT: _ADMINISTRATOR | _DIRECTORY,
    Door.IMPORT_FINANCIAL: frozenset({Role.FINANCIAL_MANAGER}),
    Door.EXPORT: _ADMINISTRATOR | _DIRECTORY,
    Door.LOGS: _ADMINISTRATOR | _DIRECTORY | _AUDITOR,
    Door.SETTINGS: _READER,
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


def actor(user: User, account: Account) -> Actor:
    """Read the roles of the user in the account now; none for a disabled login or person."""
    return Actor(user, account, _roles(user, account))


def accounts_of(user: User) -> list[Account]:
    """Return the accounts in which the user has a role, the account of the person first."""
    person = getattr(user, "person", None)
    if person is None or person.disabled or not user.is_active:
        return []
    granted = [
        grant.account
        for grant in person.roles.select_related("account").order_by("account_id")
        if grant.role_set()
    ]
    return sorted(granted, key=lambda account: account.id != person.account_id)


def _roles(user: User, account: Account) -> frozenset[Role]:
    person = getattr(user, "person", None)
    if person is None or person.disabled or not user.is_active:
        return frozenset()
    grant = person.roles.filter(account=account).first()
    roles: frozenset[Role] = grant.role_set() if grant else frozenset()
    if not account.is_directory:
        roles -= {Role.DIRECTORY_ADMINISTRATOR, Role.DIRECTORY_AUDITOR, Role.DIRECTORY_DESIGNER}
    return roles
