"""The database keeps the change mark and the login's address, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from fourme.accounts.models import Account, User
from records import registry
from records.models import Organization, Person, RiskSeverity
from records.types import RecordType
from tests.records import samples


@pytest.mark.django_db
@pytest.mark.parametrize("record_type", [t for t in registry.types() if not t.view], ids=str)
def test_every_record_table_has_the_trigger(record_type: RecordType) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'mark_record_change' "
            "AND tgrelid = %s::regclass",
            [record_type.model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_write_of_any_kind_moves_the_mark(transactional_db: None) -> None:
    account = Account.objects.create(id="wdc", name="Widget")
    record = Organization.objects.create(account=account, name="Widget")
    record.refresh_from_db()
    first = record.changed_xid, record.updated_at
    assert first[0] > 0
    Organization.objects.filter(pk=record.pk).update(region="EMEA")
    record.refresh_from_db()
    assert record.changed_xid > first[0]
    assert record.updated_at > first[1]


def test_the_account_of_a_record_never_changes(wdc: Account, wna: Account) -> None:
    record = Organization.objects.create(account=wdc, name="Widget")
    Organization.objects.filter(pk=record.pk).update(account=wna)
    record.refresh_from_db()
    assert record.account_id == "wdc"


def test_a_login_follows_the_primary_email(wdc: Account) -> None:
    user = User.objects.create_user("old@x.example")
    person = Person.objects.create(account=wdc, primary_email="old@x.example", user=user)
    Person.objects.filter(pk=person.pk).update(primary_email="new@x.example")
    user.refresh_from_db()
    assert user.email == "new@x.example"


def test_an_address_of_another_login_is_refused(wdc: Account, wna: Account) -> None:
    User.objects.create_user("taken@x.example")
    user = User.objects.create_user("old@x.example")
    person = Person.objects.create(account=wdc, primary_email="old@x.example", user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(primary_email="taken@x.example")
    person.refresh_from_db()
    assert person.primary_email == "old@x.example"


def test_a_blank_column_is_filled_in_and_then_kept(wdc: Account) -> None:
    record = RiskSeverity.objects.create(account=wdc, name="Very High")
    record.refresh_from_db()
    assert record.reference == "very_high"
    record.name, record.reference = "Extreme", ""
    record.save()
    record.refresh_from_db()
    assert record.reference == "very_high"
    own = RiskSeverity.objects.create(account=wdc, name="Low", reference="lowest")
    own.refresh_from_db()
    assert own.reference == "lowest"


def test_positions_are_counted_within_one_statement(wdc: Account) -> None:
    backlog = samples.make(registry.get("product_backlogs"), wdc)
    requests = [samples.make(registry.get("requests"), wdc) for _ in range(3)]
    items: Any = registry.get("product_backlog_items").model
    items._default_manager.bulk_create(
        items(account=wdc, product_backlog=backlog, request=each) for each in requests
    )
    found = items._default_manager.order_by("id").values_list("position", flat=True)
    assert list(found) == [1, 2, 3]
