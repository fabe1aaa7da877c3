import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from records import registry
from records.schema import enumerations, schema
from records.types import RecordType

each_type = pytest.mark.parametrize("record_type", registry.types(), ids=lambda each: each.slug)


def check(slug: str, **cells: str) -> list[str]:
    """Return what is wrong with a row, by header."""
    found: list[ValidationError] = [
        *Draft202012Validator(schema(registry.get(slug))).iter_errors(cells)
    ]
    return sorted(str(error.path[0]) if error.path else error.message for error in found)


@each_type
def test_each_type_has_a_valid_schema(record_type: RecordType) -> None:
    made = schema(record_type)
    Draft202012Validator.check_schema(made)
    assert made["$id"].endswith(f"/v1/schema/{record_type.slug}")
    assert list(made["properties"]) == [column.header for column in record_type.columns]
    for column in record_type.columns:
        shown = made["properties"][column.header]
        assert shown["type"] == "string"
        assert shown.get("readOnly", False) == column.read_only
        assert column.kind.explain() in shown["description"]


@each_type
def test_the_texts_of_examples_and_defaults_fit(record_type: RecordType) -> None:
    made = schema(record_type)["properties"]
    for column in record_type.columns:
        if column.read_only or column.target is not None:
            continue
        texts = [*column.kind.examples(column.header, 0)[:3], made[column.header].get("default")]
        for text in filter(None, texts):
            Draft202012Validator(made[column.header]).validate(text)


def test_what_a_new_record_needs() -> None:
    assert schema(registry.get("people"))["required"] == ["Primary Email", "Name"]
    assert check("people", Name="Service Desk Analyst") == [
        "'Primary Email' is a required property"
    ]
    assert check("people", Name="", **{"Primary Email": "x@widget.example"}) == ["Name"]


def test_limits_of_values() -> None:
    person = {"Primary Email": "x@widget.example", "Name": "Service Desk Analyst"}
    assert check("people", **person, **{"Job Title": "x" * 80, "Locale": "nl"}) == []
    assert check("people", **person, **{"Job Title": "x" * 81, "Locale": "xx"}) == [
        "Job Title",
        "Locale",
    ]
    assert check("people", **person, **{"Locale": "", "Cost Per Hour": "12,5"}) == ["Cost Per Hour"]


def test_a_reference_can_be_named_in_another_way() -> None:
    pair = {"Related CI Source": "a", "Related CI Source ID": "2"}
    by_pair = {"CI Source": "a", "CI Source ID": "1", **pair, "Relation Type": "child"}
    assert check("ci_relations", **by_pair) == []
    by_pair.pop("CI Source ID")
    assert len(check("ci_relations", **by_pair)) == 1


def test_references_say_what_they_name() -> None:
    team = schema(registry.get("teams"))["properties"]
    assert team["Coordinator"]["x-fourme-reference"] == {
        "types": ["people"],
        "by": "primary e-mail address",
        "several": False,
    }
    assert team["Members"]["x-fourme-reference"]["several"]


def test_marks_of_columns() -> None:
    request = schema(registry.get("requests"))["properties"]
    assert request["Created At"]["x-fourme-create-only"]
    assert schema(registry.get("people"))["properties"]["Cost Per Hour"]["x-fourme-financial"]
    charges = schema(registry.get("slas_charges"))
    assert charges["x-fourme-aliases"] == ["slas_charges"]
    assert charges["properties"]["Rate ID"]["x-fourme-aliases"] == ["Charge ID"]


def test_enumerations_by_type_and_column() -> None:
    found = enumerations()
    assert found["requests"]["Satisfaction"] == ["dissatisfied", "satisfied"]
    assert "Amsterdam" in found["sites"]["Time Zone"]
    assert list(found) == sorted(found)
    assert all(values for columns in found.values() for values in columns.values())
