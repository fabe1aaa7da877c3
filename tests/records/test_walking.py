from collections.abc import Collection
from typing import Any

import pytest
from django.db import connection

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry, tables, walking
from records.filters import from_query
from records.models import Site
from records.tables import Table

SITES = registry.get("sites")


@pytest.fixture
def sites(wdc: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make twenty sites, of which two are in Houston, for pages that look at six."""
    monkeypatch.setattr(walking, "WALKED", 6)
    Site.objects.bulk_create(
        Site(account=wdc, name=f"{number:02}", city="Houston" if number in (9, 13) else "")
        for number in range(20)
    )


def look(actor: Actor, query: str, **place: Any) -> Table:
    return tables.table(from_query(SITES, query), actor, **place)


def place(query: str, name: str) -> dict[str, str]:
    """Return the place in the list to which a query string leads."""
    pairs = dict(pair.split("=") for pair in query.removeprefix("?").split("&"))
    return {name: pairs[name]}


@pytest.mark.usefixtures("sites")
def test_a_page_looks_at_so_many_records_and_goes_on_behind_them(administrator: Actor) -> None:
    shown: list[str] = []
    page = look(administrator, "city__icontains=hou")
    steps = 1
    while page.further:
        shown += [row.first.text for row in page.rows]
        page = look(administrator, "city__icontains=hou", **place(page.further, "after"))
        steps += 1
    assert (shown, steps) == (["09", "13"], 4)
    assert (page.rows, page.following) == ([], "")


@pytest.mark.usefixtures("sites")
def test_it_goes_on_backwards_too(administrator: Actor) -> None:
    sort = {"sort": "id"}
    last = Site.objects.latest("pk").pk
    page = look(administrator, "city__icontains=hou", **sort, before=f"{last}.{last}")
    shown = [row.first.text for row in page.rows]
    while page.previous:
        page = look(administrator, "city__icontains=hou", **sort, **place(page.further, "before"))
        shown += [row.first.text for row in page.rows]
    assert shown == ["13", "09"]


@pytest.mark.usefixtures("sites")
def test_it_tells_how_many_were_looked_through(administrator: Actor) -> None:
    page = tables.table(from_query(SITES, "city__icontains=rome"), administrator, looked=12)
    assert (page.rows, page.looked) == ([], 18)
    assert page.further.endswith("&looked=18")


@pytest.mark.usefixtures("sites")
def test_a_list_that_fits_is_counted_and_a_longer_one_estimated(
    administrator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = from_query(SITES, "city__icontains=hou")
    assert not shown.count(administrator).exact
    monkeypatch.setattr(walking, "WALKED", 100)
    assert str(shown.count(administrator)) == "2"
    assert not look(administrator, "city__icontains=hou").further


@pytest.mark.parametrize(
    ("fitting", "text"),
    [
        (range(60), "about 60"),  # all of the sample: 0, 14, 37 and 51
        (range(20), "about 30"),  # two of it
        (set(range(20)) - {0}, "about 19"),  # one of it, but more were seen
        (set(range(20)) - {0, 14}, "about 18"),  # none of it, but more were seen than it tells
        (range(3, 6), "fewer than 15"),  # none of it, and not many were seen
        ((), "fewer than 15"),
    ],
)
def test_an_estimate_is_never_less_than_what_was_seen(
    administrator: Actor,
    wdc: Account,
    monkeypatch: pytest.MonkeyPatch,
    fitting: Collection[int],
    text: str,
) -> None:
    monkeypatch.setattr(walking, "WALKED", 40)  # counts up to 20, with a sample of 4
    Site.objects.bulk_create(
        Site(account=wdc, name=f"{number:02}", city="Houston" if number in fitting else "")
        for number in range(60)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_site")
    assert str(from_query(SITES, "city__icontains=hou").count(administrator)) == text


@pytest.mark.usefixtures("sites")
def test_the_settings_of_a_walk_end_with_it(administrator: Actor) -> None:
    look(administrator, "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_sort'), current_setting('jit')")
        assert cursor.fetchone()[0] == "on"


@pytest.mark.usefixtures("sites")
def test_records_are_found_among_ids() -> None:
    ids = [*Site.objects.order_by("pk").values_list("pk", flat=True)]
    for some in (ids[3:7], [], [0, 2**40], ids):
        found = Site.objects.filter(walking.among(some)).order_by("pk")
        assert [each.pk for each in found] == [pk for pk in some if pk in ids]
    assert Site.objects.exclude(walking.among(ids[2:])).count() == 2
