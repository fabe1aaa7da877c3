import pytest
from django.db import connection

from fourme.accounts.models import Account
from records import paging, registry
from records.conditions import InvalidFilter
from records.models import Person
from records.paging import Order, count, order_of, orders, page
from records.types import RecordType
from tests.records.samples import TYPES

PEOPLE = registry.get("people")


@pytest.fixture
def people(wdc: Account, monkeypatch: pytest.MonkeyPatch) -> list[Person]:
    monkeypatch.setattr(paging, "SIZE", 3)
    names = ["b", "a", "C", "a", "é", "b", "", "B", "a", "d"]
    return Person.objects.bulk_create(
        Person(account=wdc, name=name, primary_email=f"p{n}@wdc.example")
        for n, name in enumerate(names)
    )


@pytest.mark.parametrize(
    "sort", ["", "-name", "id", "-id", "updated_at", "-updated_at", "primary_email"]
)
def test_pages_forth_and_back_show_each_record_once_in_order(
    people: list[Person], sort: str
) -> None:
    order = order_of(PEOPLE, sort)
    shown, pages, after = [], [], ""
    while True:
        found = page(Person.objects.all(), order, after=after)
        pages.append(found.ids)
        shown += found.ids
        after = found.after
        if not after:
            break
    assert [len(ids) for ids in pages] == [3, 3, 3, 1]
    wanted = Person.objects.annotate(order_key=order.key).order_by(*order.sorting())
    assert shown == [each.pk for each in wanted]
    back = [found.ids]
    while found.before:
        found = page(Person.objects.all(), order, before=found.before)
        back.insert(0, found.ids)
    assert [pk for ids in back for pk in ids][-7:] == shown[-7:]
    assert back[0] == pages[0]
    assert found.after


def test_names_are_ordered_without_regard_to_case(people: list[Person]) -> None:
    found = page(Person.objects.all(), order_of(PEOPLE, ""))
    named = {person.pk: person.name for person in people}
    assert [named[pk] for pk in found.ids] == ["", "a", "a"]


def test_a_page_before_a_record_that_is_gone_is_the_first(people: list[Person]) -> None:
    found = page(Person.objects.all(), order_of(PEOPLE, "id"), before=f"{people[1].pk}.1")
    assert found.ids == [person.pk for person in people[:3]]
    assert (found.before, bool(found.after)) == ("", True)


@pytest.mark.django_db
def test_nothing_has_one_empty_page() -> None:
    assert page(Person.objects.all(), order_of(PEOPLE, "")) == paging.Page([], "", "")


@pytest.mark.parametrize(
    "cursor", ["x", "1", "x.y", "1.\0", "1.noon", "1.2026-01-31", "9" * 30 + ".1", "-1.2"]
)
@pytest.mark.django_db
def test_a_broken_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidFilter, match="not complete"):
        page(Person.objects.all(), Order("updated_at"), after=cursor)


@pytest.mark.parametrize("sort", ["information", "account", "-", "--name", "name;", "manager"])
def test_orders_without_an_index_are_refused(sort: str) -> None:
    with pytest.raises(InvalidFilter, match="cannot be sorted"):
        order_of(PEOPLE, sort)


EVERY_ORDER = [
    pytest.param(record_type, order, id=f"{record_type.slug}-{order.name}")
    for record_type in TYPES
    if not record_type.view
    for order in orders(record_type).values()
]


def test_views_are_ordered_by_number_only() -> None:
    assert list(orders(registry.get("satisfactions"))) == ["id"]


@pytest.mark.parametrize(("record_type", "order"), EVERY_ORDER)
@pytest.mark.django_db
def test_an_index_serves_every_order_that_is_offered(record_type: RecordType, order: Order) -> None:
    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    records = record_type.model._default_manager.filter(account="wdc")
    ordered = records.annotate(order_key=order.key).order_by(*order.sorting())
    plan = ordered[:50].explain()
    assert "Index" in plan
    assert "Sort" not in plan


def test_a_count_is_exact_up_to_a_bound(
    people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(count(Person.objects.all())) == "10"
    monkeypatch.setattr(paging, "COUNTED", 9)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_person")
    assert str(count(Person.objects.all())) == "about 10"


def test_numbers_are_written_with_separators() -> None:
    assert str(paging.Count(1234567)) == "1,234,567"
    assert str(paging.Count(980_000, exact=False)) == "about 980,000"
    assert str(paging.Count(1000, exact=False, more=True)) == "more than 1,000"
    assert str(paging.Count(1000, exact=False, fewer=True)) == "fewer than 1,000"
