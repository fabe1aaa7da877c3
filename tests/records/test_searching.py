import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry, searching, tables
from records.filters import from_query
from records.models import Person
from records.searching import split
from tests.records.samples import make

PEOPLE = registry.get("people")


@pytest.fixture
def many(wdc: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make people who have a word in common, in a table that counts as large."""
    monkeypatch.setattr(searching, "large", lambda types: {each.slug for each in types})
    monkeypatch.setattr(searching, "COLLECTED", 10)
    Person.objects.bulk_create(
        Person(account=wdc, name=f"Widget Number{n}", primary_email=f"{n}@wdc.example")
        for n in range(40)
    )


def found(text: str, actor: Actor) -> list[str]:
    shown = tables.table(from_query(PEOPLE, f"q={text}"), actor)
    return sorted(row.first.text for row in shown.rows)


@pytest.mark.usefixtures("many")
def test_common_words_are_asked_of_what_the_rare_ones_find(administrator: Actor) -> None:
    search = split(PEOPLE, "widget number17", [administrator.account.id])
    assert search.found is not None
    assert search.rest
    assert found("widget+number17", administrator) == ["Widget Number17"]
    assert found("number17+gadget", administrator) == []


@pytest.mark.usefixtures("many")
def test_with_common_words_alone_the_list_is_walked(administrator: Actor) -> None:
    assert split(PEOPLE, "widget number", [administrator.account.id]).found is None
    assert len(found("widget+number", administrator)) == 40


@pytest.mark.usefixtures("many")
def test_what_is_common_in_another_account_is_rare_here(wna: Account) -> None:
    assert split(PEOPLE, "widget", [wna.id]).found is not None


def test_small_tables_are_not_sampled(administrator: Actor, wdc: Account) -> None:
    make(PEOPLE, wdc, name="Widget")
    assert searching.large([PEOPLE]) == set()
    assert split(PEOPLE, "widget", [wdc.id]).found is not None
    assert found("widget", administrator) == ["Widget"]
