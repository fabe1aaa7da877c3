"""No list of any type reads a large table whole: asked of PostgreSQL's plans, not of a clock."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import conditions, kinds, registry, searching, walking
from records.conditions import Condition
from records.filters import Filter, default_view
from records.models import Person
from records.paging import Order, order_of, orders, written
from records.references import RecordTarget, TypedTarget
from records.selection import Selection
from records.tables import table
from records.types import Column, RecordType
from records.ways import ways
from tests.records.plans import unbounded_statements
from tests.records.samples import TYPES, make, text_of

# It comes first, and is compacted all the same, since it may be run after others.
pytestmark = pytest.mark.pristine
PEOPLE = registry.get("people")
#: Views that compute what lacks a translation from all that can be translated.
COMPUTED = {"missing_translations", "outdated_translations"}
LISTED = [each for each in TYPES if each.slug not in COMPUTED]
INDEXED = [each for each in LISTED if not each.view]
MOMENT = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)


@pytest.fixture(autouse=True, scope="module")
def _compact(django_db_setup: None, django_db_blocker: Any) -> None:
    """Give back what deleted rows take: plans depend on the sizes of tables and indexes."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class "
            "WHERE relkind = 'r' AND relname ~ '^(records|logs)_' AND pg_relation_size(oid) > 0"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'VACUUM FULL "{name}"')


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let searches look for common words, as with many records."""
    monkeypatch.setattr(searching, "large", lambda types: {each.slug for each in types})


def pages(selection: Selection, order: Order) -> list[str]:
    """Return what the pages of a list read without a bound, in both directions."""
    place = written((7, {"id": 7, "updated_at": MOMENT}.get(order.name, "m")))
    with unbounded_statements() as found:
        for cursor in ({}, {"after": place}, {"before": place}):
            selection.page(order, **cursor)
    return found


@pytest.mark.parametrize("record_type", LISTED, ids=str)
def test_what_a_list_reads_has_a_bound(
    administrator: Actor, wdc: Account, record_type: RecordType
) -> None:
    make(record_type, wdc)
    shown = Filter(record_type, default_view(record_type))
    with unbounded_statements() as found:
        assert table(shown, administrator).rows
    selection = shown.selection(administrator)
    for order in orders(record_type).values():
        found += pages(selection, order)
    asked = every_condition(record_type)
    fits = selection.fits & Q(*(each.asks(value) for each, value in asked.items()))
    narrowed = replace(selection, fits=fits, ways=())
    found += pages(narrowed, order_of(record_type, ""))
    known = list(ways(record_type, asked, [wdc.id]))
    assert known or record_type.view
    with unbounded_statements() as others:
        narrowed.count()
        for way in known:
            walking.ids(way.ids, 10, bitmaps=way.words)
    assert not found + others, "\n".join(found + others)


@pytest.mark.parametrize("text", ["some words", "x", "7 words x", "word@widget.example"])
@pytest.mark.parametrize("common", [False, True])
def test_every_search_has_a_bound(
    administrator: Actor, wdc: Account, text: str, common: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if common:
        monkeypatch.setattr(searching, "COLLECTED", -1)
    searched = [each for each in INDEXED if each.search_columns]
    for record_type in searched:
        make(record_type, wdc)
    with unbounded_statements() as found:
        for record_type in searched:
            selection = Filter(record_type, search=text).selection(administrator)
            selection.page(order_of(record_type, ""))
            selection.count()
    assert not found, "\n".join(found)


def test_an_order_without_its_index_is_noticed(administrator: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; DROP INDEX list_person")
    selection = Filter(PEOPLE).selection(administrator)
    assert pages(selection, order_of(PEOPLE, "id")) == []
    assert pages(selection, order_of(PEOPLE, "name")) != []


def test_a_way_without_its_index_is_noticed(administrator: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; DROP INDEX search_person")
    with unbounded_statements() as found:
        Filter(PEOPLE, search="words").selection(administrator).page(order_of(PEOPLE, ""))
    assert found != []


def test_a_filter_within_a_walk_is_noticed(administrator: Actor) -> None:
    with unbounded_statements() as found:
        list(Person.objects.filter(account=administrator.account, vip=True).order_by("pk")[:50])
    assert found != []


def every_condition(record_type: RecordType) -> dict[Condition, Any]:
    """Return all conditions that a list offers, with values that they can have."""
    return {
        Condition(column, lookup, "x"): value(column, lookup)
        for column in conditions.filterable(record_type)
        for lookup in conditions.lookups_of(column)
    }


def value(column: Column, lookup: str) -> Any:
    """Return a value that a condition can ask for."""
    if isinstance(column.target, RecordTarget | TypedTarget):
        return 7 if lookup == "exact" else None
    if lookup in (conditions.EMPTY, conditions.FILLED):
        return None
    return True if isinstance(column.kind, kinds.Boolean) else column.kind.parse(text_of(column))
