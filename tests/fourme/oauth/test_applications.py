"""Nobody gets a token behind the back of who ends an application."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from oauth2_provider.models import AccessToken

from fourme.accounts.rights import Actor
from fourme.oauth import applications, grant
from fourme.oauth.models import Application
from tests.fourme.oauth.registered import Registered, register

pytestmark = [pytest.mark.usefixtures("redis"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def warehouse(administrator: Actor) -> Registered:
    return register(administrator)


@pytest.mark.parametrize("end", [applications.renew, applications.delete])
def test_a_token_asked_for_meanwhile_waits_and_is_refused(
    administrator: Actor, warehouse: Registered, end: Any
) -> None:
    started = Event()

    def ask() -> grant.Issued:
        started.set()
        try:
            return grant.issue(warehouse.credentials)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            end(administrator, warehouse.application, ip_address=None)
            asked = threads.submit(ask)
            started.wait(10)
            assert not asked.done()
        issued = asked.result(timeout=10)
    assert (issued.status, issued.data["error"]) == (401, "invalid_client")
    assert not AccessToken.objects.exists()


def test_who_comes_second_finds_nothing(administrator: Actor, warehouse: Registered) -> None:
    second = Application.objects.get()
    applications.delete(administrator, warehouse.application, ip_address=None)
    for end in (applications.renew, applications.delete):
        with pytest.raises(Application.DoesNotExist):
            end(administrator, second, ip_address=None)


def test_tokens_are_issued_side_by_side(administrator: Actor, warehouse: Registered) -> None:
    def ask(_: int) -> int:
        try:
            return grant.issue(warehouse.credentials).status
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(24))) == {200}
    assert AccessToken.objects.count() == 24
