"""Short addresses lead those who may see them."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records.models import ShortUrl
from tests.records.conftest import SignIn


@pytest.fixture
def client(sign_in: SignIn, administrator: Actor) -> Client:
    return sign_in(administrator)


def short(account: Account, uri: str) -> tuple[str, str]:
    """Make a short URL; return the path of its address and that of its record."""
    record = ShortUrl.objects.create(account=account, uri=uri)
    record.refresh_from_db()
    return urlsplit(record.short_url).path, record.get_absolute_url()


def test_an_address_leads_to_the_web(client: Client, wdc: Account) -> None:
    path, _ = short(wdc, "https://desk.wdc.example/help?a=1")
    assert client.get(path).headers["Location"] == "https://desk.wdc.example/help?a=1"


@pytest.mark.parametrize("uri", ["", "tel:+31205550100", "Desk", "//x.example"])
def test_all_else_leads_to_the_record(client: Client, wdc: Account, uri: str) -> None:
    path, record = short(wdc, uri)
    assert client.get(path).headers["Location"] == record


def test_nobody_follows_the_address_of_another_account(
    client: Client, wdc: Account, wna: Account
) -> None:
    path, _ = short(wna, "https://secret.wna.example/")
    foreign = client.get(path)
    unknown = client.get("/s/nonsense")
    assert foreign.status_code == unknown.status_code == 404
    assert b"secret" not in foreign.content
    assert "/login" in Client().get(path).headers["Location"]


@pytest.mark.parametrize("uri", ["http://[", "https://", "https:desk"])
def test_what_only_looks_like_a_web_address_leads_to_its_record(
    client: Client, wdc: Account, uri: str
) -> None:
    path, record = short(wdc, uri)
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, record)
