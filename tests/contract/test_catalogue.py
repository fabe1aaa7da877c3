"""Every record type is what the catalogue says of it."""

import pytest

from records import registry
from records.types import RecordType
from tests.contract import catalogue

each_type = pytest.mark.parametrize("record_type", registry.types(), ids=lambda each: each.slug)

#: Where the catalogue is followed in another way, with the reason.
KINDS = {
    # The name is that of the organization of the other account, and finds it.
    ("trusted_organizations", "Name"): "reference",
}
REQUIRED = {
    # A note of an account has no sense without the organization that it is about.
    ("trusted_organizations", "Name"): True,
}


@each_type
def test_names_are_those_of_the_catalogue(record_type: RecordType) -> None:
    entry = catalogue.entry(record_type.slug)
    assert record_type.label == entry["label"]
    assert record_type.singular == entry["singular"]
    assert record_type.family == entry["group"]
    assert record_type.parent == entry.get("parent")
    assert record_type.importable == entry.get("importable", False)
    assert list(record_type.aliases) == entry["aliases"]


@each_type
def test_an_export_has_the_headers_of_the_catalogue(record_type: RecordType) -> None:
    headers = [column.header for column in record_type.columns]
    assert sorted(headers) == sorted(catalogue.columns(record_type.slug))


@each_type
def test_columns_are_of_the_kind_of_the_catalogue(record_type: RecordType) -> None:
    known = catalogue.columns(record_type.slug)
    for column in record_type.columns:
        expected = known[column.header]
        place = (record_type.slug, column.header)
        assert column.kind.name == KINDS.get(place, expected["kind"]), place
        assert column.required == REQUIRED.get(place, expected.get("required", False)), place
        assert column.read_only == expected.get("read_only", False), place
        if isinstance(expected.get("enum"), list):
            assert set(getattr(column.kind, "values", ())) == set(expected["enum"]), place
        if "default" in expected:
            assert str(column.default) == str(expected["default"]), place


@each_type
def test_lengths_are_those_of_the_catalogue(record_type: RecordType) -> None:
    known = catalogue.columns(record_type.slug)
    for column in record_type.columns:
        limit = known[column.header].get("max_length")
        length = getattr(column.kind, "max_length", None)
        if limit and column.kind.name in {"string", "text", "email"}:
            assert length == limit, (record_type.slug, column.header)


@each_type
def test_headers_are_told_apart_in_any_case(record_type: RecordType) -> None:
    headers = [column.header.casefold() for column in record_type.columns]
    assert len(headers) == len(set(headers))
