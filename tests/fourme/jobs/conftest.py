"""A run of the tests' own, with a table for as long as they last.

The fixtures import models: pytest reads this file before Django is ready, and no other test shall
meet a model without a table.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Add the table of the test's own run to the test database for the session."""
    with django_db_blocker.unblock():
        from tests.fourme.jobs.errand import Errand  # noqa: PLC0415 - see above

        with connection.schema_editor() as editor:
            editor.create_model(Errand)
    yield
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.delete_model(Errand)
        del apps.all_models["jobs"]["errand"]
        apps.clear_cache()


@pytest.fixture
def errands(django_db_setup: None) -> "type[Errand]":
    from tests.fourme.jobs.errand import Errand  # noqa: PLC0415 - see above

    return Errand


@pytest.fixture
def errand(db: None, errands: "type[Errand]") -> "Errand":
    """Return a queued errand, without a bell rung."""
    from fourme.accounts.models import Account, User  # noqa: PLC0415 - see above

    account = Account.objects.create(id="wdc", name="Widget Data Center")
    user = User.objects.create_user("administrator@wdc.example")
    errand: Errand = errands.objects.create(account=account, user=user)
    return errand
