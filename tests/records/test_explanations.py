import pytest

from records import registry
from records.explanations import (
    ColumnExplanation,
    explain,
    finding,
    merging,
    named_by,
    needed_before,
    summary,
)
from records.types import RecordType

each_type = pytest.mark.parametrize("record_type", registry.types(), ids=lambda each: each.slug)


def column(slug: str, header: str) -> ColumnExplanation:
    return next(e for e in explain(registry.get(slug)) if e.column.header == header)


def slugs(types: list[RecordType]) -> list[str]:
    return [each.slug for each in types]


@each_type
def test_all_is_said_in_whole_sentences(record_type: RecordType) -> None:
    said = [summary(record_type), *finding(record_type), *merging(record_type)]
    said += [sentence for each in explain(record_type) for sentence in (each.value, *each.about)]
    for sentence in said:
        assert sentence.endswith((".", "!")), sentence
        assert "  " not in sentence
        assert "TODO" not in sentence or sentence == summary(record_type)


def test_how_a_record_is_found() -> None:
    assert finding(registry.get("people")) == [
        "A row with an ID changes the person with that ID, and is rejected when there is none.",
        (
            "Else a row with Source and Source ID changes the person that has both; when there "
            "is none, it adds one that has them."
        ),
        "Else a row changes the person with the same Primary Email.",
        "Else it adds a person.",
    ]
    assert finding(registry.get("people_roles")) == [
        "A row changes the person role with the same Person and Role Account.",
        "Else it adds a person role.",
    ]
    assert finding(registry.get("notes")) == ["Each row adds a note; none is searched."]


def test_what_else_a_row_does() -> None:
    assert merging(registry.get("sites")) == []
    assert merging(registry.get("people_roles"))[0].startswith("A row says all")
    assert "Weekday, From and Until" in merging(registry.get("calendars"))[0]
    assert "same Source are removed" in merging(registry.get("ci_relations"))[1]
    assert merging(registry.get("translations")) == [
        "A row with nothing in Translation removes the record that it finds."
    ]
    assert merging(registry.get("time_entries")) == [
        "A row with 1 in Deleted removes the record that it finds."
    ]
    assert "twice" in merging(registry.get("notes"))[0]


def test_what_comes_before() -> None:
    assert slugs(needed_before(registry.get("sites"))) == []
    assert slugs(named_by(registry.get("holidays"))) == ["calendars"]
    assert slugs(needed_before(registry.get("sla_financial_details"))) == [
        "organizations",
        "services",
        "service_offerings",
        "slas",
    ]
    for record_type in registry.types():
        before = slugs(needed_before(record_type))
        assert record_type.slug not in [*before, *slugs(named_by(record_type))]
        for place, slug in enumerate(before):
            circle = record_type.slug in slugs(needed_before(registry.get(slug)))
            assert circle or set(slugs(needed_before(registry.get(slug)))) <= set(before[:place])


def test_what_is_said_of_columns() -> None:
    assert column("people", "Name").use == "required"
    assert column("people", "Updated At").use == "ignored"
    assert column("product_categories", "Reference").use == "automatic"
    assert column("requests", "Status").default == "assigned"
    assert column("people", "Disabled").default == "0"
    assert "A Financial Manager may change it." in column("people", "Cost Per Hour").about
    assert "Found by what Agile Board says." in column("requests", "Agile Board Column").about
    assert any("made" in each for each in column("requests", "Created At").about)
    assert "Files may also call it Charge ID." in column("slas_charges", "Rate ID").about
    assert column("ci_relations", "CI Label").about[-1] == (
        "May be left empty when CI Source and CI Source ID name it."
    )
    assert "Names the Effort Class, and counts before it." in (
        column("time_entries", "Effort Class ID").about
    )
    assert any("none is changed" in each for each in column("requests", "Notes").about)
    assert any("no longer" in each for each in column("releases", "Workflows").about)


def test_long_lists_are_folded() -> None:
    assert len(column("tasks", "Status").folded) > 12
    assert column("requests", "Satisfaction").folded == ()
    assert "Amsterdam" in column("sites", "Time Zone").folded
