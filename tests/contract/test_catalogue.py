"""Every record type is what the catalogue says of it."""

import pytest

from records import registry
from records.types import RecordType
from tests.contract import catalogue

KNOWN = [each for each in registry.types() if each.slug not in catalogue.BEYOND]
each_type = pytest.mark.parametrize("record_type", KNOWN, ids=lambda each: each.slug)

#: Columns beyond the catalogue's. An ID identifies records that have no other key of their own.
MORE = {
    "people_contact_details": {"ID"},
    "knowledge_articles": {"ID"},
    "notes": {"ID"},
    "standard_service_requests": {"ID"},
    # What kind of entry it is: a login or a failed login, an invitation or the end of a trust.
    "system_logs": {"Event"},
}
#: Where the catalogue is followed in another way, with the reason.
KINDS = {
    # The name is that of the organization of the other account, and finds it.
    ("trusted_organizations", "Name"): "reference",
    # Each line leads from one task template to another.
    ("project_templates", "Workflow"): "references",
    ("workflow_templates", "Workflow"): "references",
    # Numbers of records.
    ("app_offering_automation_rules", "App Offering ID"): "id",
    ("app_offering_scopes", "App Offering ID"): "id",
    ("project_task_template_automation_rules", "Project Task Template ID"): "id",
    ("workflow_template_automation_rules", "Workflow Template ID"): "id",
    # The versions of a UI extension are no records.
    ("app_offerings", "UI Extension Version"): "string",
    # Email designs are no records.
    ("email_templates", "Email Design"): "string",
    # The ID of a record of the type that another column tells.
    ("translations", "Key"): "reference",
    ("notes", "Record ID"): "reference",
    # The second way to name the reference beside it.
    ("time_entries", "Effort Class ID"): "id",
}
REQUIRED = {
    # A note of an account has no sense without the organization that it is about.
    ("trusted_organizations", "Name"): True,
    # A rule belongs to its template, and all other rules have a condition.
    ("workflow_template_automation_rules", "Workflow Template"): True,
    ("workflow_template_automation_rules", "Condition"): True,
    # Needed, unless the columns of the Source pair name the configuration item.
    ("ci_relations", "CI Label"): True,
    ("ci_relations", "Related CI Label"): True,
    # An agreement is affected by a request.
    ("affected_slas", "Request"): True,
    ("affected_slas", "Service Level Agreement"): True,
}
READ_ONLY: dict[tuple[str, str], bool] = {}
#: Types that only the product writes, which can be written back here as all that is stored.
WRITABLE = {"affected_slas"}
#: In every type the ID finds a record, and the database keeps the moment of the last change.
EVERYWHERE = {"ID": False, "Updated At": True}


def test_all_types_of_the_catalogue_are_there() -> None:
    assert sorted(each.slug for each in KNOWN) == catalogue.slugs()


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
    headers = {column.header for column in record_type.columns}
    missing = set(catalogue.columns(record_type.slug)) - headers
    assert not missing
    assert headers - set(catalogue.columns(record_type.slug)) <= MORE.get(record_type.slug, set())


@each_type
def test_columns_are_of_the_kind_of_the_catalogue(record_type: RecordType) -> None:
    known = catalogue.columns(record_type.slug)
    for column in record_type.columns:
        if column.header not in known:
            continue
        expected = known[column.header]
        place = (record_type.slug, column.header)
        assert column.kind.name == KINDS.get(place, expected["kind"]), place
        assert column.required == REQUIRED.get(place, expected.get("required", False)), place
        computed = place[0] not in WRITABLE and expected.get("read_only", False)
        read_only = EVERYWHERE.get(column.header, computed)
        assert column.read_only == READ_ONLY.get(place, read_only), place
        if isinstance(expected.get("enum"), list):
            assert set(getattr(column.kind, "values", ())) >= set(expected["enum"]), place
        if "default" in expected and not column.read_only:
            assert str(column.default) == str(expected["default"]), place


@each_type
def test_lengths_are_those_of_the_catalogue(record_type: RecordType) -> None:
    known = catalogue.columns(record_type.slug)
    for column in record_type.columns:
        limit = known.get(column.header, {}).get("max_length")
        length = getattr(column.kind, "max_length", None)
        several = column.many  # each note has a limit of its own
        if limit and column.kind.name in {"string", "text", "email"} and not several:
            assert length == limit, (record_type.slug, column.header)


@each_type
def test_headers_are_told_apart_in_any_case(record_type: RecordType) -> None:
    headers = [column.header.casefold() for column in record_type.columns]
    assert len(headers) == len(set(headers))
