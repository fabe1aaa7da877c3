import pytest

from fourme.accounts.models import Account, Trust
from records import registry
from records.models import Request
from records.naming import naming, reference, title_of
from tests.records.samples import make


@pytest.mark.parametrize(
    ("slug", "column"),
    [("people", "name"), ("requests", "subject"), ("notes", ""), ("people_roles", "")],
)
def test_a_type_has_a_column_with_words_or_none(slug: str, column: str) -> None:
    assert title_of(registry.get(slug)) == column


def test_a_key_of_words_names_a_record_and_a_number_gets_some(wdc: Account) -> None:
    site = make(registry.get("sites"), wdc, name="Houston")
    request = make(registry.get("requests"), wdc, subject="Slow network")
    note = make(registry.get("notes"), wdc)
    for record, text in (
        (site, "Houston"),
        (request, f"{request.pk} · Slow network"),
        (note, str(note.pk)),
    ):
        named = type(record)._default_manager.values_list(naming(record.record_type()))
        assert named.get(pk=record.pk) == (text,)


def test_a_reference_shows_the_account_of_a_foreign_record(
    wdc: Account, wna: Account, trust: Trust
) -> None:
    problem = make(registry.get("problems"), wna, subject="Slow")
    make(registry.get("requests"), wdc, problem=problem)
    make(registry.get("requests"), wdc)
    column = registry.get("requests").column("problem")
    shown = Request.objects.order_by("id").values_list(reference(column), flat=True)
    assert list(shown) == [f"{problem.pk} · Slow @wna", None]
