from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from records import glimpses, registry
from records.filters import from_query
from records.glimpses import Glimpse
from records.models import Person, Record, Team
from records.related import Group, Origin, origins, related
from records.types import RecordType, Through
from tests.fixtures.world import Enrol
from tests.records.samples import TYPES, make

AtMost = Callable[[int], AbstractContextManager[object]]
PEOPLE, TEAMS, REQUESTS = registry.get("people"), registry.get("teams"), registry.get("requests")


def groups(actor: Actor, record: Record) -> dict[str, Group]:
    """Return what refers to the record, by label and column."""
    found = related(actor, record.record_type(), record)
    return {f"{each.label} {each.by}".strip(): each for each in found}


def test_each_column_that_refers_to_it_has_a_group(administrator: Actor, wdc: Account) -> None:
    ada = make(PEOPLE, wdc, name="Ada")
    one = make(REQUESTS, wdc, subject="Printer", requested_for=ada)
    two = make(REQUESTS, wdc, subject="Laptop", requested_by=ada, requested_for=ada)
    team = make(TEAMS, wdc, name="Desk", manager=ada, disabled=True)
    assert isinstance(team, Team)
    team.members.add(ada)
    detail = make(registry.get("people_contact_details"), wdc, person=ada)
    found = groups(administrator, ada)
    assert {label: each.glimpse.text for label, each in found.items()} == {
        "People Contact Details": "1",
        "Teams manager": "1",
        "Teams members": "1",
        "Requests requested by": "1",
        "Requests requested for": "2",
    }
    assert next(iter(found)) == "People Contact Details"
    requested = found["Requests requested for"]
    assert requested.url == f"/records/requests/?requested_for={ada.pk}"
    assert [(cell.text, cell.url) for cell, _ in requested.records] == [
        (f"{two.pk} · Laptop", two.get_absolute_url()),
        (f"{one.pk} · Printer", one.get_absolute_url()),
    ]
    assert found["Teams members"].records[0][1] is True
    assert found["Teams members"].url == f"/records/teams/?view=all&members={ada.pk}"
    assert found["People Contact Details"].records[0][0].url == detail.get_absolute_url()


def test_records_named_by_their_id_have_a_group(administrator: Actor, wdc: Account) -> None:
    service = make(registry.get("services"), wdc)
    translation = make(registry.get("translations"), wdc, type="service", key=service.pk)
    found = groups(administrator, service)["Translations"]
    assert found.url == f"/records/translations/?type__exact=service&key__exact={service.pk}"
    assert found.records[0][0].url == translation.get_absolute_url()


def test_records_without_words_show_their_numbers_and_what_they_are_about(
    administrator: Actor, wdc: Account
) -> None:
    ada = make(PEOPLE, wdc, primary_email="ada@wdc.example")
    request = make(REQUESTS, wdc)
    note = make(registry.get("notes"), wdc, person=ada, about="Request", record_id=request.pk)
    (cell, _), *rest = groups(administrator, ada)["Notes"].records
    assert (cell.text, rest) == (f"{note.pk} · Request · {request.pk}", [])


def test_values_chosen_from_a_list_are_shown_in_words(administrator: Actor, wdc: Account) -> None:
    offering = make(registry.get("app_offerings"), wdc)
    scope = make(registry.get("app_offering_scopes"), wdc, app_offering=offering, effect="deny")
    found = groups(administrator, offering)[registry.get("app_offering_scopes").label]
    assert found.records[0][0].text.endswith(" · Deny"), scope


def test_what_the_page_lists_anyway_is_left_out(administrator: Actor, wdc: Account) -> None:
    problem = make(registry.get("problems"), wdc)
    make(REQUESTS, wdc, problem=problem)
    make(registry.get("notes"), wdc, about="Problem", record_id=problem.pk)
    assert groups(administrator, problem) == {}
    offering = make(registry.get("service_offerings"), wdc)
    effort = make(registry.get("effort_classes"), wdc)
    offering.effort_classes.add(effort)  # type: ignore[attr-defined] # a Service Offering
    assert groups(administrator, effort) == {}
    assert "Service Offerings" not in groups(administrator, offering)


def test_a_task_lists_those_after_it(administrator: Actor, wdc: Account) -> None:
    first = make(registry.get("tasks"), wdc)
    second = make(registry.get("tasks"), wdc, workflow=first.workflow)  # type: ignore[attr-defined] # a Task
    second.predecessors.add(first)  # type: ignore[attr-defined] # a Task
    found = groups(administrator, first)["Tasks predecessors"]
    assert [cell.url for cell, _ in found.records] == [second.get_absolute_url()]


def test_records_of_other_accounts_never_count(
    administrator: Actor, wdc: Account, wna: Account, trust: Trust
) -> None:
    organization = make(registry.get("organizations"), wdc)
    make(PEOPLE, wna, organization=organization)
    assert groups(administrator, organization) == {}


def test_types_behind_another_door_are_left_out(
    administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    person = Person.objects.get(user=administrator.user)
    SystemLog.objects.create(
        account=wdc, log_type="import", event="import", user=administrator.user
    )
    assert "System Logs" in groups(administrator, person)
    assert groups(enrol(wdc, Role.SPECIALIST), person).keys() == {"People Roles"}
    assert groups(enrol(wdc, Role.KEY_CONTACT), person) == {}


def test_many_are_counted_to_a_bound(
    administrator: Actor, wdc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make(registry.get("sites"), wdc)
    for _ in range(7):
        make(PEOPLE, wdc, site=site)
    assert groups(administrator, site)["People"].glimpse.text == "7"
    assert len(groups(administrator, site)["People"].records) == 5
    people = Person.objects.filter(site_id=site.pk)
    (seen,) = glimpses.glimpses([people], 6)
    assert (seen.count, seen.more, seen.text) == (6, True, "6+")
    assert Glimpse(1000, (), more=True).text == "1,000+"


@pytest.mark.parametrize("record_type", TYPES, ids=str)
def test_two_statements_for_any_type(
    administrator: Actor,
    wdc: Account,
    record_type: RecordType,
    django_assert_max_num_queries: AtMost,
) -> None:
    record = make(record_type, wdc)
    with django_assert_max_num_queries(2):
        related(administrator, record_type, record)


ORIGINS = [
    pytest.param(origin, id=f"{record_type.slug}-{origin.record_type.slug}-{origin.column.name}")
    for record_type in TYPES
    for origin in origins(record_type)
]


@pytest.mark.parametrize("origin", ORIGINS)
def test_an_index_finds_what_refers_to_a_record(origin: Origin) -> None:
    meta, field, links = origin.record_type.model._meta, origin.column.field, origin.column.links
    if isinstance(links, Through):
        parts = [links.model._meta.get_field(part) for part in links.parts]
        assert all(getattr(each, "db_index", False) for each in parts if each.is_relation)
    elif not origin.record_type.view:
        first = {index.fields[0] for index in meta.indexes if index.fields}
        assert getattr(field, "db_index", False) or origin.column.name in first


def test_the_address_of_a_group_lists_its_records(administrator: Actor, wdc: Account) -> None:
    ada, service = make(PEOPLE, wdc), make(registry.get("services"), wdc)
    request = make(REQUESTS, wdc, requested_for=ada)
    team = make(TEAMS, wdc)
    team.members.add(ada)  # type: ignore[attr-defined] # a Team
    translation = make(registry.get("translations"), wdc, type="service", key=service.pk)
    for record_type in (REQUESTS, TEAMS):
        make(record_type, wdc)
    make(registry.get("translations"), wdc)
    for owner, name, record in (
        (ada, "requested_for", request),
        (ada, "members", team),
        (service, "key", translation),
    ):
        named = origins(owner.record_type())
        origin = next(
            each
            for each in named
            if (each.record_type, each.column.name) == (record.record_type(), name)
        )
        shown = from_query(origin.record_type, origin.query(owner.pk)).queryset(administrator)
        assert list(shown) == [record]
