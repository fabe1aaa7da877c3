"""The pages of every record type: they answer, with a bounded number of queries, to their own."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from records.types import Append, Column, RecordType
from tests.records.conftest import SignIn
from tests.records.samples import TYPES, make

AtMost = Callable[[int], AbstractContextManager[object]]

#: Session, login, roles and accounts come before each page.
SHELL = 5
#: A savepoint, what it sets for PostgreSQL to read or join by, and its end.
SETTINGS = 4
PARTS = ("", "related/", "history/", "edit/")
#: The administrator is a person with roles, and has just logged in.
NEVER_EMPTY = ("people", "people_roles", "permission_events", "system_logs")


@pytest.fixture
def client(sign_in: SignIn, administrator: Actor) -> Client:
    return sign_in(administrator)


def several(record_type: RecordType) -> list[Column]:
    return [column for column in record_type.columns if column.many]


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_every_type_has_its_pages(
    client: Client,
    wdc: Account,
    record_type: RecordType,
    django_assert_max_num_queries: AtMost,
) -> None:
    record = make(record_type, wdc)
    changeable = record_type.importable and not isinstance(record_type.merge, Append)
    address, own = f"/records/{record_type.slug}/", record.get_absolute_url()
    limits = {
        address: 4 + SETTINGS,
        own: 4 + SETTINGS + len(several(record_type)),
        f"{own}related/": 4 + SETTINGS,
        f"{own}history/": 5 + SETTINGS,
    }
    if record_type.importable:
        limits[f"{address}add/"] = 2
    if changeable:
        limits[f"{own}edit/"] = 6 + len(several(record_type))
    shown = {}
    for place, limit in limits.items():
        with django_assert_max_num_queries(SHELL + limit):
            response = client.get(place)
        assert response.status_code == 200, place
        shown[place] = response.content.decode()
        assert f'href="{address}" aria-current="page"' in shown[place]
    assert f"<h1>{record_type.label}</h1>" in shown[address]
    assert f'<a class="row-link" href="{own}">' in shown[address]
    assert f"/exports/{record_type.slug}/new/" in shown[address]
    assert (f'href="{address}add/"' in shown[address]) == record_type.importable
    imports = record_type.importable and not (record_type.api_only or record_type.import_role)
    assert (f"/imports/{record_type.slug}/new/" in shown[address]) == imports
    assert (f'href="{own}edit/"' in shown[own]) == changeable
    assert (f'href="{own}disable/"' in shown[own]) == hasattr(record, "disabled")


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_a_foreign_record_is_like_none(
    client: Client, wna: Account, trust: Trust, record_type: RecordType
) -> None:
    record = make(record_type, wna)
    address = record.get_absolute_url()
    for part in PARTS:
        if part != "edit/" or record_type.importable:
            assert client.get(f"{address}{part}").status_code == 404
    shown = client.get(f"/records/{record_type.slug}/").content.decode()
    assert address not in shown
    if record_type.slug not in NEVER_EMPTY:
        assert f"No {record_type.label_of(2)} yet" in shown
        assert (f"/records/{record_type.slug}/add/" in shown) == record_type.importable


@pytest.mark.parametrize("slug", [each.slug for each in TYPES if not each.importable])
def test_what_only_shows_other_records_cannot_be_changed(
    client: Client, wdc: Account, slug: str
) -> None:
    record_type = next(each for each in TYPES if each.slug == slug)
    own = make(record_type, wdc).get_absolute_url()
    for place in (f"/records/{slug}/add/", f"{own}edit/", f"{own}disable/", f"{own}enable/"):
        for response in (client.get(place), client.post(place)):
            assert response.status_code == 403
            assert "show what is stored elsewhere" in response.content.decode()
