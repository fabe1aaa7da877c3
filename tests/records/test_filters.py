import datetime as dt

import pytest

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from records import conditions, kinds, registry
from records.filters import Filter, InvalidFilter, View, apply, from_query
from records.models import Organization, Person, Record, Site
from records.references import RecordTarget, Scope
from records.types import Backward, Column, RecordType, Through
from tests.fixtures.world import Enrol
from tests.records.samples import TYPES, make, text_of

PEOPLE, SITES, TEAMS = registry.get("people"), registry.get("sites"), registry.get("teams")


def names(query: str, actor: Actor, record_type: RecordType = SITES) -> list[str]:
    return sorted(str(each) for each in from_query(record_type, query).queryset(actor))


@pytest.fixture
def sites(wdc: Account) -> list[Record]:
    return [
        make(SITES, wdc, name="Amsterdam", city="Amsterdam", country="NL"),
        make(SITES, wdc, name="Houston", city="Houston", country="US"),
        make(SITES, wdc, name="Old", disabled=True),
    ]


def test_the_usual_view_leaves_disabled_records_out(
    administrator: Actor, sites: list[Record]
) -> None:
    assert names("", administrator) == ["Amsterdam", "Houston"]
    assert names("view=disabled", administrator) == ["Old"]
    assert names("view=all", administrator) == ["Amsterdam", "Houston", "Old"]


def test_conditions_hold_together(administrator: Actor, sites: list[Record]) -> None:
    assert names("country__exact=nl", administrator) == ["Amsterdam"]
    assert names("city__icontains=O&city__istartswith=h", administrator) == ["Houston"]
    assert names("city__empty=&view=all", administrator) == ["Old"]
    assert names("city__filled=&country__exact=US&q=hou", administrator) == ["Houston"]


def test_references_are_named_by_their_key(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    here = make(registry.get("organizations"), wdc, name="Here")
    there = make(registry.get("organizations"), wna, name="There")
    make(PEOPLE, wdc, name="Ada", organization=here)
    make(PEOPLE, wdc, name="Berta", organization=there)
    ada = from_query(PEOPLE, "organization__exact=Here").queryset(administrator)
    berta = from_query(PEOPLE, "organization__exact=There @wna").queryset(administrator)
    assert [each.name for each in ada if isinstance(each, Person)] == ["Ada"]
    assert [each.name for each in berta if isinstance(each, Person)] == ["Berta"]


def test_several_references_contain_one(administrator: Actor, wdc: Account) -> None:
    ada = make(PEOPLE, wdc, primary_email="ada@wdc.example")
    team = make(TEAMS, wdc, name="With")
    make(TEAMS, wdc, name="Without")
    team.members.add(ada)  # type: ignore[attr-defined] # a Team
    assert names("members__exact=ada@wdc.example", administrator, TEAMS) == ["With"]
    assert names("members__empty=", administrator, TEAMS) == ["Without"]


def test_a_day_means_the_day_of_the_person(enrol: Enrol, wdc: Account) -> None:
    actor = enrol(wdc, time_zone="Amsterdam")
    period = registry.get("out_of_office_periods")
    assert moment(period, "start_at__gte", actor) == dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)
    end = dt.datetime(2026, 7, 1, 21, 59, 59, 999_999, tzinfo=dt.UTC)
    assert moment(period, "start_at__lte", actor) == end


def moment(record_type: RecordType, name: str, actor: Actor) -> object:
    """Return what a condition with a day asks for."""
    condition = conditions.read(record_type, name, "2026-07-01")
    ((_, value),) = condition.q(Scope(actor.account), actor.user).deconstruct()[1]
    return value


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_every_condition_that_is_offered_works(
    administrator: Actor, wdc: Account, record_type: RecordType
) -> None:
    record = make(record_type, wdc)
    for column in conditions.filterable(record_type):
        text = give(record, column)
        for lookup in conditions.lookups_of(column):
            shown = Filter(record_type, conditions=(conditions.Condition(column, lookup, text),))
            expected = bool(text) if lookup != conditions.EMPTY else not text
            if text or lookup in (conditions.EMPTY, conditions.FILLED):
                found = record in shown.queryset(administrator)
                assert found is expected, f"{column.name} {lookup} {text}"
                ways = shown.selection(administrator).ways if expected else ()
                assert all(record.pk in way.ids for way in ways), f"{column.name} {lookup}"
            assert shown.describe().startswith(f"{record_type.label_of(2)}, {column.header} ")


def give(record: Record, column: Column) -> str:
    """Give the record a value in the column where that can be; return the text of its value."""
    model, account = type(record), record.account
    stored = model._default_manager.filter(pk=record.pk)
    if isinstance(column.target, RecordTarget):
        target = column.target.model.record_type()
        other = stored.values_list(column.name, flat=True).get() if column.links is None else None
        if other is None and not record.record_type().view:
            other = link(record, column, make(target, account))
        label = target.model._default_manager.values_list(column.target.record_key.expression())
        return str(label.get(pk=other)[0]) if other else ""
    fixed = column.read_only or column.required or column.generated or column.name == "id"
    if not (fixed or record.record_type().view):
        value = (
            True if isinstance(column.kind, kinds.Boolean) else column.kind.parse(text_of(column))
        )
        stored.update(**{column.name: value})
    value = stored.values_list(column.name, flat=True).get()
    if isinstance(column.kind, kinds.Boolean):
        return "yes" if value else "no"
    if isinstance(column.kind, kinds.Timestamp):
        return str(value.date()) if value else ""
    return "" if value in (None, "") else str(value)


def link(record: Record, column: Column, other: Record) -> int:
    """Let the record refer to another one."""
    if isinstance(column.links, Through):
        ends = dict.fromkeys(column.links.parts, other)
        texts = {
            part: "x"
            for part in column.links.parts
            if not column.links.model._meta.get_field(part).is_relation
        }
        column.links.model._default_manager.create(**{column.links.owner: record}, **ends | texts)
    elif isinstance(column.links, Backward):
        type(other)._default_manager.filter(pk=other.pk).update(**{column.links.field: record})
    else:
        type(record)._default_manager.filter(pk=record.pk).update(**{column.name: other})
    return int(other.pk)


def test_a_record_is_named_by_its_id(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    here = make(registry.get("organizations"), wdc, name="Here")
    make(PEOPLE, wdc, name="Ada", organization=here)
    make(PEOPLE, wdc, name="Berta")
    shown = from_query(PEOPLE, f"organization={here.pk}")
    assert [each.name for each in shown.queryset(administrator) if isinstance(each, Person)] == [
        "Ada"
    ]
    assert shown.describe() == f"enabled people, Organization is {here.pk}"
    worded = shown.worded(administrator)
    assert worded.describe() == "enabled people, Organization is “Here”"
    assert worded.query() == shown.query() == f"organization={here.pk}"
    assert worded.without(worded.conditions[0]) == from_query(PEOPLE, "")
    there = make(registry.get("organizations"), wna)
    for wrong in (there.pk, there.pk + 1000, "Here", "9" * 40):
        for asked in (Filter.queryset, Filter.worded):
            with pytest.raises(InvalidFilter, match="There is no organization with the ID"):
                asked(from_query(PEOPLE, f"organization={wrong}"), administrator)


def test_numbered_records_are_worded_with_what_they_are_about(
    administrator: Actor, wdc: Account
) -> None:
    problem = make(registry.get("problems"), wdc, subject="Slow network")
    shown = from_query(registry.get("requests"), f"problem={problem.pk}").worded(administrator)
    assert shown.describe() == f"requests, Problem is “{problem.pk} · Slow network”"


def test_a_column_of_a_board_is_found_without_its_board(administrator: Actor, wdc: Account) -> None:
    column = make(registry.get("agile_board_columns"), wdc, name="Doing")
    requests = registry.get("requests")
    request = make(requests, wdc, agile_board_column=column)
    make(requests, wdc)
    for query in ("agile_board_column__exact=Doing", f"agile_board_column={column.pk}"):
        assert list(from_query(requests, query).queryset(administrator)) == [request]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("foo=1", "“foo” is not a filter of Sites."),
        ("name=x", "“name” is not a filter of Sites."),
        ("name__regex=x", "“name__regex” is not a filter of Sites."),
        ("account__exact=wna", "“account__exact” is not a filter of Sites."),
        ("name__exact=", "Name: the filter has no value."),
        ("name__exact=%00", "Name: the value of the filter cannot be used."),
        ("country__exact=XX", "Country: “XX” is not a country code."),
        ("disabled__exact=maybe", "Disabled: “maybe” is neither yes nor no. Write yes or no."),
        ("view=secret", "Sites have no view “secret”."),
        ("q=%00", "Search for at most 200 characters."),
        ("q=" + "x" * 201, "Search for at most 200 characters."),
        ("ui_extension__exact=None", "UI Extension: There is no UI extension named “None”."),
        ("id__exact=99999999999999999999", "ID: “99999999999999999999” is not the ID of a record."),
    ],
)
def test_an_invalid_filter_fails_and_never_widens(
    administrator: Actor, sites: list[Record], query: str, message: str
) -> None:
    with pytest.raises(InvalidFilter) as error:
        from_query(SITES, query).queryset(administrator)
    assert str(error.value).startswith(message)


def test_a_type_without_search_or_disabling_says_so() -> None:
    with pytest.raises(InvalidFilter, match="cannot be searched"):
        from_query(registry.get("people_roles"), "q=ada")
    with pytest.raises(InvalidFilter, match="have no view “disabled”"):
        from_query(registry.get("holidays"), "view=disabled")


def test_the_query_string_says_the_same_again() -> None:
    query = "view=all&q=a+b&name__icontains=%26%3D&country__exact=NL"
    shown = from_query(SITES, query)
    assert shown.query() == query
    assert from_query(SITES, shown.query()) == shown
    assert from_query(SITES, "").query() == ""


def test_the_place_in_the_list_does_not_filter() -> None:
    assert from_query(SITES, "sort=-name&after=1.x&before=&add=name") == from_query(SITES, "")


def test_it_is_described_in_words() -> None:
    shown = from_query(SITES, "q=wid&country__exact=NL&city__empty=")
    assert shown.describe() == "enabled sites, found by “wid”, Country is “NL”, City is empty"
    assert Filter(SITES).describe() == "sites"


def test_apply_narrows_a_queryset(administrator: Actor, sites: list[Record]) -> None:
    found = apply(Site.objects.all(), SITES, "view=disabled", administrator)
    assert [str(each) for each in found] == ["Old"]


def test_count_counts_what_the_list_shows(administrator: Actor, sites: list[Record]) -> None:
    assert str(from_query(SITES, "").count(administrator)) == "2"
    assert str(Filter(SITES, View.ALL).count(administrator)) == "3"


def test_records_of_other_accounts_never_come(
    administrator: Actor, wna: Account, trust: Trust
) -> None:
    foreign = make(SITES, wna, name="Foreign")
    for query in ("", "view=all", "q=foreign", f"id__exact={foreign.pk}", "name__exact=Foreign"):
        assert names(query, administrator) == []
    assert Organization.objects.count() == 0
