"""The fixtures import models: pytest reads this file before Django is ready."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from fourme.accounts.models import Account, User


@pytest.fixture
def account(db: None) -> "Account":
    from fourme.accounts.models import Account  # noqa: PLC0415 - see above

    return Account.objects.create(id="wdc", name="Widget Data Center")


@pytest.fixture
def other(db: None) -> "Account":
    from fourme.accounts.models import Account  # noqa: PLC0415 - see above

    return Account.objects.create(id="wna", name="Widget North America")


@pytest.fixture
def administrator(account: "Account") -> "User":
    """Return the Account Administrator, who lives in Amsterdam."""
    from fourme.accounts.models import User  # noqa: PLC0415 - see above
    from records.models.people import Person  # noqa: PLC0415 - see above
    from records.models.roles import PersonRoles  # noqa: PLC0415 - see above

    user = User.objects.create_user("administrator@wdc.example", "right one")
    person = Person.objects.create(
        account=account,
        name="Account Administrator",
        primary_email=user.email,
        user=user,
        time_zone="Amsterdam",
    )
    PersonRoles.objects.create(account=account, person=person, account_administrator=True)
    return user


@pytest.fixture
def browser_client(client: Client, administrator: "User") -> Client:
    """Return a client with the login of the administrator, and no entry of it in the log."""
    from fourme.logs.models import SystemLog  # noqa: PLC0415 - see above

    client.force_login(administrator)
    SystemLog.objects.all().delete()
    return client
