"""The list of exports: views, search, pages."""

from typing import Any

import pytest
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from exports.console.listing import Listing
from exports.console.row import Row
from exports.definitions import exports_of
from exports.models import Export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.perform import CANCELED
from tests.exports.console.defining import define, ran, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db


def listing(actor: Actor, query: str = "") -> Listing:
    return Listing(exports_of(actor), QueryDict(query))


def names(actor: Actor, query: str = "") -> list[str]:
    return [row.export.name for row in listing(actor, query).rows]


def row(actor: Actor) -> Row:
    """Return the only row."""
    [found] = listing(actor).rows
    return found


def test_exports_of_the_account_by_name(administrator: Actor, enrol: Enrol, wna: Account) -> None:
    define(enrol(wna, Role.ACCOUNT_ADMINISTRATOR), name="Foreign")
    for name in ("B", "A"):
        define(administrator, name=name)

    assert names(administrator) == ["A", "B"]


def test_without_the_right_there_are_none(administrator: Actor, enrol: Enrol, wdc: Account) -> None:
    define(administrator)

    assert names(enrol(wdc, Role.AUDITOR)) == []


def test_the_views(administrator: Actor) -> None:
    define(administrator, name="By hand")
    weekly(administrator, name="Late", day=[5])
    weekly(administrator, name="Soon", day=[0, 1, 2, 3, 4, 5, 6])
    weekly(administrator, name="Paused", disabled=True)
    for name, state, message in (
        ("Good", "done", ""),
        ("Bad", "failed", "The disk is full."),
        ("Stopped", "failed", CANCELED),
    ):
        ran(define(administrator, name=name), state=state, message=message)

    by_view = {
        view.name: names(administrator, f"view={view.name}")
        for view, _ in listing(administrator).tabs
    }

    assert by_view == {
        "all": ["Bad", "By hand", "Good", "Late", "Paused", "Soon", "Stopped"],
        "scheduled": ["Soon", "Late"],
        "recent": ["Stopped", "Bad", "Good"],
        "disabled": ["Paused"],
        "failed": ["Bad"],
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ware", ["Warehouse"]),
        ("WAREHOUSE", ["Warehouse"]),
        ("skill", ["Warehouse"]),
        ("ware skill", ["Warehouse"]),
        ("ware teams", []),
        ("t_ams", []),
        ("%", []),
        ("  ", ["Other", "Warehouse"]),
        ("fax\0", []),
        ("a " * 5000, ["Warehouse"]),
    ],
)
def test_the_search_looks_at_names_and_types(
    administrator: Actor, text: str, found: list[str]
) -> None:
    define(administrator, name="Warehouse", types=["skill_pools"])
    define(administrator, name="Other", types=["sites"])
    query = QueryDict(mutable=True)
    query["q"] = text

    assert names(administrator, query.urlencode()) == found


@pytest.mark.parametrize("view", ["all", "recent", "scheduled"])
def test_pages_follow_each_other_both_ways(administrator: Actor, view: str) -> None:
    for number in range(120):
        ran(weekly(administrator, name=f"{number % 40:03}"))  # several have the same name and time
    seen: list[int] = []
    pages = []
    query = f"view={view}"
    while query:
        page = listing(administrator, query)
        pages.append([found.pk for found in page.page.rows])
        seen += pages[-1]
        last, query = page, page.next.lstrip("?")

    assert [len(page) for page in pages] == [50, 50, 20]
    assert len(set(seen)) == 120
    back = listing(administrator, last.previous.lstrip("?"))
    assert [found.pk for found in back.page.rows] == pages[1]
    first = listing(administrator, back.previous.lstrip("?"))
    assert [found.pk for found in first.page.rows] == pages[0]
    assert (first.previous, last.next) == ("", "")


@pytest.mark.parametrize(
    "query",
    ["after=0", "after=x", "after=" + "9" * 30, "before=-1", "view=none", "after=1&before=2"],
)
def test_odd_addresses_mean_the_first_page(administrator: Actor, query: str) -> None:
    define(administrator)

    assert names(administrator, query) == ["Nightly"]


@pytest.mark.parametrize("number", [10, 45])
def test_more_exports_do_not_mean_more_queries(
    administrator: Actor, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        export = weekly(administrator, name=str(each))
        ran(export, size=1000)
        if each % 2:
            ran(export, state="queued", completed_at=None)

    with django_assert_num_queries(2):
        for found in listing(administrator).rows:
            assert found.export.user.person.name
            assert found.result is not None
            assert found.result.word == "Done"
            assert found.url


def test_the_state_of_an_export(administrator: Actor) -> None:
    export = define(administrator)
    assert (row(administrator).state, row(administrator).tone) == ("Not run yet", "unknown")

    for state, message, word, tone in (
        ("queued", "", "Queued", "queued"),
        ("processing", "", "Processing", "processing"),
        ("done", "", "Done", "done"),
        ("failed", "The disk is full.", "Failed", "failed"),
        ("failed", CANCELED, "Canceled", "canceled"),
    ):
        Export.objects.update(last_run=None)
        export.runs.all().delete()
        ran(export, state=state, message=message)
        assert (row(administrator).state, row(administrator).tone) == (word, tone)
    weekly(administrator, name="A")
    assert listing(administrator).rows[0].state == "Scheduled"


def test_the_last_result_stays_while_it_runs(administrator: Actor) -> None:
    export = define(administrator)
    done = ran(export, size=1000)
    ran(export, state="processing", completed_at=None)

    found = row(administrator)

    assert (found.running, found.ended) == (True, done)
    assert found.url.endswith(".csv")


@pytest.mark.parametrize("fields", [{}, {"size": 1000, "expired": True}])
def test_a_file_that_is_not_there_has_no_address(
    administrator: Actor, fields: dict[str, Any]
) -> None:
    ran(define(administrator), **fields)

    assert row(administrator).url == ""


def test_one_that_gave_up_says_why(administrator: Actor) -> None:
    export = weekly(administrator, disabled=True)
    ran(export, state="failed", message="The disk is full.")
    assert row(administrator).gave_up == ""  # disabled by hand

    Export.objects.update(failures=5)
    assert row(administrator).gave_up == "The disk is full."
