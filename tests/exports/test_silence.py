"""A writer of a type that stands still: it loses the type, unless it goes on or is an own one."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from exports import rows
from exports.copying import Connection, Row
from exports.formats import Watch
from exports.formats.csv import Csv
from exports.lanes import gather, lanes
from exports.pieces import Pieces
from exports.select import Part
from exports.silence import Silence
from fourme.accounts.models import Account
from records import registry
from records.models import Site, Team
from records.types import RecordType
from tests.fixtures.patience import until

UTC = ZoneInfo("UTC")
#: The looks after which a writer counts as halted: one a second, the first has nothing to compare.
LOOKS = 4


@pytest.fixture
def pieces(transactional_db: None, wdc: Account, tmp_path: Path, settings: Settings) -> Pieces:
    settings.JOB_STALE_SECONDS = LOOKS - 1
    Site.objects.create(account=wdc, name="Houston")
    return of(Csv("lf"), tmp_path)


def of(chosen: Csv, folder: Path) -> Pieces:
    """Return two types to write."""
    parts = [
        Part(registry.get("sites"), Site.objects.all()),
        Part(registry.get("teams"), Team.objects.all()),
    ]
    return Pieces(parts, {"sites": ["sites.csv"], "teams": ["teams.csv"]}, chosen, folder)


@contextmanager
def writer(pieces: Pieces, place: int = 0) -> Iterator[Connection]:
    """Take a type, and do nothing."""
    with suppress(Exception), rows.snapshot(UTC) as within:  # it may be ended
        assert pieces.take(within, [place]) == place
        yield within


def lives(within: Connection) -> bool:
    """Return whether the server has the connection still."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [within.info.backend_pid]
        )
        return bool(cursor.fetchone()[0])


def look(pieces: Pieces, times: int, meanwhile: Callable[[int], object] = bool) -> None:
    """Look so many times at the first type."""
    silence = Silence(pieces, 0, pause=1.0)
    for number in range(times):
        meanwhile(number)
        silence.look()


def test_a_writer_that_stands_still_loses_its_type(
    pieces: Pieces, caplog: pytest.LogCaptureFixture
) -> None:
    with writer(pieces, 1) as another, writer(pieces) as halted, rows.snapshot(UTC) as within:
        look(pieces, LOOKS - 1)
        assert pieces.take(within, [0]) is None
        look(pieces, LOOKS)
        until(lambda: not lives(halted), "the end of its connection")
        assert pieces.take(within, [0, 1]) == 0
        assert lives(another)
    assert [each.message for each in caplog.records] == [
        f"a helper with sites in {pieces.folder.name} stood still"
    ]


@pytest.mark.parametrize("sign", ["line", "file", "next file"])
def test_a_writer_that_goes_on_keeps_its_type(pieces: Pieces, sign: str) -> None:
    def go_on(number: int) -> None:
        match sign:
            case "line":
                pieces.tell(0, number)
            case "file":
                (pieces.folder / "0-one.part").write_bytes(bytes(number))
            case "next file":
                (pieces.folder / f"0-{number}.part").touch()

    with writer(pieces) as busy:
        look(pieces, 3 * LOOKS, go_on)
        assert lives(busy)
        look(pieces, LOOKS)
        until(lambda: not lives(busy), "the end of its connection")


def test_a_writer_for_whom_the_database_works_keeps_its_type(pieces: Pieces) -> None:
    def sleeps() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
            return cursor.fetchone() is not None

    def sleep() -> None:
        with suppress(psycopg.errors.QueryCanceled):
            busy.execute("SELECT pg_sleep(300)")

    with writer(pieces) as busy:
        working = threading.Thread(target=sleep)
        working.start()
        try:
            until(sleeps, "its query")
            look(pieces, 3 * LOOKS)
            assert lives(busy)
        finally:
            busy.cancel_safe()
            working.join()


def test_that_of_another_attempt_is_left_alone(pieces: Pieces) -> None:
    later = of(Csv("lf"), pieces.folder / "later")
    with writer(later) as other:
        look(pieces, 3 * LOOKS)
        assert lives(other)


def nothing(_line: int, _slug: str) -> None:
    """Watch nothing."""


def test_the_run_writes_it_then(pieces: Pieces, settings: Settings) -> None:
    settings.JOB_STALE_SECONDS = 1
    with writer(pieces, 1), rows.snapshot(UTC) as within, lanes([within], pieces) as at_work:
        changes = gather(at_work, pieces.folder / "all.zip", nothing)
    assert [*changes] == ["sites", "teams"]


class Slow(Csv):
    """Takes longer for each file than a writer may stand still."""

    def write(
        self, rows: Iterator[Row], record_type: RecordType, target: IO[bytes], watch: Watch
    ) -> Counter[str]:
        """Wait before writing."""
        time.sleep(2.0)
        return super().write(rows, record_type, target, watch)


def test_the_runs_own_lanes_may_take_their_time(
    pieces: Pieces, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.JOB_STALE_SECONDS = 0.5
    slow = of(Slow("lf"), pieces.folder)
    with rows.snapshot(UTC) as within, lanes([within], slow) as at_work:
        assert [*gather(at_work, slow.folder / "all.zip", nothing)] == ["sites", "teams"]
    assert not caplog.records
