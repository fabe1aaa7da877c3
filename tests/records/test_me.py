"""What clients ask to try a connection."""

import pytest
from django.test import Client

from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records.models import PersonRoles, Team
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.usefixtures("redis")


def caller(actor: Actor, **headers: str) -> Client:
    secret = AccessToken.generate(actor.user, "test")[1]
    return Client(headers={"Authorization": f"Bearer {secret}", **headers})


@pytest.mark.parametrize("path", ["/v1/me", "/v1/people/me", "/v1/me.json"])
def test_the_person_of_the_token(wdc: Account, enrol: Enrol, path: str) -> None:
    actor = enrol(wdc, Role.AUDITOR, time_zone="Tokyo")

    assert caller(actor).get(path).json() == {
        "id": actor.user.person.pk,
        "name": "Auditor",
        "primary_email": "auditor@wdc.example",
        "time_zone": "Asia/Tokyo",
        "account": {"id": "wdc", "name": "Widget Data Center"},
        "roles": ["auditor"],
    }


def test_another_account(administrator: Actor, wna: Account) -> None:
    PersonRoles.objects.create(account=wna, person=administrator.user.person, auditor=True)
    api = caller(administrator, **{"X-4me-Account": "wna"})

    assert api.get("/v1/account").json() == {"id": "wna", "name": "Widget North America"}
    assert api.get("/v1/me").json()["account"]["id"] == "wdc"
    assert api.get("/v1/me").json()["roles"] == ["auditor"]


def test_the_teams_of_the_person(administrator: Actor, wdc: Account, wna: Account) -> None:
    person = administrator.user.person
    ours, _, theirs = (
        Team.objects.create(account=account, name=name)
        for account, name in ((wdc, "Desk"), (wdc, "Network"), (wna, "Elsewhere"))
    )
    ours.members.add(person)
    theirs.members.add(person)
    api = caller(administrator)

    found = api.get(f"/v1/people/{person.pk}/teams?per_page=100")

    assert found.json() == [{"id": ours.pk, "name": "Desk"}]
    for other in (person.pk + 1, 0, "9" * 40):
        answer = api.get(f"/v1/people/{other}/teams")
        assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_who_sees_no_records_sees_no_teams(wdc: Account, enrol: Enrol) -> None:
    contact = enrol(wdc, Role.KEY_CONTACT)
    Team.objects.create(account=wdc, name="Desk").members.add(contact.user.person)

    assert caller(contact).get(f"/v1/people/{contact.user.person.pk}/teams").json() == []


@pytest.mark.parametrize("path", ["/v1/me", "/v1/account", "/v1/people/1/teams"])
def test_a_token_is_needed(db: None, path: str) -> None:
    assert Client().get(path).status_code == 401
