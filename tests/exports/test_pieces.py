"""The types of an export that several writers share: who takes which, and what others see."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import DataError, connection

from exports import rows
from exports.copying import Connection
from exports.formats.csv import Csv
from exports.pieces import Pieces
from exports.select import Part
from fourme.accounts.models import Account
from records import registry
from records.models import Site, Team
from tests.fixtures.patience import until

UTC = ZoneInfo("UTC")
PLACES = range(2)


@pytest.fixture
def pieces(transactional_db: None, wdc: Account, tmp_path: Path) -> Pieces:
    Site.objects.create(account=wdc, name="Houston")
    parts = [
        Part(registry.get("sites"), Site.objects.all()),
        Part(registry.get("teams"), Team.objects.all()),
    ]
    names = {"sites": ["sites.csv"], "teams": ["teams.csv"]}
    return Pieces(parts, names, Csv("lf"), tmp_path)


def nothing(_line: int, _slug: str) -> None:
    """Watch nothing."""


def server_process(within: Connection) -> int:
    return within.info.backend_pid


def test_each_is_taken_once(pieces: Pieces) -> None:
    with rows.snapshot(UTC) as first, rows.snapshot(UTC) as second:
        assert pieces.take(first, PLACES) == 0
        assert pieces.take(second, PLACES) == 1
        assert pieces.take(second, [0]) is None


def test_a_helper_may_begin_at_the_end(pieces: Pieces) -> None:
    with rows.snapshot(UTC) as within:
        assert pieces.take(within, reversed(PLACES)) == 1


def test_what_is_written_is_not_taken_again(pieces: Pieces) -> None:
    with rows.snapshot(UTC) as within:
        assert pieces.take(within, PLACES) == 0
        assert pieces.changed(0) is None
        pieces.write(within, 0, nothing)
    with rows.snapshot(UTC) as within:
        assert pieces.is_written(0)
        assert pieces.changed(0) == Counter()
        assert pieces.take(within, PLACES) == 1


def test_that_of_a_dead_writer_is_free_at_once(pieces: Pieces) -> None:
    with pytest.raises(Exception, match=r"closed|terminat"), rows.snapshot(UTC) as first:  # noqa: PT012
        assert pieces.take(first, PLACES) == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [server_process(first)])
        with rows.snapshot(UTC) as second:
            until(lambda: pieces.take(second, [0]) == 0, "the lock of the other")
            with pytest.raises(Exception, match=r"closed|terminat"):
                pieces.write(first, 0, nothing)
            assert not pieces.is_written(0)
            pieces.write(second, 0, nothing)
        first.execute("SELECT 1")
    assert pieces.is_written(0)


def test_what_failed_is_not_written(pieces: Pieces) -> None:
    failing = Site.objects.extra(where=["1 / (records_site.id - records_site.id) = 1"])
    broken = Pieces([Part(registry.get("sites"), failing)], pieces.names, Csv("lf"), pieces.folder)

    with pytest.raises(DataError, match="division by zero"), rows.snapshot(UTC) as within:
        broken.write(within, 0, nothing)

    assert not broken.is_written(0)
    assert not broken.path(0).exists()


def test_another_attempt_has_locks_of_its_own(pieces: Pieces, tmp_path: Path) -> None:
    other = Pieces(pieces.parts, pieces.names, pieces.chosen, tmp_path / "attempt-2")
    with rows.snapshot(UTC) as first, rows.snapshot(UTC) as second:
        assert pieces.take(first, PLACES) == 0
        assert other.take(second, PLACES) == 0


def test_how_far_it_is_can_be_told(pieces: Pieces) -> None:
    assert pieces.told(0) == 0
    pieces.tell(0, 1_000)
    pieces.tell(0, 2_000)
    assert (pieces.told(0), pieces.told(1)) == (2_000, 0)
