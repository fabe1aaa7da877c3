"""The laws of every kind, and what each refuses."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st

from fourme.accounts.models import Account
from records import kinds
from records.kinds import Problem
from tests.records.kind_strategies import STRATEGIES

CATALOGUE = Path(__file__).parent.parent / "contract" / "catalogue"
FIELDS: dict[str, models.Field[Any, Any]] = {
    "id": models.BigIntegerField(),
    "integer": models.BigIntegerField(),
    "duration": models.IntegerField(),
    "decimal": models.DecimalField(max_digits=20, decimal_places=6),
    "boolean": models.BooleanField(),
    "date": models.DateField(),
    "timestamp": models.DateTimeField(),
    "json": models.JSONField(),
    "custom_fields": models.JSONField(),
}
ZONES = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]

PHASES = kinds.MarkedReferences(what="phase")
IMPACTS = kinds.MarkedReferences(marks=("down", "degraded"), what="impact", optional=False)

each_kind = pytest.mark.parametrize(
    ("kind", "values"), STRATEGIES, ids=[repr(kind) for kind, _ in STRATEGIES]
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(pair=st.one_of(*(values for kind, values in STRATEGIES if kind == PHASES)))
def test_postgresql_writes_the_lines_of_marked_references(pair: Any) -> None:
    texts = [(str(key), mark) for key, mark in pair]
    lines = [PHASES.line_sql(Value(key), Value(mark)) for key, mark in texts]
    Account.objects.get_or_create(id="one", name="One")
    row = Account.objects.values_list(*lines).get()
    assert "\n".join(row) == PHASES.format(pair)


def test_every_kind_of_the_catalogue_has_its_laws_tested() -> None:
    named = {
        column["kind"]
        for file in CATALOGUE.glob("*.json")
        for column in json.loads(file.read_text(encoding="utf-8"))["columns"]
    }
    assert named == {kind.name for kind, _ in STRATEGIES}


@each_kind
@given(data=st.data())
def test_parse_undoes_format(kind: kinds.Kind[Any], values: Any, data: st.DataObject) -> None:
    value = data.draw(values)
    zone = ZoneInfo(data.draw(st.sampled_from(ZONES)))
    text = kind.format(value, zone)
    assert kind.parse(text) == value
    assert kind.read(kinds.unguard(kinds.guard(text))) == value


@pytest.mark.django_db
@each_kind
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_postgresql_writes_what_format_writes(
    kind: kinds.Kind[Any], values: Any, data: st.DataObject
) -> None:
    if isinstance(kind, kinds.Notes) or kind.name in {"reference", "references"}:
        return  # their text is made by the column: tests/records/test_columns.py
    value = data.draw(values)
    zone = data.draw(st.sampled_from(ZONES))
    Account.objects.get_or_create(id="one", name="One")
    stored = Value(value, output_field=FIELDS.get(kind.name, models.TextField()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('timezone', %s, true)", [zone])
    plain, guarded = Account.objects.values_list(
        kind.sql(stored), kinds.guard_sql(kind.sql(stored))
    ).get()
    assert plain == kind.format(value, ZoneInfo(zone))
    assert guarded == kinds.guard(plain)
    if not kind.guarded:
        assert guarded == plain


@each_kind
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_no_text_breaks_a_kind(kind: kinds.Kind[Any], values: Any, text: str) -> None:
    value = kind.read(text)
    if isinstance(value, Problem):
        assert value.reason.endswith((".", "}", "]", '"')) or value.reason
    elif value != kind.blank:
        assert kind.parse(kind.format(value)) == value


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (kinds.Identifier(), "0", "is not the ID of a record."),
        (kinds.Identifier(), "12a", "is not the ID of a record."),
        (kinds.String(3), "abcd", "is 4 characters long."),
        (kinds.String(30), "a\nb", "has a line break."),
        (kinds.Email(), "someone", "is not an e-mail address."),
        (kinds.Uri(), "javascript:alert(1)", "begins with javascript:, which is not allowed."),
        (kinds.Integer(), "1.5", "is not a whole number."),
        (kinds.Integer(1, 5), "6", "is out of range."),
        (kinds.Decimal(), "1,5", "is not a number."),
        (kinds.Decimal(), "0.0000001", "has more than 6 decimals."),
        (kinds.Decimal(), "9" * 15, "is too large."),
        (kinds.Decimal(minimum=0), "-0.01", "is out of range."),
        (kinds.Decimal(maximum=100), "100.01", "is out of range."),
        (kinds.Duration(), "1:75", "is not a duration."),
        (kinds.Date(), "2026-02-30", "is not a date."),
        (kinds.Date(), "31-01-2026", "is not a date."),
        (kinds.LocalMoment(), "2026-01-31", "is not a date and time."),
        (kinds.Timestamp(), "2026-01-31T09:00:00", "is not a moment with a time zone."),
        (kinds.Timestamp(), "2026-01-31T25:00:00Z", "is not a moment that exists."),
        (kinds.TimeOfDay(), "24:01", "is not a time of day."),
        (kinds.Enumeration(("a", "b")), "c", "is not one of the values of this list."),
        (kinds.TimeZone(), "Mars", "is not a time zone."),
        (kinds.Locale(), "xx", "is not a locale."),
        (kinds.Country(), "XX", "is not a country code."),
        (
            kinds.Json(),
            "{",
            "is not JSON: Expecting property name enclosed in double quotes at character 2.",
        ),
        (kinds.Json(), "[NaN]", "has NaN, which is not a number of JSON."),
        (kinds.CustomFields(), '{"a": 1}', "is not a list of custom fields."),
        (
            kinds.CustomFields(),
            '[{"id": "a", "value": 1}, {"id": "a", "value": 2}]',
            "names a custom field twice.",
        ),
        (kinds.Reference(), "a\nb", "names more than one record."),
        (IMPACTS, "Mail / broken", "has “broken” behind the slash."),
        (IMPACTS, "Mail", "names no impact for “Mail”."),
        (IMPACTS, "Mail /", "names no impact for “Mail /”."),
        (kinds.Arrows(), "a => b", "has a line “a => b”, which links nothing."),
        (
            kinds.Notes(),
            "a@wdc.example 2026-02-30T09:00:00Z\nHello",
            "is not a moment that exists.",
        ),
        (
            kinds.NamedLines(),
            "urgent",
            "has a line “urgent” without a name and a colon.",
        ),
        (
            kinds.FilterLines(),
            "status|open|2",
            "has a line “status|open|2” that does not end with 0 or 1.",
        ),
        (kinds.Phases(), "Plan\nDo\nPlan", "has the phase “Plan” twice."),
    ],
)
def test_a_bad_cell_is_refused_with_a_reason(kind: kinds.Kind[Any], text: str, reason: str) -> None:
    problem = kind.parse(text)
    assert isinstance(problem, Problem)
    assert problem.reason == reason


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (kinds.Boolean(), "Yes", True),
        (kinds.Boolean(), "anything else", False),
        (kinds.Duration(), "1:30", 90),
        (kinds.Duration(hours=True), "90", 90),
        (kinds.TimeOfDay(), "9:00", "09:00"),
        (kinds.TimeZone(), "Europe/Amsterdam", "Amsterdam"),
        (kinds.Country(), "nl", "NL"),
        (kinds.Email(), " Admin@WDC.example ", "admin@wdc.example"),
        (kinds.Enumeration(("in_progress",)), "IN_PROGRESS", "in_progress"),
        (kinds.Json(), "1e16", 10**16),
        (kinds.Json(), "-0.0", 0),
        (kinds.Reference(), "Widget @wna", kinds.Key("Widget", "wna")),
        (kinds.References(), "a\r\n\r\nb @wna\na", (kinds.Key("a"), kinds.Key("b", "wna"))),
        (kinds.References(semicolons=True), "a;\nb ;", (kinds.Key("a"), kinds.Key("b"))),
        (IMPACTS, "Mail / DOWN\r\n", ((kinds.Key("Mail"), "down"),)),
        (
            PHASES,
            "Check / test /\nCheck",
            ((kinds.Key("Check / test"), ""), (kinds.Key("Check"), "")),
        ),
        (kinds.Arrows(), "'a'=>'b'", ((kinds.Key("a"), kinds.Key("b")),)),
        (
            kinds.Arrows(),
            "44 => 45",
            ((kinds.Key("44", by=kinds.BY_ID), kinds.Key("45", by=kinds.BY_ID)),),
        ),
        (kinds.Notes(), "\r\nHello\r\n", (kinds.NoteText(None, None, "Hello"),)),
    ],
)
def test_a_cell_may_be_written_in_several_ways(
    kind: kinds.Kind[Any], text: str, value: object
) -> None:
    assert kind.parse(text) == value
