"""A worker that dies at two types at once: the next attempt delivers as if nothing had happened.

FOURME_REPETITIONS sets how often the worker is killed, each time at a random place of both files.
"""

import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F
from pytest_django import Settings

from exports import workspace
from exports.models import Export, ExportRun
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.files.models import StoredFile
from fourme.jobs.models import OPEN, State
from fourme.jobs.reap import reap, ring_again
from fourme.mail.models import OutboxMessage
from records.models import Organization, Person, Site
from tests.exports.exporting import members, table
from tests.fixtures import patience
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers

pytestmark = pytest.mark.worker
#: How often more it is tried until a worker was killed in both.
TRIES = 8
REPETITIONS = int(os.environ.get("FOURME_REPETITIONS") or 2)
TYPES = ("sites", "organizations", "people", "teams")
BIG = 4_000
#: About the bytes of a big file in its ZIP.
SIZE = BIG * 2_000
until = partial(patience.until, seconds=120.0)


@pytest.fixture
def export(transactional_db: None, administrator: Actor) -> Export:
    """An incremental export of two big types and two small ones."""
    account = administrator.account
    Site.objects.bulk_create(Site(account=account, name=f"Big {n}") for n in range(BIG))
    Organization.objects.bulk_create(
        Organization(account=account, name=f"Big {n}") for n in range(BIG)
    )
    return Export.objects.create(
        account=account,
        name="Changes",
        user=administrator.user,
        strategy=ExportRun.Strategy.INCREMENTAL,
        types=[*TYPES],
    )


class Pairs:
    """Sites and organizations that are committed two by two: a snapshot has both or none."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.names: set[str] = set()

    def add(self) -> None:
        """Commit a pair."""
        name = f"Pair {len(self.names)}"
        with transaction.atomic():
            for model in (Site, Organization):
                model._default_manager.create(account=self.account, name=name)
        self.names.add(name)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Commit pairs until the condition holds."""

        def met() -> bool:
            self.add()
            return bool(condition())

        until(met, what)


def change_all() -> None:
    """Give each big record a text that does not become small in a ZIP, and each person a change."""
    with connection.cursor() as cursor:
        for model in (Site, Organization):
            cursor.execute(
                f"UPDATE {model._meta.db_table} AS big SET remarks = (SELECT "  # noqa: S608 - constants
                "string_agg(md5(n || '-' || big.id || random()), '') FROM generate_series(1, 100) "
                "AS n) WHERE name LIKE 'Big %'"
            )
    Person.objects.update(id=F("id"))


def halves(run: ExportRun) -> list[int]:
    """Return the sizes of the files that the attempt has begun, without those that are whole."""
    sizes = []
    for path in (workspace.root() / f"{run.token}-{run.attempt}").glob("*.part"):
        with suppress(FileNotFoundError):  # it was taken into the ZIP of all
            if not zipfile.is_zipfile(path):
                sizes.append(path.stat().st_size)
    return sorted(sizes)


def now(run: ExportRun) -> ExportRun:
    run.refresh_from_db()
    return run


def over(run: ExportRun) -> bool:
    return now(run).state not in OPEN


def queries() -> int:
    """Return how many queries of exports are under way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY (%' "
            "AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def kill_in_both(run: ExportRun, workers: Workers, pairs: Pairs, random: Random) -> bool:
    """Kill the worker at random places of two files; return whether it was at both.

    The worker stands still while its files are looked at, so that a busy machine does not miss the
    places. Only when one of the files is far behind the other, they are not there together.
    """
    places = sorted(random.randrange(SIZE // 20, SIZE // 3) for _ in range(2))
    killed = False

    def tried() -> bool:
        nonlocal killed
        with workers.halted("exports"):
            pairs.add()
            sizes = halves(now(run))
            killed = len(sizes) == len(places) and all(map(int.__gt__, sizes, places))
            if killed:
                workers.kill("exports")
        return killed or run.state not in OPEN

    until(tried, "the worker in the middle of two files")
    if not killed:
        workers.kill("exports")
        return False

    def recovered() -> bool:
        reap()
        return now(run).state != State.PROCESSING

    pairs.until(recovered, "the reaper")
    until(lambda: not queries(), "the end of the queries of the worker")
    return True


def check_end(run: ExportRun, smtp: Post, number: int, *, attempt: int) -> None:
    """Check that the run ended once, and has left nothing else."""
    assert (now(run).state, run.message, run.attempt) == (State.DONE, "", attempt)
    assert ExportRun.objects.count() == OutboxMessage.objects.count() == number

    def delivered() -> bool:
        ring_again()  # the worker may have been killed before it rang for the mail
        return len(smtp.messages()) >= number

    until(delivered, "the mail")
    assert smtp.messages()[-1]["X-4me-Export"] == run.token
    workspace.sweep()
    assert not any(workspace.root().iterdir())
    assert StoredFile.objects.count() == number


def check_mark(run: ExportRun) -> None:
    """Check that the export goes on from what the last attempt saw, in all types."""
    marks = Export.objects.get(runs=run).marks
    assert sorted(marks) == sorted(TYPES)
    assert all(mark == marks["sites"] for mark in marks.values())
    assert run.claimed_at is not None
    assert run.completed_at is not None
    taken_at = datetime.fromisoformat(marks["sites"]["taken_at"])
    assert run.claimed_at <= taken_at <= run.completed_at


def test_a_worker_is_killed_in_the_middle_of_two_types(
    export: Export, wdc: Account, workers: Workers, smtp: Post, settings: Settings
) -> None:
    settings.JOB_STALE_SECONDS = 1  # in this process, which reaps
    random = Random(20)  # noqa: S311 -- no secret
    pairs, seen, cut = Pairs(wdc), set[str](), 0
    workers.start("mail", seconds=120)
    for number in range(1, REPETITIONS + TRIES):
        if cut and number > REPETITIONS:
            break  # a busy machine may miss the middle of both
        change_all()
        workers.start("exports", seconds=120, JOB_STALE_SECONDS="5")
        run = start_now(export, export.user, ip_address=None)

        killed = kill_in_both(run, workers, pairs, random)
        cut += killed
        workers.start("exports", seconds=120, JOB_STALE_SECONDS="5")
        pairs.until(partial(over, run), "the end of the run")
        workers.kill("exports")

        check_end(run, smtp, number, attempt=1 + killed)
        check_mark(run)
        files = {name.split("-")[1]: table(data) for name, data in members(run).items()}
        assert {slug: len(rows) for slug, rows in files.items()} == run.records
        assert [*files] == [*TYPES]
        assert [row["Name"] for row in files["people"]] == ["Account Administrator"]
        sites, organizations = ([row["Name"] for row in files[slug]] for slug in TYPES[:2])
        assert sorted(sites) == sorted(organizations)
        fresh = [name for name in sites if name.startswith("Pair")]
        assert len(sites) - len(fresh) == len(set(sites) - set(fresh)) == BIG
        assert fresh  # committed while the first worker was at work
        assert len(set(fresh)) == len(fresh)
        assert not seen & set(fresh)
        seen |= set(fresh)
        assert seen == {f"Pair {place}" for place in range(len(seen))} <= pairs.names
    assert cut
