"""Types written side by side: order, progress, failures, cancellation, death."""

import threading
import time
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import QuerySet
from psycopg.errors import DivisionByZero
from pytest_django import Settings

from exports import lanes, rows, workspace
from exports.formats import Watch
from exports.formats.csv import Csv
from exports.models import ExportRun
from exports.run import export
from exports.select import Part
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs.claim import claim
from fourme.jobs.errors import Canceled
from fourme.jobs.models import State
from records import registry
from records.models import Organization, Person, Record, Site
from tests.exports.exporting import Ask, content, make_sites, members, work

UTC = ZoneInfo("UTC")
TYPES = ("sites", "people", "organizations", "teams", "calendars")
#: Seconds: what is canceled is not waited for.
SOON = 20


def sleeping(model: type[Record]) -> "QuerySet[Record]":
    """Return records that take longer to find than a test may take."""
    return model._default_manager.extra(where=["pg_sleep(300) IS NOT NULL"])


def failing(model: type[Record]) -> "QuerySet[Record]":
    """Return records that cannot be read."""
    return model._default_manager.extra(where=["1 / (records_site.id - records_site.id) = 1"])


def part(slug: str, records: "QuerySet[Record]") -> Part:
    return Part(registry.get(slug), records)


def written(folder: Path, parts: list[Part], watch: Watch) -> None:
    """Write parts by two lanes."""
    names = {each.record_type.slug: [f"{each.record_type.slug}.csv"] for each in parts}
    with ExitStack() as opened:
        first = opened.enter_context(rows.snapshot(UTC))
        second = opened.enter_context(rows.snapshot(UTC, shared=rows.share(first)))
        side_by_side = opened.enter_context(lanes.lanes([first, second], Csv("lf")))
        lanes.write(side_by_side, parts, names, folder / "all.zip", watch)


def lane_threads() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name.startswith(("lane", "behind"))]


@pytest.fixture
def site(transactional_db: None, wdc: Account) -> Site:
    Person.objects.create(account=wdc, name="End User", primary_email="end.user@wdc.example")
    return Site.objects.create(account=wdc, name="Houston")


@pytest.mark.parametrize("export_format", ["csv", "xlsx"])
def test_the_files_do_not_depend_on_the_number_of_lanes(
    ask: Ask, wdc: Account, settings: Settings, export_format: str
) -> None:
    make_sites(wdc, 3_000)
    Organization.objects.create(account=wdc, name="Widget")
    found = []
    for number in (1, 2, 4):
        settings.EXPORT_PARALLEL_TYPES = number
        files = members(work(ask(*TYPES, export_format=export_format)))
        assert [name.split("-")[1] for name in files] == [*TYPES]
        if export_format == "csv":
            found.append([*files.values()])

    assert all(each == found[0] for each in found)


def test_progress_is_of_one_type_at_a_time(ask: Ask, wdc: Account, settings: Settings) -> None:
    settings.EXPORT_PARALLEL_TYPES = 3
    make_sites(wdc, 5_000)
    run = claim(ExportRun, ask(*TYPES).token)
    assert run is not None
    told: list[tuple[str, int]] = []

    export(run, lambda line, slug: told.append((slug, line)))

    assert list(dict.fromkeys(slug for slug, _ in told)) == [*TYPES]
    for slug in TYPES:
        lines = [line for each, line in told if each == slug]
        assert (lines[0], lines[-1]) == (0, run.records[slug])
        assert lines == sorted(lines)
    assert told == sorted(told, key=lambda each: TYPES.index(each[0]))


def test_a_type_that_fails_ends_all(site: Site, tmp_path: Path) -> None:
    parts = [part("people", sleeping(Person)), part("sites", failing(Site))]
    began = time.monotonic()

    with pytest.raises(DivisionByZero):
        written(tmp_path, parts, lambda *_: None)

    assert time.monotonic() - began < SOON
    assert not lane_threads()


def test_who_cancels_waits_for_no_query(site: Site, tmp_path: Path) -> None:
    parts = [part("sites", sleeping(Site)), part("people", sleeping(Person))]
    began = time.monotonic()

    def watch(line: int, slug: str) -> None:
        assert time.monotonic() - began < SOON
        if sleepers() == len(parts):
            raise Canceled

    def sleepers() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE wait_event = 'PgSleep' AND datname = current_database()"
            )
            return int(cursor.fetchone()[0])

    with pytest.raises(Canceled):
        written(tmp_path, parts, watch)

    assert time.monotonic() - began < SOON
    assert not lane_threads()
    assert not sleepers()


def test_all_lanes_see_the_moment_of_the_first(site: Site) -> None:
    with rows.snapshot(UTC) as first:
        shared = rows.share(first)
        Site.objects.update(name="Later")
        with rows.snapshot(UTC, shared=shared) as second:
            names = [each.execute("SELECT name FROM records_site") for each in (first, second)]
            assert [cursor.fetchall() for cursor in names] == [[("Houston",)], [("Houston",)]]
            assert second.execute("SHOW jit").fetchone() == ("off",)


@pytest.mark.parametrize("number", [1, 2])
def test_several_lanes_have_a_process_each(transactional_db: None, number: int) -> None:
    with ExitStack() as opened:
        connections = [opened.enter_context(rows.snapshot(UTC)) for _ in range(number)]
        opened.enter_context(lanes.lanes(connections, Csv("lf")))
        found = [each.execute("SHOW max_parallel_workers_per_gather") for each in connections]
        assert {cursor.fetchone() == ("0",) for cursor in found} == {number > 1}


def test_a_run_that_fails_tells_so_and_leaves_nothing(
    ask: Ask, administrator: Actor, wdc: Account
) -> None:
    Site.objects.create(account=wdc, name="Houston")
    run = ask("people", "sites", "teams")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_site RENAME COLUMN remarks TO gone")
    try:
        work(run)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_site RENAME COLUMN gone TO remarks")

    assert (run.state, run.file) == (State.FAILED, None)
    assert not any(workspace.root().iterdir())
    assert not lane_threads()
    assert content(work(ask("sites"))).count(b"Houston") == 1
