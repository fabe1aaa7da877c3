import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import paging
from records.models import Person, PersonRoles
from tests.fixtures.world import Enrol

ROLES = "/settings/roles/"


@pytest.fixture
def me(client: Client, administrator: Actor) -> Client:
    client.force_login(administrator.user)
    return client


def text(client: Client, address: str, **query: str) -> str:
    return client.get(address, query).content.decode()


def names(page: str) -> list[str]:
    """Return the names in the list."""
    return re.findall(r'<a class="row-link" href="[^"]+">([^<]+)</a>', page)


def person(account: Account, name: str, **roles: bool) -> Person:
    made = Person.objects.create(
        account=account, primary_email=f"{name.lower()}@{account.pk}.example", name=name
    )
    if roles:
        PersonRoles.objects.create(account_id="wdc", person=made, **roles)
    return made


@pytest.mark.parametrize("path", ["", "1/", "add/"])
def test_a_key_contact_sees_nothing(client: Client, enrol: Enrol, wdc: Account, path: str) -> None:
    client.force_login(enrol(wdc, Role.KEY_CONTACT).user)
    assert client.get(ROLES + path).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_DESIGNER])
def test_others_see_who_has_which_role_and_change_none(
    client: Client, enrol: Enrol, wdc: Account, role: Role
) -> None:
    visitor = enrol(wdc, role)
    client.force_login(visitor.user)
    page = text(client, ROLES)
    assert visitor.user.email in page
    assert "Add a person" not in page
    assert "row-link" not in page
    address = f"{ROLES}{visitor.user.person.pk}/"
    assert client.get(address).status_code == 403
    sent = {"roles": ["account_administrator"], "confirmed": "yes"}
    assert client.post(address, sent).status_code == 403
    assert client.get(f"{ROLES}add/", {"person": visitor.user.email}).status_code == 403
    assert PersonRoles.objects.get().role_set() == {role}


def test_the_list_says_roles_account_and_state(
    me: Client, wdc: Account, wna: Account, trust: Trust
) -> None:
    person(wdc, "Ada", auditor=True, financial_manager=True)
    person(wna, "Bea", specialist=True)
    page = text(me, ROLES)
    assert names(page) == ["Account Administrator", "Ada", "Bea"]
    assert '<td class="wrap">Auditor, Financial Manager</td>' in page
    assert "(no login)" in page
    assert 'wna <span class="badge info">other account</span>' in page
    assert "3 people" in page


def test_people_without_a_role_that_counts_are_not_listed(me: Client, wdc: Account) -> None:
    person(wdc, "Ada", directory_auditor=True)
    PersonRoles.objects.create(account=wdc, person=person(wdc, "Bea"))
    assert names(text(me, ROLES)) == ["Account Administrator"]
    assert 'value="directory_auditor"' not in text(me, ROLES)
    Account.objects.update(is_directory=True)
    assert names(text(me, ROLES)) == ["Account Administrator", "Ada"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "ada"}, ["Ada"]),
        ({"q": "bea@wna"}, ["Bea"]),
        ({"role": "auditor"}, ["Ada", "Bea"]),
        ({"role": "auditor", "q": "be"}, ["Bea"]),
        ({"role": "specialist"}, []),
        ({"q": "%"}, []),
        ({"q": "a\0"}, None),
        ({"q": "x" * 500}, None),
        ({"role": "emperor"}, None),
        ({"after": "nonsense"}, None),
        ({"before": f"{10**30}.x"}, None),
    ],
)
def test_search_and_filter(
    me: Client,
    wna: Account,
    trust: Trust,
    query: dict[str, str],
    found: list[str] | None,
) -> None:
    person(trust.account, "Ada", auditor=True)
    person(wna, "Bea", auditor=True)
    response = me.get(ROLES, query)
    page = response.content.decode()
    if found is None:
        assert response.status_code == 400
        assert "This filter cannot be used" in page
        return
    assert response.status_code == 200
    assert names(page) == found
    assert ("Nobody matches" in page) == (not found)
    part = me.get(ROLES, query, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section id="holders"')
    assert names(part) == found


def test_roles_in_other_accounts_do_not_show(me: Client, enrol: Enrol, wna: Account) -> None:
    stranger = enrol(wna, Role.AUDITOR, email="zzzz@wna.example")
    assert "zzzz@wna.example" not in text(me, ROLES)
    assert "zzzz" not in text(me, ROLES, q="zzzz").replace('value="zzzz"', "")
    address = f"{ROLES}{stranger.user.person.pk}/"
    assert me.get(address).status_code == 404
    assert me.post(address, {"roles": ["auditor"], "confirmed": "yes"}).status_code == 404
    wanted = me.get(f"{ROLES}add/", {"person": "zzzz@wna.example @wna"})
    assert wanted.status_code == 422
    assert "wdc has no accepted trust with an account “wna”." in wanted.content.decode()
    missing = me.get(f"{ROLES}add/", {"person": "zzzz@wna.example @none"}).content.decode()
    assert "wdc has no accepted trust with an account “none”." in missing


def test_pages_have_no_end_in_common(
    me: Client, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SIZE", 2)
    for name in ("Ada", "Bea", "Cleo", "Dora"):
        person(wdc, name, auditor=True)
    seen, address = [], ROLES
    while address:
        page = text(me, address)
        seen.append(names(page))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = ROLES + following[1].replace("&amp;", "&") if following else ""
    assert seen == [["Account Administrator", "Ada"], ["Bea", "Cleo"], ["Dora"]]
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back is not None
    assert names(text(me, ROLES + back[1])) == ["Bea", "Cleo"]


def test_the_list_costs_the_same_for_any_number(
    me: Client, wdc: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        person(wdc, f"P{number}", auditor=True)
    with django_assert_max_num_queries(11):
        assert len(names(text(me, ROLES))) == 31


def test_a_person_is_found_by_the_address(me: Client, wdc: Account) -> None:
    assert f'href="{ROLES}add/"' in text(me, ROLES)
    assert 'data-suggest="/records/people/suggest/"' in text(me, f"{ROLES}add/")
    ada = person(wdc, "Ada")
    response = me.get(f"{ROLES}add/", {"person": "Ada@wdc.example"})
    assert (response.status_code, response["Location"]) == (302, f"{ROLES}{ada.pk}/")


@pytest.mark.parametrize("name", ["", "nobody@wdc.example", "a\0b", "x" * 3000])
def test_who_is_not_found_is_said_at_the_field(me: Client, name: str) -> None:
    response = me.get(f"{ROLES}add/", {"person": name})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()


def test_the_page_of_a_person_says_what_each_role_opens(me: Client, wdc: Account) -> None:
    page = text(me, f"{ROLES}{person(wdc, 'Ada', auditor=True).pk}/")
    assert page.count('type="checkbox"') == 18
    assert re.search(r'value="auditor"[^>]* checked', page)
    assert page.count(" checked") == 1
    assert re.findall("<legend>([^<]{1,40})", page) == [
        "May add and change records by hand, impo",
        "May read the system logs",
        "May import financial data",
        "May see lists, records and settings",
        "Opens nothing here",
    ]
    assert "This person has no login yet." in page


def test_a_change_asks_first_and_needs_no_script(me: Client, wdc: Account) -> None:
    ada = person(wdc, "Ada", auditor=True)
    address = f"{ROLES}{ada.pk}/"
    found = re.search(r'name="seen" value="([^"]+)"', text(me, address))
    assert found is not None
    sent = {"roles": ["specialist", "financial_manager"], "seen": found[1]}
    page = me.post(address, sent).content.decode()
    assert "Change the roles of Ada?" in page
    assert re.search(r"Gets.*Financial Manager.*Specialist.*Loses.*Auditor", page, re.DOTALL)
    assert "These are your own roles" not in page
    assert PersonRoles.objects.get(person=ada).role_set() == {Role.AUDITOR}
    dialog = me.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith('<dialog class="dialog" data-modal')
    done = me.post(address, sent | {"confirmed": "yes"}, follow=True)
    assert "The roles of Ada are changed." in done.content.decode()
    granted = {Role.SPECIALIST, Role.FINANCIAL_MANAGER}
    assert PersonRoles.objects.get(person=ada).role_set() == granted


def test_nothing_to_change_changes_nothing(me: Client, wdc: Account) -> None:
    ada = person(wdc, "Ada", auditor=True)
    sent = {"roles": ["auditor"], "confirmed": "yes"}
    assert "Nothing to change" in me.post(f"{ROLES}{ada.pk}/", sent).content.decode()


def test_own_roles_come_with_a_warning(client: Client, enrol: Enrol, wdc: Account) -> None:
    both = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    client.force_login(both.user)
    address = f"{ROLES}{both.user.person.pk}/"
    page = client.post(address, {"roles": ["account_administrator"]}).content.decode()
    assert "These are your own roles" in page
    assert "import financial data" in page


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"roles": ["emperor"]}, "Select a valid choice"),
        ({"roles": ["directory_administrator"]}, "Select a valid choice"),
        ({"roles": [], "seen": "yesterday"}, "The page is not complete"),
        ({"roles": [], "seen": "2020-01-01T00:00:00+00:00", "confirmed": "y"}, "Somebody else"),
        ({"roles": [], "seen": "2020-01-01T00:00:00", "confirmed": "y"}, "Somebody else"),
        ({"roles": [], "confirmed": "y"}, "Somebody else changed"),
        ({"roles": ["a\0b"]}, "Null characters are not allowed|Select a valid choice"),
    ],
)
def test_what_cannot_be_saved_is_explained(
    me: Client, wdc: Account, sent: dict[str, object], problem: str
) -> None:
    ada = person(wdc, "Ada", auditor=True)
    response = me.post(f"{ROLES}{ada.pk}/", sent)
    assert response.status_code == 422
    assert re.search(problem, response.content.decode())
    assert PersonRoles.objects.get(person=ada).role_set() == {Role.AUDITOR}


def test_the_last_administrator_cannot_go(me: Client, administrator: Actor) -> None:
    address = f"{ROLES}{administrator.user.person.pk}/"
    seen = PersonRoles.objects.get().updated_at.isoformat()
    sent = {"roles": ["auditor"], "seen": seen, "confirmed": "yes"}
    response = me.post(address, sent)
    assert response.status_code == 422
    assert "Nobody can take this role from himself." in response.content.decode()


@pytest.mark.parametrize("number", ["0", "999999999", str(10**30)])
def test_nobody_has_such_a_number(me: Client, number: str) -> None:
    assert me.get(f"{ROLES}{number}/").status_code == 404
