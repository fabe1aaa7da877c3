import pytest
from django.db import connection

from fourme.accounts.models import Account
from records import registry, search
from records.models import Person
from records.types import RecordType
from tests.records.samples import TYPES, make

PEOPLE = registry.get("people")


@pytest.fixture
def ada(wdc: Account) -> Person:
    person = make(PEOPLE, wdc, name="Ada O'Neil-Smith", primary_email="ada.smith@widget.example")
    make(PEOPLE, wdc, name="Berta Baker", primary_email="berta@widget.example", employee_id="E-77")
    assert isinstance(person, Person)
    return person


def found(text: str, *accounts: str) -> list[str]:
    condition = search.condition(PEOPLE.search_columns, text, accounts or ["wdc"])
    return sorted(Person.objects.filter(condition).values_list("name", flat=True))


@pytest.mark.parametrize(
    "text", ["ada", "ADA", "neil", "smi", "ada smith", "smith ada", "ada.smith@widget", "(ada)"]
)
def test_words_are_found_by_their_beginning_in_any_order(ada: Person, text: str) -> None:
    assert found(text) == ["Ada O'Neil-Smith"]


@pytest.mark.parametrize("text", ["dat", "ada baker", "mith", "!!!", "", "  ", "ada' | 'berta"])
def test_anything_else_is_not_found(ada: Person, text: str) -> None:
    assert found(text) == []


def test_a_number_finds_the_record_that_has_it(ada: Person) -> None:
    berta = Person.objects.get(name="Berta Baker")
    numbered = search.condition(PEOPLE.search_columns, f" {berta.pk} ", ["wdc"], numbered=True)
    assert berta in Person.objects.filter(numbered)
    assert berta not in Person.objects.filter(
        search.condition(PEOPLE.search_columns, str(berta.pk), ["wdc"])
    )
    huge = search.condition(PEOPLE.search_columns, "9" * 40, ["wdc"], numbered=True)
    assert not Person.objects.filter(huge).exists()


def test_every_search_column_counts(ada: Person) -> None:
    assert found("77") == ["Berta Baker"]
    assert found("widget") == ["Ada O'Neil-Smith", "Berta Baker"]


def test_a_single_letter_begins_the_first_column(ada: Person) -> None:
    assert found("a") == ["Ada O'Neil-Smith"]
    assert found("o") == []
    assert found("ada o") == ["Ada O'Neil-Smith"]
    assert found("b e") == ["Berta Baker"]
    assert found("b x") == []


def test_letters_beyond_ascii_are_letters(wdc: Account) -> None:
    make(PEOPLE, wdc, name="Élodie Müller…Sørensen")
    for text in ("élo", "ÉLO", "müller", "sør"):
        assert found(text) == ["Élodie Müller…Sørensen"]


def test_words_of_other_accounts_are_not_found(ada: Person, wna: Account) -> None:
    make(PEOPLE, wna, name="Ada Elsewhere")
    assert found("ada") == ["Ada O'Neil-Smith"]
    assert found("ada", "wna") == ["Ada Elsewhere"]
    assert found("ada", "wdc", "wna") == ["Ada Elsewhere", "Ada O'Neil-Smith"]


@pytest.mark.parametrize("name", ["4-me", "0", "a-b-c"])
@pytest.mark.django_db
def test_account_ids_of_any_form_work(name: str) -> None:
    account = Account.objects.create(id=name, name="Other")
    make(PEOPLE, account, name="12e5 3.4 Ada")
    assert found("12e5", name) == ["12e5 3.4 Ada"]
    assert found("ada", name) == ["12e5 3.4 Ada"]


@pytest.mark.parametrize("record_type", [t for t in TYPES if t.search_columns], ids=str)
@pytest.mark.django_db
def test_the_index_of_the_type_serves_the_search(record_type: RecordType) -> None:
    condition = search.condition(record_type.search_columns, "some words", ["wdc"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = record_type.model._default_manager.filter(condition).order_by().explain()
    assert f" on search_{record_type.model._meta.model_name}"[: len(" on ") + 30] in plan
