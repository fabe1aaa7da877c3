"""What people who prepare a file have to know is said, by the kind or by a help text."""

import pytest

from records import kinds, registry
from records.types import RecordType

each_type = pytest.mark.parametrize("record_type", registry.types(), ids=lambda each: each.slug)

#: Kinds whose name does not say what the value is for; all others explain themselves.
BARE = {kinds.String, kinds.Text, kinds.Integer, kinds.Decimal, kinds.Json}
#: Headers that say what they hold.
PLAIN = {
    "Address",
    "Address Address",
    "Address City",
    "Address State",
    "Address Zip",
    "Brand",
    "City",
    "Delivery City",
    "Delivery State",
    "Delivery Zip",
    "Delivery address",
    "Description",
    "Information",
    "Instructions",
    "Invoice Number",
    "Job Title",
    "Location",
    "Message",
    "Model",
    "Name",
    "Note",
    "Question",
    "Reason",
    "Remarks",
    "Serial Number",
    "Source",
    "Source ID",
    "State",
    "Subject",
    "Summary",
    "Text",
    "Title",
    "Zip",
}


@each_type
def test_each_column_is_explained(record_type: RecordType) -> None:
    missing = [
        column.header
        for column in record_type.columns
        if type(column.kind) in BARE and not column.help and column.header not in PLAIN
    ]
    assert not missing, f"These columns of {record_type.slug} need a help text."


@each_type
def test_each_kind_says_what_may_be_written(record_type: RecordType) -> None:
    for column in record_type.columns:
        assert column.kind.explain().endswith("."), column.header


@each_type
def test_each_help_is_short(record_type: RecordType) -> None:
    for column in record_type.columns:
        if column.help:
            assert column.help.endswith((".", "!")), column.header
            assert len(column.help) <= 240, column.header


@each_type
def test_each_type_says_what_it_is(record_type: RecordType) -> None:
    words = (record_type.model.__doc__ or "").strip()
    assert words
    assert not words.startswith("TODO"), record_type.slug
