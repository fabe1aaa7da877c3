import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from fourme.accounts.doors import requires
from fourme.accounts.middleware import set_actor
from fourme.accounts.models import Account
from fourme.accounts.request import AccountRequest
from fourme.accounts.rights import Door
from fourme.accounts.roles import Role
from tests.fixtures.world import Enrol


@requires(Door.LOGS)
def logs(_request: AccountRequest, name: str) -> HttpResponse:
    return HttpResponse(name)


def test_requires_lets_in_whose_role_opens_the_door(
    rf: RequestFactory, enrol: Enrol, wdc: Account
) -> None:
    request = rf.get("/")
    set_actor(request, [enrol(wdc, Role.AUDITOR)], "wdc")
    assert logs(request, "import").content == b"import"  # type: ignore[arg-type, attr-defined]


def test_requires_says_what_is_not_permitted(
    rf: RequestFactory, enrol: Enrol, wdc: Account
) -> None:
    request = rf.get("/")
    set_actor(request, [enrol(wdc, Role.SPECIALIST)], "wdc")
    with pytest.raises(
        PermissionDenied, match="wdc Widget Data Center lets you read the system logs"
    ):
        logs(request, "import")  # type: ignore[arg-type]
