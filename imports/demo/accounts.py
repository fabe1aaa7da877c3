"""Accounts, trust and logins of the demo; everything else is imported from files."""

from django.conf import settings

from fourme.accounts.models import Account, Trust, User
from fourme.accounts.rights import Actor, actor
from fourme.accounts.roles import Role
from records.models import Person, PersonRoles

ACCOUNTS = {"wna": "Widget North America", "wdc": "Widget Data Center"}
_ALL = (Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
#: E-mail address → account, roles, Source ID by which the files find the person.
LOGINS = {
    "admin@wna.example": ("wna", _ALL, "p-admin"),
    "admin@wdc.example": ("wdc", _ALL, "p-admin"),
    "auditor@wdc.example": ("wdc", (Role.AUDITOR,), "p-auditor"),
}


def create() -> dict[str, Actor]:
    """Make what is missing; return the administrator of each account by its id."""
    for account_id, name in ACCOUNTS.items():
        Account.objects.get_or_create(id=account_id, defaults={"name": name})
    Trust.objects.get_or_create(
        account_id="wdc", trusted_id="wna", defaults={"status": Trust.Status.ACCEPTED}
    )
    for email, (account_id, roles, source_id) in LOGINS.items():
        _login(email, Account.objects.get(pk=account_id), roles, source_id)
    return {
        account_id: actor(
            User.objects.get(email=f"admin@{account_id}.example"),
            Account.objects.get(pk=account_id),
        )
        for account_id in ACCOUNTS
    }


def _login(email: str, account: Account, roles: tuple[Role, ...], source_id: str) -> None:
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, settings.DEMO_PASSWORD)
    person, _ = Person.objects.get_or_create(
        account=account,
        primary_email=email,
        defaults={"name": roles[0].label, "source": "demo", "source_id": source_id},
    )
    if person.user_id is None:
        person.user = user
        person.save(update_fields=["user"])
    granted = {role.value: True for role in roles}
    PersonRoles.objects.get_or_create(account=account, person=person, defaults=granted)
