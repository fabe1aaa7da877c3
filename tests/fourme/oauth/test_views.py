import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from fourme.oauth import applications
from fourme.oauth.models import Application
from tests.fixtures.world import Enrol
from tests.fourme.oauth.registered import PAGE, post, register


@pytest.fixture
def me(client: Client, administrator: Actor) -> Client:
    client.force_login(administrator.user)
    return client


@pytest.fixture
def controller(enrol: Enrol, wdc: Account) -> Actor:
    return enrol(wdc, Role.FINANCIAL_MANAGER)


@pytest.fixture
def foreign(enrol: Enrol, wna: Account) -> Application:
    return register(enrol(wna, Role.ACCOUNT_ADMINISTRATOR), name="of wna").application


def text(response: Any) -> str:
    return unescape(response.content.decode())


def secrets_in(response: Any) -> list[str]:
    return re.findall(r'<pre class="secret"[^>]*>([\w-]+)</pre>', text(response))


def add(me: Client, **sent: Any) -> Any:
    return me.post(f"{PAGE}add/", sent)


@pytest.mark.usefixtures("redis")
def test_the_secret_is_shown_once_and_works(me: Client, administrator: Actor) -> None:
    response = add(me, name="data warehouse", user=administrator.user.pk)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    client_id, secret = secrets_in(response)
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    assert post(sent).status_code == 200
    page = text(me.get(PAGE))
    assert secret not in page
    for shown in ("data warehouse", client_id, "Account Administrator", "never"):
        assert shown in page
    made = Application.objects.get()
    assert (made.account_id, made.user, made.created_by) == (
        "wdc",
        administrator.user,
        administrator.user,
    )


def test_one_acts_as_oneself_unless_another_is_chosen(
    me: Client, administrator: Actor, controller: Actor
) -> None:
    page = text(me.get(PAGE))
    assert f'<option value="{administrator.user.pk}" selected>' in page
    add(me, name="ledger", user=controller.user.pk)
    assert Application.objects.get().user == controller.user
    assert "Financial Manager" in text(me.get(PAGE))


def test_only_people_of_the_account_who_can_use_it_are_offered(
    me: Client, controller: Actor, trust: Trust, enrol: Enrol, wdc: Account
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    wna = Account.objects.get(pk="wna")
    guest = enrol(wna, Role.ACCOUNT_ADMINISTRATOR)
    PersonRoles.objects.create(account=wdc, person=guest.user.person, account_administrator=True)
    gone = enrol(wdc, Role.FINANCIAL_MANAGER, email="gone@wdc.example")
    gone.user.is_active = False
    gone.user.save()
    auditor = enrol(wdc, Role.AUDITOR)
    page = text(me.get(PAGE))
    assert controller.user.email in page
    for other in (guest, gone, auditor):
        assert other.user.email not in page
        assert add(me, name="x", user=other.user.pk).status_code == 422
    assert not Application.objects.exists()


def test_who_belongs_to_another_account_must_choose(
    client: Client, trust: Trust, administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    wna = Account.objects.get(pk="wna")
    guest = enrol(wna, Role.SPECIALIST)
    PersonRoles.objects.create(account=wdc, person=guest.user.person, account_administrator=True)
    client.force_login(guest.user)
    client.post("/account/switch/", {"account": "wdc"})
    assert "Choose a person" in text(client.get(PAGE))
    assert "Choose in whose name it acts." in text(add(client, name="x", user=""))
    assert add(client, name="x", user=administrator.user.pk).status_code == 200


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "a\0b"])
def test_an_application_needs_a_name(me: Client, administrator: Actor, name: str) -> None:
    response = add(me, name=name, user=administrator.user.pk)
    assert response.status_code == 422
    assert 'class="error"' in text(response)
    assert not Application.objects.exists()


@pytest.mark.parametrize("user", ["", "x", "0", "-1", "9" * 40, "\0"])
def test_an_odd_person_is_refused(me: Client, user: str) -> None:
    assert add(me, name="x", user=user).status_code == 422


def test_there_is_an_end_to_them(
    me: Client, administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applications, "MOST", 1)
    register(administrator)
    response = add(me, name="second", user=administrator.user.pk)
    assert response.status_code == 422
    assert "An account can have 1 applications." in text(response)
    assert Application.objects.count() == 1


def test_a_new_secret_is_asked_for_first(me: Client, administrator: Actor) -> None:
    made = register(administrator)
    address = f"{PAGE}{made.application.pk}/renew/"
    assert "A new secret for “warehouse”?" in text(me.get(address))
    dialog = text(me.get(address, headers={"HX-Request": "true"}))
    assert dialog.startswith('<dialog class="dialog" data-modal')
    before = Application.objects.get().client_secret
    response = me.post(address)
    assert "no-store" in response["Cache-Control"]
    client_id, secret = secrets_in(response)
    assert client_id == made.application.client_id
    assert secret != made.secret
    assert Application.objects.get().client_secret != before


def test_deleting_is_asked_first(me: Client, administrator: Actor) -> None:
    application = register(administrator).application
    address = f"{PAGE}{application.pk}/delete/"
    assert "Delete “warehouse”?" in text(me.get(address))
    dialog = text(me.get(address, headers={"HX-Request": "true"}))
    assert dialog.startswith('<dialog class="dialog" data-modal')
    assert Application.objects.exists()
    page = text(me.post(address, follow=True))
    assert "The application “warehouse” is deleted." in page
    assert "No applications yet" in page
    assert me.post(address).status_code == 404


@pytest.mark.parametrize("what", ["renew", "delete"])
def test_the_application_of_another_account_is_not_found(
    me: Client, foreign: Application, what: str
) -> None:
    before = foreign.client_secret
    address = f"{PAGE}{foreign.pk}/{what}/"
    assert me.get(address).status_code == 404
    assert me.post(address).status_code == 404
    foreign.refresh_from_db()
    assert foreign.client_secret == before
    assert "of wna" not in text(me.get(PAGE))


@pytest.mark.parametrize("pk", [0, 9 * 10**18, 10**40])
def test_an_odd_number_is_not_found(me: Client, pk: int) -> None:
    assert me.get(f"{PAGE}{pk}/renew/").status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.KEY_CONTACT}))
def test_administrators_only(
    client: Client, administrator: Actor, enrol: Enrol, wdc: Account, role: Role
) -> None:
    application = register(administrator).application
    someone = enrol(wdc, role, email="someone@wdc.example")
    client.force_login(someone.user)
    may = role in {Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER}
    expected = 200 if may else 403
    assert client.get(PAGE).status_code == expected
    assert client.get(f"{PAGE}{application.pk}/renew/").status_code == expected
    if not may:
        assert client.post(f"{PAGE}{application.pk}/delete/").status_code == 403
        assert client.post(f"{PAGE}{application.pk}/renew/").status_code == 403
        assert add(client, name="x", user=someone.user.pk).status_code == 403
        assert "warehouse" not in text(client.get("/settings/"))
    assert Application.objects.count() == 1


def test_a_login_is_needed(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"].startswith("/login")


def test_what_is_done_is_entered_in_the_log(me: Client, administrator: Actor) -> None:
    add(me, name="warehouse", user=administrator.user.pk)
    application = Application.objects.get()
    me.post(f"{PAGE}{application.pk}/renew/")
    me.post(f"{PAGE}{application.pk}/delete/")
    entries = SystemLog.objects.filter(event__contains="application").order_by("pk")
    mail, told = administrator.user.email, f"(client ID {application.client_id})."
    assert [(each.event, each.log_type, each.account_id, each.message) for each in entries] == [
        (f"authentication.application_{event}", "authentication", "wdc", f"{mail} {words} {told}")
        for event, words in (
            ("added", f"added the application “warehouse”, which acts as {mail}"),
            ("renewed", "gave the application “warehouse” a new secret"),
            ("deleted", "deleted the application “warehouse”"),
        )
    ]
    assert all(each.ip_address == "127.0.0.1" for each in entries)


def test_the_list_costs_the_same_for_many(
    me: Client, administrator: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        register(administrator, name=f"application {number}")
    Application.objects.update(last_used_at=timezone.now())
    me.get(PAGE)
    with django_assert_max_num_queries(10):
        assert text(me.get(PAGE)).count(">New secret…<") == 10
