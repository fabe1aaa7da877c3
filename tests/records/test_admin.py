import pytest
from django.test import Client

from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.models import Person, PersonRoles
from records.types import RecordType
from tests.records.samples import TYPES, make


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("operator@fourme.example", "x"))
    return client


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_operators_see_every_type_and_change_no_column(
    operator: Client, wdc: Account, record_type: RecordType
) -> None:
    record = make(record_type, wdc)
    address = f"/admin/records/{record_type.model._meta.model_name}/"
    for more in ("", "?q=sample", f"?q={record.pk}", f"{record.pk}/change/"):
        assert operator.get(f"{address}{more}").status_code == 200
    before = record_type.model._default_manager.values().get(pk=record.pk)
    operator.post(f"{address}{record.pk}/change/", {"name": "Changed", "reason": "Changed"})
    kept = record_type.model._default_manager.values().get(pk=record.pk)
    passing = ("updated_at", "changed_xid")
    assert {k: v for k, v in kept.items() if k not in passing} == {
        k: v for k, v in before.items() if k not in passing
    }
    assert operator.get(f"{address}{record.pk}/delete/").status_code == 403


def test_the_search_finds_words_in_all_accounts(
    operator: Client, wdc: Account, wna: Account
) -> None:
    make(registry.get("sites"), wdc, name="Widget Here")
    make(registry.get("sites"), wna, name="Widget There")
    make(registry.get("sites"), wna, name="Other")
    shown = operator.get("/admin/records/site/?q=wid").content.decode()
    assert [name in shown for name in ("Widget Here", "Widget There", "Other")] == [
        True, True, False,
    ]  # fmt: skip


def test_the_first_person_of_an_account_is_made_by_operators(
    operator: Client, wdc: Account
) -> None:
    values = {"account": "wdc", "primary_email": "Ada@WDC.example", "name": "Ada"}
    operator.post("/admin/records/person/add/", values | {"primary_email": "ada"})
    assert not Person.objects.exists()
    operator.post("/admin/records/person/add/", values)
    person = Person.objects.get(primary_email="ada@wdc.example")
    granted = {"account": "wdc", "person": person.pk, "account_administrator": "on"}
    operator.post("/admin/records/personroles/add/", granted)
    assert PersonRoles.objects.get().role_set() == {Role.ACCOUNT_ADMINISTRATOR}
    assert operator.get("/admin/records/site/add/").status_code == 403


def test_roles_without_a_column_are_granted_by_operators(
    operator: Client, administrator: Actor
) -> None:
    roles = PersonRoles.objects.get()
    operator.post(f"/admin/records/personroles/{roles.pk}/change/", {"financial_manager": "on"})
    roles.refresh_from_db()
    assert roles.role_set() == {Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER}


def test_administrators_of_accounts_are_no_operators(administrator: Actor) -> None:
    client = Client()
    client.force_login(administrator.user)
    assert client.get("/admin/records/person/").status_code == 302
