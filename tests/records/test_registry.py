"""The registry holds every type once, under its names."""

import pytest

from records import registry
from records.types import RecordType


def test_a_type_is_found_by_its_slug() -> None:
    people = registry.get("people")
    assert (people.label, people.singular) == ("People", "Person")
    assert registry.of(people.model) is people


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        registry.get("nonsense")


def test_families_are_in_the_order_of_the_console() -> None:
    families = list(registry.families())
    assert families == [name for name in registry.FAMILIES if name in families]
    assert families[0] == "People & Organizations"


def test_a_dialog_offers_the_type_and_its_sub_options() -> None:
    offered = [each.slug for each in registry.options(registry.get("people"))]
    assert offered == ["people", "people_contact_details", "people_roles"]


@pytest.mark.parametrize("record_type", registry.types(), ids=str)
def test_a_description_names_only_columns_that_exist(record_type: RecordType) -> None:
    names = {column.name for column in record_type.columns}
    fields = {field.name for field in record_type.model._meta.get_fields()}
    assert len(names) == len(record_type.columns)
    assert set(record_type.list_columns) <= names | fields
    assert set(record_type.search_columns) <= names
    for rule in record_type.rules:
        assert set(rule.names) <= names | {"id"}
    assert set(record_type.key.fields) <= fields
    if record_type.parent:
        assert registry.get(record_type.parent).parent is None
