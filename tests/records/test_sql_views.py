"""Types that are views show what other tables hold, and follow it."""

from typing import Any

import pytest
from django.db import connection

from fourme.accounts.models import Account
from records import registry, sql_views
from records.apps import RecordsConfig
from tests.records import samples

VIEWS = [each for each in registry.types() if each.view]


def test_the_four_views_are_exported_only() -> None:
    assert {each.slug for each in VIEWS} == {
        "satisfactions",
        "missing_translations",
        "outdated_translations",
        "system_logs",
    }
    assert not any(each.importable for each in VIEWS)
    stored = {each.slug for each in registry.types() if not (each.view or each.importable)}
    assert stored == {"permission_events"}  # the database writes them


def test_a_satisfaction_is_that_of_a_request(wdc: Account) -> None:
    request = samples.make(registry.get("requests"), wdc, satisfaction="dissatisfied")
    samples.make(registry.get("requests"), wdc)
    found = registry.get("satisfactions").model._default_manager.get()
    assert (found.pk, found.request_id) == (request.pk, request.pk)  # type: ignore[attr-defined] # its column
    assert found.satisfaction_at is not None  # type: ignore[attr-defined] # as above


def test_views_can_be_dropped_and_made_again(wdc: Account, django_app: RecordsConfig) -> None:
    sql_views.drop(django_app)
    sql_views.create(django_app)
    for each in VIEWS:
        assert each.model._default_manager.filter(account=wdc).count() == 0


@pytest.fixture
def django_app() -> RecordsConfig:
    """The application of the records."""
    found = registry.types()[0].model._meta.app_config
    assert isinstance(found, RecordsConfig)
    return found


def test_a_missing_translation_goes_when_it_is_there(wdc: Account) -> None:
    missing: Any = registry.get("missing_translations").model._default_manager
    service = samples.make(registry.get("services"), wdc)
    assert not missing.exists()  # nobody has asked for a language yet
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourme.locale', 'nl', true)")
    row = missing.filter(type="service", key=service.pk, field="name").get()
    assert (row.locale, row.phrase) == ("nl", str(service))
    values = {"locale": "nl", "type": "service", "key": service.pk, "field": "name"}
    samples.make(
        registry.get("translations"), wdc, phrase=str(service), translation="Dienst", **values
    )
    assert not missing.filter(type="service", key=service.pk, field="name").exists()
