import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.suggestions import Suggestion, suggestions
from tests.fixtures.world import Enrol
from tests.records.samples import make

PEOPLE, ALLOCATIONS = registry.get("people"), registry.get("time_allocations")


@pytest.fixture
def people(wdc: Account, wna: Account) -> None:
    for account, name in ((wna, "Ada There"), (wdc, "Ada Here"), (wdc, "Berta")):
        email = f"{name.lower().replace(' ', '.')}@{account.id}.example"
        make(PEOPLE, account, name=name, primary_email=email)


def test_own_records_come_first_then_those_of_trusted_accounts(
    administrator: Actor, people: None, trust: Trust
) -> None:
    assert suggestions(administrator, PEOPLE, "ada") == [
        Suggestion("ada.here@wdc.example", "Ada Here"),
        Suggestion("ada.there@wna.example @wna", "Ada There"),
    ]


def test_records_without_a_trust_are_never_suggested(administrator: Actor, people: None) -> None:
    assert [each.key for each in suggestions(administrator, PEOPLE, "ada")] == [
        "ada.here@wdc.example"
    ]
    assert not [each for each in suggestions(administrator, PEOPLE, "") if "wna" in each.key]


@pytest.mark.parametrize("slug", ["notes", "invoices", "survey_answers", "system_logs"])
def test_a_trust_shows_nothing_that_no_reference_names(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust, slug: str
) -> None:
    record_type = registry.get(slug)
    own, there = make(record_type, wdc), make(record_type, wna)
    found = {each.key for each in suggestions(administrator, record_type, "")}
    assert str(own.pk) in found
    assert not found & {str(there.pk), f"{there.pk} @wna"}


def test_keys_of_several_columns_are_written_as_references_are(
    administrator: Actor, wdc: Account
) -> None:
    make(ALLOCATIONS, wdc, name="Training", group="Internal")
    make(ALLOCATIONS, wdc, name="Travel")
    assert suggestions(administrator, ALLOCATIONS, "tra") == [
        Suggestion("Internal - Training", "Training"),
        Suggestion("Travel", ""),
    ]


def test_nothing_is_suggested_to_those_who_see_nothing(
    enrol: Enrol, people: None, wdc: Account
) -> None:
    assert suggestions(enrol(wdc, Role.KEY_CONTACT), PEOPLE, "ada") == []


@pytest.mark.parametrize("text", ["\0", "x" * 300, "'; --", "&|!"])
def test_odd_texts_find_nothing(administrator: Actor, people: None, text: str) -> None:
    assert suggestions(administrator, PEOPLE, text) == []


def test_any_number_of_records_costs_the_same(
    administrator: Actor, wdc: Account, people: None
) -> None:
    for _ in range(30):
        make(PEOPLE, wdc, name="Ada Many")
    with CaptureQueriesContext(connection) as queries:
        assert len(suggestions(administrator, PEOPLE, "ada")) == 12
    assert len(queries) == 3
