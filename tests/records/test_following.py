"""What a record shows of other rows moves its mark, whoever writes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.models import CalendarHour, CiRelation, Note, Record, Task
from records.services import save_record
from tests.records.samples import make as make_sample

pytestmark = pytest.mark.django_db(transaction=True)


def make(slug: str, account: Account, **values: Any) -> Any:
    return make_sample(registry.get(slug), account, **values)


def marks(*records: Record) -> list[int]:
    return [type(each)._default_manager.get(pk=each.pk).changed_xid for each in records]


@contextmanager
def moves(*records: Record, stay: tuple[Record, ...] = ()) -> Iterator[None]:
    """Check that the block moves the marks of the records, and not those of the others."""
    before, others = marks(*records), marks(*stay)
    yield
    assert all(new > old for old, new in zip(before, marks(*records), strict=True))
    assert marks(*stay) == others


def test_links_belong_to_their_owner(wdc: Account) -> None:
    team, person = make("teams", wdc), make("people", wdc)
    with moves(team, stay=(person,)):
        team.members.add(person)
    with moves(team, stay=(person,)):
        team.members.clear()


def test_links_that_both_sides_show_belong_to_both(wdc: Account) -> None:
    offering, effort = make("service_offerings", wdc), make("effort_classes", wdc)
    with moves(offering, effort):
        offering.effort_classes.add(effort)


def test_a_record_that_points_elsewhere_changes_both_ends(wdc: Account) -> None:
    request = make("requests", wdc)
    one, two, other = (make("problems", wdc) for _ in range(3))
    with moves(request, one, stay=(two, other)):
        type(request).objects.filter(pk=request.pk).update(problem=one)
    with moves(request, one, two, stay=(other,)):
        type(request).objects.filter(pk=request.pk).update(problem=two)
    with moves(request, stay=(one, two, other)):
        type(request).objects.filter(pk=request.pk).update(subject="Other")
    with moves(two, stay=(one, other)):
        request.delete()


def test_a_note_belongs_to_what_it_is_about(wdc: Account) -> None:
    request, person = make("requests", wdc), make("people", wdc)
    problem = make("problems", wdc, id=request.pk + 1000)
    problem_of_same_number = make("problems", wdc, id=request.pk)
    with moves(request, stay=(problem, problem_of_same_number)):
        Note.objects.create(
            account=wdc, about="Request", record_id=request.pk, person=person, text="New"
        )


def test_child_rows_belong_to_their_record(wdc: Account) -> None:
    calendar, other = make("calendars", wdc), make("calendars", wdc)
    with moves(calendar, stay=(other,)):
        CalendarHour.objects.filter(calendar=calendar).update(time_until="18:00")


def test_an_item_that_loses_its_last_relation_is_changed(wdc: Account) -> None:
    relation, other = make("ci_relations", wdc), make("ci_relations", wdc)
    with moves(relation.ci, relation.related_ci, stay=(other.ci, other.related_ci)):
        CiRelation.objects.filter(pk=relation.pk).delete()


def test_a_workflow_changes_with_its_tasks(wdc: Account) -> None:
    first = make("tasks", wdc, impact="low")
    second = make("tasks", wdc, workflow=first.workflow)
    with moves(first.workflow, stay=(second,)):
        Task.objects.filter(pk=first.pk).update(impact="top")
    with moves(second, first.workflow, stay=(first,)):
        second.predecessors.add(first)  # it is not anticipated any more
    with moves(first.workflow, first, second):
        type(first.workflow).objects.filter(pk=first.workflow.pk).update(
            start_at="2027-01-31T09:00:00Z"
        )


def test_organizations_below_a_business_unit_change_with_it(wdc: Account) -> None:
    top, other = make("organizations", wdc), make("organizations", wdc)
    middle = make("organizations", wdc, parent=top)
    low = make("organizations", wdc, parent=middle)
    with moves(top, middle, low, stay=(other,)):
        type(top).objects.filter(pk=top.pk).update(business_unit=True)


def test_an_older_version_of_an_app_is_not_the_latest_any_more(wdc: Account) -> None:
    older, other = make("app_offerings", wdc, reference="app"), make("app_offerings", wdc)
    with moves(older, stay=(other,)):
        make("app_offerings", wdc, reference="app")


def test_a_product_counts_its_items(wdc: Account) -> None:
    item = make("cis", wdc, status="in_production")
    with moves(item, item.product):
        type(item).objects.filter(pk=item.pk).update(status="removed")
    with moves(item, stay=(item.product,)):
        type(item).objects.filter(pk=item.pk).update(location="Cellar")


def test_what_is_saved_as_it_was_moves_nothing(administrator: Actor, wdc: Account) -> None:
    team = make("teams", wdc)
    team.members.add(administrator.user.person)
    with moves(stay=(team,)):
        save_record(administrator, registry.get("teams"), {"name": team.name}, record=team)
