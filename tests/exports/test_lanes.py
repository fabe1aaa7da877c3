"""Types written side by side: order, progress, failures, cancellation, death."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import DataError, OperationalError, connection
from django.db.models import F, QuerySet
from pytest_django import Settings

from exports import lanes, rows, workspace
from exports.formats import Watch
from exports.formats.csv import Csv
from exports.models import ExportRun
from exports.pieces import Pieces
from exports.run import export
from exports.select import Part
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.jobs.claim import claim
from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.models import State
from fourme.jobs.perform import attempt
from records import registry
from records.models import Organization, Person, Record, Site, Team
from tests.exports.exporting import Ask, content, make_sites, members, work
from tests.fixtures.patience import until

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


def written(folder: Path, parts: list[Part], watch: Watch, number: int = 2) -> None:
    """Write parts by so many lanes."""
    names = {each.record_type.slug: [f"{each.record_type.slug}.csv"] for each in parts}
    with ExitStack() as opened:
        connections = [opened.enter_context(rows.snapshot(UTC))]
        for _ in range(1, number):
            other = rows.snapshot(UTC, shared=rows.share(connections[0]))
            connections.append(opened.enter_context(other))
        pieces = Pieces(parts, names, Csv("lf"), folder)
        side_by_side = opened.enter_context(lanes.lanes(connections, pieces))
        lanes.gather(side_by_side, folder / "all.zip", watch)


def others() -> list[str]:
    """Return what the other connections of the database are at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(wait_event, '') FROM pg_stat_activity WHERE backend_type = "
            "'client backend' AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [event for (event,) in cursor.fetchall()]


def nothing_left() -> None:
    """Check that all threads have ended, and soon all connections."""
    assert not lane_threads()
    until(lambda: not others(), "the end of the connections")


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """Let the server end each statement of new connections that takes longer."""
    settings = "ALTER ROLE CURRENT_USER IN DATABASE"
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"{settings} {name} SET statement_timeout = {milliseconds}")
        try:
            yield
        finally:
            cursor.execute(f"{settings} {name} RESET statement_timeout")


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
    parts += [part("teams", sleeping(Team)), part("organizations", sleeping(Organization))]
    began = time.monotonic()

    with pytest.raises(DataError, match="division by zero"):
        written(tmp_path, parts, lambda *_: None)

    assert time.monotonic() - began < SOON
    nothing_left()


@pytest.mark.parametrize("number", [1, 2])
def test_a_type_that_takes_too_long_ends_all(site: Site, tmp_path: Path, number: int) -> None:
    parts = [part("sites", Site.objects.all()), part("people", sleeping(Person))]
    parts += [part("teams", sleeping(Team)), part("organizations", sleeping(Organization))]

    with time_limit(500), pytest.raises(OperationalError, match="statement timeout"):
        written(tmp_path, parts, lambda *_: None, number)

    nothing_left()


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("reason", [Canceled, Superseded])
def test_who_stops_waits_for_no_query(
    site: Site, tmp_path: Path, number: int, reason: type[Exception]
) -> None:
    parts = [part("sites", sleeping(Site)), part("people", sleeping(Person))]
    parts += [part("teams", sleeping(Team)), part("organizations", sleeping(Organization))]
    began = time.monotonic()

    def watch(line: int, slug: str) -> None:
        assert time.monotonic() - began < SOON
        if others().count("PgSleep") == number:
            raise reason

    with pytest.raises(reason):
        written(tmp_path, parts, watch, number)

    assert time.monotonic() - began < SOON
    nothing_left()


def test_a_run_whose_connection_was_lost_is_tried_again(ask: Ask, wdc: Account) -> None:
    make_sites(wdc, 20_000)
    run = claim(ExportRun, ask(*TYPES).token)
    assert run is not None
    told: list[int] = []

    def watch(line: int, slug: str) -> None:
        told.append(line)
        if len(told) == 1:
            end_other_connections()

    attempt(run, partial(export, watch=watch))

    run.refresh_from_db()
    assert (run.state, run.attempt, run.message) == (State.QUEUED, 1, "")
    nothing_left()
    assert not any(workspace.root().iterdir())
    ExportRun.objects.filter(pk=run.pk).update(due_at=F("created_at"))
    work(run)
    assert (run.state, run.attempt) == (State.DONE, 2)
    assert [name.split("-")[1] for name in members(run)] == [*TYPES]


def end_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state <> 'idle' "
            "AND datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_all_lanes_see_the_moment_of_the_first(site: Site) -> None:
    with rows.snapshot(UTC) as first:
        shared = rows.share(first)
        Site.objects.update(name="Later")
        with rows.snapshot(UTC, shared=shared) as second:
            names = [each.execute("SELECT name FROM records_site") for each in (first, second)]
            assert [cursor.fetchall() for cursor in names] == [[("Houston",)], [("Houston",)]]
            assert second.execute("SHOW jit").fetchone() == ("off",)


def test_no_table_is_read_again_for_each_row(wdc: Account) -> None:
    """Least of all for each row of another, as the planner wants it of a table that is empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_calendar, records_site, records_uiextension")
    part = Part(registry.get("people"), Person.objects.filter(account=wdc))
    found = rows.statement(part)
    with rows.snapshot(UTC) as within, psycopg.ClientCursor(within) as copying:
        copying.execute(f"EXPLAIN {found.select(', ')}", found.params)
        plan = "\n".join(line for (line,) in copying)
    assert "on records_person" in plan
    assert "Seq Scan" not in plan
    assert "Gather" not in plan


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
