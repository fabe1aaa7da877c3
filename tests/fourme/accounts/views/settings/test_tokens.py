import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fourme.accounts import tokens
from fourme.accounts.models import AccessToken, Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from tests.fixtures.world import Enrol

TOKENS = "/settings/tokens/"


@pytest.fixture
def me(client: Client, administrator: Actor) -> Client:
    client.force_login(administrator.user)
    return client


@pytest.fixture
def auditor(enrol: Enrol, wdc: Account) -> Actor:
    return enrol(wdc, Role.AUDITOR)


def text(client: Client, **query: str) -> str:
    return client.get(TOKENS, query).content.decode()


def test_the_secret_is_shown_once_and_works(me: Client, administrator: Actor) -> None:
    sent = {"name": "nightly export", "lasts": "90"}
    response = me.post(f"{TOKENS}generate/", sent)
    found = re.search(r'<pre class="secret"[^>]*>([0-9a-f]{112})</pre>', response.content.decode())
    assert found is not None
    assert "no-store" in response["Cache-Control"]
    token = AccessToken.find(found[1])
    assert token is not None
    assert token.user == administrator.user
    assert found[1] not in text(me)
    assert "nightly export" in text(me)


def test_administrators_see_the_tokens_of_their_people(
    me: Client, administrator: Actor, auditor: Actor, trust: Trust, enrol: Enrol
) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 -- needs Django set up

    guest = enrol(Account.objects.get(pk="wna"), Role.SPECIALIST)
    PersonRoles.objects.create(
        account=administrator.account, person=guest.user.person, auditor=True
    )
    AccessToken.generate(administrator.user, "my own")
    token, secret = AccessToken.generate(auditor.user, "of the auditor")
    foreign, _ = AccessToken.generate(guest.user, "of the guest")
    page = text(me)
    assert page.count("my own") == 2  # the name, and the words of its button for screen readers
    assert "of the auditor" in page
    assert f'title="{auditor.user.email}">of Auditor</span>' in page
    assert secret not in page
    assert token.digest not in page
    assert "of the guest" not in page
    assert me.post(f"{TOKENS}{foreign.pk}/revoke/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.revoked_at is None


def test_administrators_revoke_after_being_asked(me: Client, auditor: Actor) -> None:
    token, secret = AccessToken.generate(auditor.user, "cron")
    address = f"{TOKENS}{token.pk}/revoke/"
    page = me.get(address).content.decode()
    assert "Revoke “cron”?" in page
    assert f"It is a token of {auditor.user.email}." in page
    assert AccessToken.find(secret) is not None
    dialog = me.get(address, headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith('<dialog class="dialog" data-modal')
    done = me.post(address, follow=True)
    assert done.redirect_chain == [(TOKENS, 302)]
    assert "The token “cron” is revoked." in done.content.decode()
    assert AccessToken.find(secret) is None
    assert me.post(address).status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SPECIALIST, Role.ACCOUNT_DESIGNER])
def test_others_have_their_own_only(
    client: Client, administrator: Actor, enrol: Enrol, wdc: Account, role: Role
) -> None:
    visitor = enrol(wdc, role)
    token, secret = AccessToken.generate(administrator.user, "of the administrator")
    own, _ = AccessToken.generate(visitor.user, "mine")
    client.force_login(visitor.user)
    page = text(client, q="administrator")
    assert "of the administrator" not in page
    assert "Tokens of others" not in page
    assert "mine" in page
    assert client.get(f"{TOKENS}{token.pk}/revoke/").status_code == 404
    assert client.post(f"{TOKENS}{token.pk}/revoke/").status_code == 404
    assert AccessToken.find(secret) is not None
    assert client.post(f"{TOKENS}{own.pk}/revoke/").status_code == 302


def test_a_key_contact_has_none_here(client: Client, enrol: Enrol, wdc: Account) -> None:
    client.force_login(enrol(wdc, Role.KEY_CONTACT).user)
    assert client.get(TOKENS).status_code == 403
    assert client.post(f"{TOKENS}generate/", {"name": "x", "lasts": "30"}).status_code == 403
    assert not AccessToken.objects.exists()


def test_expired_tokens_are_shown_as_such(me: Client, auditor: Actor, administrator: Actor) -> None:
    past, soon = timezone.now() - dt.timedelta(1), timezone.now() + dt.timedelta(3)
    token, _ = AccessToken.generate(auditor.user, "old", past)
    AccessToken.generate(administrator.user, "ending", soon)
    page = text(me)
    assert '<span class="badge expired">expired</span>' in page
    assert '<span class="badge warning"' in page
    assert "Remove…" in page
    asked = me.get(f"{TOKENS}{token.pk}/revoke/").content.decode()
    assert "has expired and opens nothing any more" in asked


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "cron"}, ["cron"]),
        ({"q": "AUDITOR@wdc nightly"}, ["nightly"]),
        ({"q": "nobody"}, []),
        ({"q": "%_"}, []),
        ({"q": "a\0b"}, []),
        ({"after": "nonsense"}, ["nightly", "cron"]),
        ({"after": "9" * 40}, ["nightly", "cron"]),
    ],
)
def test_search(me: Client, auditor: Actor, query: dict[str, str], found: list[str]) -> None:
    for name in ("cron", "nightly"):
        AccessToken.generate(auditor.user, name)
    page = text(me, **query)
    assert re.findall(r"<tr>\s*<td>(\w+)<br>", page) == found


def test_pages(me: Client, auditor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PAGE", 2)
    for number in range(5):
        AccessToken.generate(auditor.user, f"t{number}")
    seen, query = [], {"q": "t"}
    while True:
        page = text(me, **query)
        seen += re.findall(r"<tr>\s*<td>(\w+)<br>", page)
        following = re.search(r'rel="next" href="\?q=t&amp;after=(\d+)"', page)
        if not following:
            break
        query["after"] = following[1]
    assert seen == ["t4", "t3", "t2", "t1", "t0"]


def test_the_list_costs_the_same_for_any_number(
    me: Client, auditor: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        AccessToken.generate(auditor.user, f"{number}")
    with django_assert_max_num_queries(7):
        text(me)


def test_both_are_entered_in_the_log_of_the_account(
    me: Client, administrator: Actor, auditor: Actor
) -> None:
    me.post(f"{TOKENS}generate/", {"name": "cron", "lasts": "never"}, REMOTE_ADDR="192.0.2.9")
    token, _ = AccessToken.generate(auditor.user, "theirs")
    me.post(f"{TOKENS}{token.pk}/revoke/")
    log = SystemLog.objects.filter(event__contains="token").order_by("pk")
    mine, address = AccessToken.objects.get(name="cron"), administrator.user.email
    assert [(each.event, each.message) for each in log] == [
        (
            "authentication.token_generated",
            f"{address} generated the token “cron”, which does not expire (ends in {mine.hint}).",
        ),
        (
            "authentication.token_revoked",
            f"{address} revoked the token “theirs” of {auditor.user.email} (ends in {token.hint}).",
        ),
    ]
    assert {each.log_type for each in log} == {"authentication"}
    assert [each.ip_address for each in log] == ["192.0.2.9", "127.0.0.1"]
    assert {(each.account_id, each.user) for each in log} == {("wdc", administrator.user)}
