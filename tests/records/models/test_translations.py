"""Translations, and the views of those that are missing or outdated."""

from collections.abc import Callable

import pytest
from django.apps import apps

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import MissingTranslation, OutdatedTranslation, Record, Service, Translation
from records.models.translations import TYPES, translatable
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
HEADER = "Locale,Type,Key,Field,Phrase,Translation\n"


@pytest.fixture
def service(importing: Importing, wdc: Account) -> Record:
    """A service with a name and a description."""
    return make(registry.get("services"), wdc, name="Storage", description="Disks")


def row(service: Record, field: str = "name", translation: str = "Opslag", **cells: str) -> str:
    """Return a row of a file of translations."""
    phrase = cells.get("phrase", "Storage")
    kind = cells.get("type", "service")
    return f"{cells.get('locale', 'nl')},{kind},{service.pk},{field},{phrase},{translation}\n"


def missing(**conditions: str) -> list[tuple[str, str, str]]:
    """Return locale, field and phrase of what lacks a translation, in the order of an export."""
    found = MissingTranslation.objects.filter(account_id="wdc", **conditions).order_by("id")
    return list(found.values_list("locale", "field", "phrase"))


def test_the_types_that_can_be_translated_say_which_columns() -> None:
    assert set(translatable()) <= set(TYPES)
    assert len(translatable()) == 8
    for name in translatable().values():
        declared = apps.get_model("records", name).record_type()
        for column in declared.translatable:
            assert declared.column(column).kind.free_text


def test_a_translation_is_found_by_language_record_and_field(
    importing: Importing, service: Record
) -> None:
    assert counters(importing("translations", HEADER + row(service))) == {"created": 1}
    again = row(service, translation="Bewaren") + row(service, locale="de", translation="Speicher")
    assert counters(importing("translations", HEADER + again)) == {"created": 1, "updated": 1}
    found = Translation.objects.order_by("locale").values_list("locale", "translation")
    assert list(found) == [("de", "Speicher"), ("nl", "Bewaren")]


def test_a_record_that_does_not_exist_has_no_translation(
    importing: Importing, service: Record, wna: Account
) -> None:
    foreign = make(registry.get("services"), wna)
    rows = row(foreign) + row(service, type="pdf_design") + row(service, type="account_design")
    run = importing("translations", HEADER + rows)
    assert counters(run) == {"failures": 3}
    assert [(each, column) for each, column, _ in messages(run)] == [
        (2, "Key"),
        (3, "Key"),
        (4, "Key"),
    ]


def test_a_phrase_is_missing_in_the_languages_of_the_account(
    importing: Importing, service: Record, wna: Account
) -> None:
    make(registry.get("services"), wna, name="Hotline")
    assert missing() == []
    importing("translations", HEADER + row(service))
    assert missing(type="service") == [("nl", "description", "Disks")]
    importing("translations", HEADER + row(service, locale="de", translation="Speicher"))
    assert missing(type="service") == [
        ("de", "description", "Disks"),
        ("nl", "description", "Disks"),
    ]


def test_nothing_is_missing_in_the_language_of_the_account(
    importing: Importing, service: Record, wdc: Account
) -> None:
    wdc.language = "nl"
    wdc.save()
    importing("translations", HEADER + row(service) + row(service, locale="de"))
    assert missing(type="service") == [("de", "description", "Disks")]


def test_an_export_asks_for_a_language(
    importing: Importing, service: Record, exported: Callable[..., str]
) -> None:
    Service.objects.exclude(pk=service.pk).delete()
    lines = exported("missing_translations", "--locale=fr").splitlines()
    assert [line for line in lines if ",service," in line] == [
        f'fr,service,{service.pk},name,Storage,""',
        f'fr,service,{service.pk},description,Disks,""',
    ]


def test_what_was_missing_can_be_filled_in_and_imported(
    importing: Importing, service: Record, exported: Callable[..., str]
) -> None:
    text = exported("missing_translations", "--locale=nl").replace('""\n', "vertaald\n")
    run = importing("translations", text)
    assert counters(run) == {"created": text.count("vertaald")}
    assert missing(locale="nl") == []
    assert exported("missing_translations", "--locale=nl").count("\n") == 1


def test_a_changed_phrase_makes_its_translation_outdated(
    importing: Importing, service: Record, exported: Callable[..., str]
) -> None:
    importing("translations", HEADER + row(service))
    assert not OutdatedTranslation.objects.exists()
    Service.objects.filter(pk=service.pk).update(name="Shares")
    text = exported("outdated_translations")
    assert text == f'{HEADER}nl,service,{service.pk},name,Shares,"Opslag"\n'.replace('"', "")
    assert counters(importing("translations", text.replace("Opslag", "Mappen"))) == {"updated": 1}
    assert not OutdatedTranslation.objects.exists()


def test_the_rows_of_a_view_have_numbers_of_their_own(
    importing: Importing, service: Record
) -> None:
    importing("translations", HEADER + row(service) + row(service, locale="de"))
    make(registry.get("product_categories"), service.account, name="Laptop", group="Computer")
    Service.objects.filter(pk=service.pk).update(name="Shares")
    for model in (MissingTranslation, OutdatedTranslation):
        numbers = list(model.objects.values_list("id", flat=True))
        assert numbers
        assert len(set(numbers)) == len(numbers)
        assert all(number > 0 for number in numbers)
