"""Rules over several columns name the column to blame."""

from typing import Any

import pytest

from records import registry, rules


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"from": "09:00", "until": "17:00"}, None),
        ({"from": "09:00", "until": "09:00"}, "until"),
        ({"from": "17:00", "until": "09:00"}, "until"),
        ({"from": "", "until": "09:00"}, None),
    ],
)
def test_an_end_is_later_than_its_start(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.ends_after("from", "until", start_header="From").check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [({"a": "", "b": ""}, None), ({"a": "1", "b": "2"}, None), ({"a": "1", "b": ""}, "b")],
)
def test_columns_that_belong_together(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.all_or_none(("a", "A"), ("b", "B")).check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "allowed"),
    [
        ({"label": "work", "protocol": "telephone"}, True),
        ({"label": "personal", "protocol": "telephone"}, False),
        ({"label": "", "protocol": "telephone"}, True),
        ({"label": "anything", "protocol": "unknown"}, True),
    ],
)
def test_a_value_goes_with_another(values: dict[str, Any], allowed: bool) -> None:
    rule = rules.allowed_with("label", "protocol", "Protocol", {"telephone": ("work",)})
    assert (rule.check(values) is None) == allowed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"impact": "", "category": "incident"}, "impact"),
        ({"impact": "low", "category": "incident"}, None),
        ({"impact": "", "category": "rfi"}, None),
        ({"impact": None, "category": None}, None),
    ],
)
def test_a_value_is_required_with_another(values: dict[str, Any], blamed: str | None) -> None:
    rule = rules.required_when("impact", "category", "Category", "incident", "rfc")
    found = rule.check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"until": "2026", "status": "waiting_for"}, None),
        ({"until": "2026", "status": "assigned"}, "until"),
        ({"until": 0, "status": "assigned"}, "until"),
        ({"until": None, "status": "assigned"}, None),
    ],
)
def test_a_value_goes_with_one_status_only(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.only_with("until", "status", "Status", "waiting_for").check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "many", "none"),
    [
        ({"a": 1, "b": None}, None, None),
        ({"a": None, "b": 2}, None, None),
        ({"a": 1, "b": 2}, "b", "b"),
        ({"a": None, "b": ""}, None, "a"),
    ],
)
def test_one_of_several_columns(values: dict[str, Any], many: str | None, none: str | None) -> None:
    columns = (("a", "A"), ("b", "B"))
    for rule, blamed in ((rules.at_most_one(*columns), many), (rules.exactly_one(*columns), none)):
        found = rule.check(values)
        assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"template__service": 1, "offering__service": 1}, None),
        ({"template__service": 1, "offering__service": 2}, "template"),
        ({"template__service": None, "offering__service": 2}, None),
        ({"template__service": 1, "offering__service": None}, None),
    ],
)
def test_two_references_share_a_third(values: dict[str, Any], blamed: str | None) -> None:
    rule = rules.shares(
        "template",
        "offering",
        header="Offering",
        what="service",
        paths=("template__service", "offering__service"),
    )
    found = rule.check(values)
    assert (found[0] if found else None) == blamed
    assert set(rule.names) == {path.partition("__")[0] for path in rule.beyond}


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"start": "2026-01-01", "end": "2026-01-01"}, None),
        ({"start": "2026-01-02", "end": "2026-01-01"}, "end"),
        ({"start": None, "end": "2026-01-01"}, None),
    ],
)
def test_an_end_may_be_the_day_of_the_start(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.not_before("start", "end", start_header="Start Date").check(values)
    assert (found[0] if found else None) == blamed


def test_a_record_is_not_its_own_parent() -> None:
    rule = rules.not_itself("parent")
    assert rule.check({"id": 1, "parent": 1}) is not None
    assert rule.check({"id": 1, "parent": 2}) is None
    assert rule.check({"id": None, "parent": None}) is None


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"contact_uri": "+31 20", "address_label": ""}, None),
        ({"contact_uri": "", "address_label": "home"}, None),
        ({"contact_uri": "+31 20", "address_label": "home"}, "address_label"),
        ({"contact_uri": "", "address_label": ""}, "contact_uri"),
    ],
)
def test_a_contact_detail_is_a_contact_or_an_address(
    values: dict[str, Any], blamed: str | None
) -> None:
    rule = registry.get("people_contact_details").rules[0]
    found = rule.check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"other": 1, "one": 2}, None),
        ({"other": 1, "one": 1}, "other"),
        ({"other": None, "one": None}, None),
    ],
)
def test_references_to_different_records(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.unlike("other", "one", "One").check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("values", "blamed"),
    [
        ({"time": -1, "correction": False}, "time"),
        ({"time": -1, "correction": True}, None),
        ({"time": 0, "correction": False}, None),
        ({"time": None, "correction": None}, None),
    ],
)
def test_a_number_below_zero_needs_a_flag(values: dict[str, Any], blamed: str | None) -> None:
    found = rules.negative_only_with("time", "correction", "Correction").check(values)
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("member", "team", "blamed"),
    [(None, None, None), (3, 4, None), (None, 4, None), (3, None, "member"), ("x", "", "member")],
)
def test_one_column_goes_beside_another(member: Any, team: Any, blamed: str | None) -> None:
    found = rules.only_beside("member", "team", "Team").check({"member": member, "team": team})
    assert (found[0] if found else None) == blamed


@pytest.mark.parametrize(
    ("value", "own", "wrong"),
    [((), 1, False), ((2, 3), 1, False), ((2, 1), 1, True), ([1], 1, True), ((), None, False)],
)
def test_none_of_several_references_is_the_record_itself(
    value: Any, own: int | None, wrong: bool
) -> None:
    found = rules.not_itself("before").check({"before": value, "id": own})
    assert (found is not None) == wrong
