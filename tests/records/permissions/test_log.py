"""The Permission Log: who sees which events, and that an export takes what is shown."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest
from django.test import Client

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import filters
from records.authors import write_as
from records.models import PermissionEvent, Person, PersonRoles
from records.selectors import visible_to
from tests.fixtures.world import Enrol
from tests.records.conftest import SignIn

LOG = "/settings/logs/permissions/"
_LINK = re.compile(r'href="(/exports/permission_events/new/[^"]*)" hx-get')
_ROW = re.compile(r"<tr>\s*(<td.*?)</tr>", re.DOTALL)
AtMost = Callable[[int], AbstractContextManager[object]]


def rows(client: Client, **query: str) -> list[list[str]]:
    """Return the cells behind the time, as text."""
    html = client.get(LOG, query).content.decode()
    found = []
    for row in _ROW.findall(html):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        found.append([re.sub(r"<[^>]*>", "", cell).strip() for cell in cells[1:]])
    return found


@pytest.fixture
def events(administrator: Actor, wdc: Account, wna: Account, enrol: Enrol) -> list[int]:
    """Two events by the administrator about Ada and a guest, after those of the fixtures."""
    guest = enrol(wna, Role.ACCOUNT_ADMINISTRATOR, email="guest@wna.example").user.person
    ada = Person.objects.create(account=wdc, name="Ada <b>", primary_email="ada@wdc.example")
    PermissionEvent.objects.all().delete()
    write_as(administrator.user)
    roles = PersonRoles.objects.create(account=wdc, person=ada, auditor=True, specialist=True)
    PersonRoles.objects.create(account=wdc, person=guest, auditor=True)
    PersonRoles.objects.create(account=wna, person=ada, specialist=True)
    roles.specialist = False
    roles.save()
    return list(PermissionEvent.objects.order_by("id").values_list("pk", flat=True))


def test_it_tells_who_gave_and_took_which_role(
    sign_in: SignIn, administrator: Actor, events: list[int]
) -> None:
    client, who = sign_in(administrator), "Account Administrator"
    assert rows(client) == [
        ["Removed", "Specialist", "Ada &lt;b&gt;", who],
        ["Added", "Auditor", "guest@wna.example @wna", who],
        ["Added", "Specialist", "Ada &lt;b&gt;", who],
        ["Added", "Auditor", "Ada &lt;b&gt;", who],
    ]
    html = client.get(LOG).content.decode()
    ada = Person.objects.get(primary_email="ada@wdc.example")
    assert f'<a href="/records/people/{ada.pk}/" title="ada@wdc.example">' in html
    assert re.findall(r'aria-current="page">([\w ]+ Log)</a>', html) == ["Permission Log"]
    assert 'Added</span> <span class="number">3</span>' in html
    assert "wna Widget North America" not in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"event_type": "removed"}, 1),
        ({"role": "auditor"}, 2),
        ({"person": "ada"}, 3),
        ({"person": "ada ADA@wdc"}, 3),
        ({"person": "guest@wna"}, 1),
        ({"person": "account administrator"}, 0),  # the name of somebody of another account
        ({"created_by": "account"}, 4),
        ({"created_by": "ada"}, 0),
        ({"start": "2000-01-01", "end": "2000-01-02"}, 0),
        ({"start": "2000-01-01", "role": "auditor", "person": "guest"}, 1),
    ],
)
def test_an_export_takes_what_is_shown(
    sign_in: SignIn,
    administrator: Actor,
    events: list[int],
    query: dict[str, str],
    count: int,
) -> None:
    client = sign_in(administrator)
    html = client.get(LOG, query).content.decode()
    assert len(rows(client, **query)) == count
    address = _LINK.findall(html)[0].replace("&amp;", "&")
    listed = filters.from_query(PermissionEvent.record_type(), urlsplit(address).query)
    assert listed.queryset(administrator).count() == count
    assert "Export Permission Events" in client.get(address).content.decode()
    assert ("No entry matches" in html) == (count == 0)


@pytest.mark.parametrize("query", ["role=king", "event_type=x", "person=%00", "start=0001-01-01"])
def test_an_odd_filter_shows_nothing(
    sign_in: SignIn, administrator: Actor, events: list[int], query: str
) -> None:
    html = sign_in(administrator).get(f"{LOG}?{query}").content.decode()
    assert "This filter cannot be used" in html
    assert not _ROW.findall(html)
    assert not _LINK.findall(html)


@pytest.mark.parametrize("query", ["after=x", "before=-1", "after=99999999999999999999", "a=%00"])
def test_a_nonsense_address_shows_the_first_page(
    sign_in: SignIn, administrator: Actor, events: list[int], query: str
) -> None:
    assert len(_ROW.findall(sign_in(administrator).get(f"{LOG}?{query}").content.decode())) == 4


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ACCOUNT_OWNER, 200),
        (Role.AUDITOR, 200),
        (Role.SPECIALIST, 403),
        (Role.FINANCIAL_MANAGER, 403),
        (Role.DIRECTORY_AUDITOR, 403),
        (Role.KEY_CONTACT, 403),
    ],
)
def test_roles_open_the_door(
    sign_in: SignIn, enrol: Enrol, events: list[int], role: Role, status: int
) -> None:
    actor = enrol(Account.objects.get(pk="wdc"), role, email="somebody@wdc.example")
    client = sign_in(actor)
    assert client.get(LOG).status_code == status
    assert client.get("/records/permission_events/").status_code == status
    assert client.get(f"/records/permission_events/{events[0]}/").status_code == status
    assert bool(_LINK.findall(client.get(LOG).content.decode())) == (role == Role.ACCOUNT_OWNER)
    assert client.post(LOG).status_code in (403, 405)


def test_nobody_writes_or_imports_events(
    sign_in: SignIn, administrator: Actor, events: list[int]
) -> None:
    client = sign_in(administrator)
    for address in ("add/", f"{events[0]}/edit/"):
        assert client.post(f"/records/permission_events/{address}").status_code == 403
    assert client.get("/imports/permission_events/new/").status_code in (403, 404)
    assert PermissionEvent.objects.count() == len(events)


@pytest.mark.parametrize("role", [Role.DIRECTORY_ADMINISTRATOR, Role.DIRECTORY_AUDITOR])
def test_a_directory_sees_its_support_domains(
    sign_in: SignIn, enrol: Enrol, wdc: Account, events: list[int], role: Role
) -> None:
    directory = Account.objects.create(id="widget", name="Widget", is_directory=True)
    Account.objects.filter(pk="wna").update(directory=directory)
    actor = enrol(directory, role)
    client = sign_in(actor)
    assert [row[3] for row in rows(client)] == ["widget", "wna"]
    assert [row[3] for row in rows(client, role_account="wna")] == ["wna"]
    assert rows(client, role_account="wdc") == []
    html = client.get(LOG).content.decode()
    assert re.findall(r'<option value="(widget|wna|wdc)"', html) == ["widget", "wna"]
    assert visible_to(actor, PermissionEvent.record_type()).count() == 2
    one = PermissionEvent.objects.get(account="wna")
    assert client.get(one.get_absolute_url()).status_code == 200


def test_an_ordinary_administrator_of_a_directory_sees_its_own(
    sign_in: SignIn, enrol: Enrol, events: list[int]
) -> None:
    directory = Account.objects.create(id="widget", name="Widget", is_directory=True)
    Account.objects.filter(pk="wna").update(directory=directory)
    client = sign_in(enrol(directory, Role.ACCOUNT_ADMINISTRATOR))
    assert [row[1] for row in rows(client)] == ["Account Administrator"]
    assert 'name="role_account"' not in client.get(LOG).content.decode()


def test_an_event_without_author_says_so(
    sign_in: SignIn, administrator: Actor, events: list[int]
) -> None:
    PermissionEvent.objects.update(created_by=None)
    assert {row[-1] for row in rows(sign_in(administrator))} == {"Operator or system"}


@pytest.mark.parametrize("number", [10, 60])
def test_the_number_of_statements_does_not_grow(
    sign_in: SignIn,
    administrator: Actor,
    wdc: Account,
    django_assert_num_queries: AtMost,
    number: int,
) -> None:
    people = Person.objects.bulk_create(
        Person(account=wdc, primary_email=f"p{each}@wdc.example") for each in range(number)
    )
    PersonRoles.objects.bulk_create(
        PersonRoles(account=wdc, person=each, auditor=True) for each in people
    )
    client = sign_in(administrator)
    with django_assert_num_queries(6):
        shown = rows(client)
    assert len(shown) == min(number + 1, 50)
    html = client.get(LOG).content.decode()
    assert ("Older" in html) == (number == 60)
