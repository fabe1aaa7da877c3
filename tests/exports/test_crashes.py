"""Schedules keep their word whatever dies: one run for each planned time, one mail, no gap.

Ticks and workers are real processes that are killed at random moments. A week of the schedule is a
repetition: a site is new, the export is due, something goes wrong, time passes. FOURME_REPETITIONS
sets how many there are of each disaster.
"""

import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F
from django.utils import timezone
from redis import Redis

from exports import workspace
from exports.models import Export, ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.files.models import StoredFile
from fourme.jobs.models import OPEN, State
from fourme.mail.models import OutboxMessage
from records.models import Site
from tests.exports.exporting import content, table
from tests.fixtures import patience
from tests.fixtures.nursery import Child, Nursery
from tests.fixtures.post import Post

pytestmark = pytest.mark.worker
REPETITIONS = int(os.environ.get("FOURME_REPETITIONS") or 3)
#: Seconds; machines that run tests are busy.
PATIENCE = 120.0
BIG = "remarks of a length that takes a while to write " * 400
_MANY = 50
until = partial(patience.until, seconds=PATIENCE)


class Service:
    """Ticks, workers and a post office, as they serve an account with a weekly export."""

    def __init__(self, export: Export, smtp: Post, nursery: Nursery) -> None:
        self.export = export
        self.smtp = smtp
        self.nursery = nursery
        self.random = Random(8)  # noqa: S311 -- no secret
        self.workers: dict[str, Child] = {}
        self.number = 0
        self.earlier = _files()
        self.letters: dict[Path, str] = {}

    def supervise(self) -> None:
        """Start workers where there is none, as the supervisor of a machine does."""
        for queue in ("exports", "mail"):
            if queue not in self.workers or not self.workers[queue].lives:
                self.workers[queue] = self.nursery.start(
                    "manage", "rqworker", queue, "--verbosity=0", "--skip-checks"
                )

    def fall_due(self) -> None:
        """Make a new site, and let the planned time come."""
        self.number += 1
        Site.objects.create(account=self.export.account, name=f"Site {self.number}")
        self.planned_for = timezone.now() - timedelta(seconds=1)
        Export.objects.filter(pk=self.export.pk).update(next_run_at=self.planned_for)

    def tick(self) -> Child:
        """Start a tick."""
        return self.nursery.start("manage", "tick", "--verbosity=0")

    def tick_twice(self) -> None:
        """Do two ticks at once."""
        for tick in [self.tick(), self.tick()]:
            tick.wait()

    def let_time_pass(self, silence: timedelta = timedelta()) -> None:
        """Let what waits have waited for a minute, and workers have been silent for so long."""
        for model in (ExportRun, OutboxMessage):
            rows = model._default_manager.filter(state=State.QUEUED)
            rows.update(due_at=F("due_at") - timedelta(minutes=1))
        rows = ExportRun.objects.filter(state=State.PROCESSING)
        rows.update(heartbeat_at=F("heartbeat_at") - silence)

    def run(self) -> ExportRun:
        """Return the only run of the planned time."""
        return ExportRun.objects.get(export=self.export, planned_for=self.planned_for)

    def check(self, names: list[str]) -> ExportRun:
        """Wait for the end, and check that it is as if nothing had happened."""

        def over() -> bool:
            self.supervise()
            return not (_open(ExportRun) or _open(OutboxMessage))

        until(over, f"the end of week {self.number}")
        run = self.run()
        assert (run.state, run.message) == (State.DONE, "")
        assert [row["Name"] for row in table(content(run))] == names
        mail = OutboxMessage.objects.get(key=f"export/{run.token}")
        assert mail.state == State.DONE
        until(lambda: self._letters(run), "the mail")
        assert self._letters(run) == 1
        self._check_mark(run)
        self._check_files()
        return run

    def _letters(self, run: ExportRun) -> int:
        for path in set(self.smtp.folder.glob("*.eml")) - self.letters.keys():
            self.letters[path] = path.read_text(encoding="utf-8")
        return sum(f"X-4me-Export: {run.token}" in letter for letter in self.letters.values())

    def _check_mark(self, run: ExportRun) -> None:
        self.export.refresh_from_db()
        taken = datetime.fromisoformat(self.export.marks["sites"]["taken_at"])
        assert run.claimed_at is not None
        assert run.completed_at is not None
        assert run.claimed_at <= taken <= run.completed_at
        assert (self.export.failures, self.export.disabled) == (0, False)

    def _check_files(self) -> None:
        """Each file is that of a run, or is going to be swept; the workspace is empty."""
        workspace.sweep()
        assert not any(workspace.root().iterdir())
        assert not StoredFile.objects.filter(expires_at=None).exists()
        paths = set(StoredFile.objects.values_list("path", flat=True))
        assert _files() - self.earlier <= paths


def _files() -> set[str]:
    folder = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _open(model: Any) -> bool:
    return bool(model._default_manager.filter(state__in=OPEN).exists())


@pytest.fixture
def service(
    transactional_db: None, redis: Redis, smtp: Post, administrator: Actor, nursery: Nursery
) -> Iterator[Service]:
    """A service with an incremental export that has delivered what was there."""
    export = Export.objects.create(
        account=administrator.account,
        name="Weekly sites",
        user=administrator.user,
        strategy=ExportRun.Strategy.INCREMENTAL,
        types=["sites"],
        frequency="weekly",
        start_date=timezone.now().date(),
        time_of_day=timezone.now().time(),
        time_zone="UTC",
    )
    service = Service(export, smtp, nursery)
    service.supervise()
    yield service
    nursery.clear()


def weeks() -> range:
    """Return the repetitions."""
    return range(1, REPETITIONS + 1)


def test_two_ticks_at_once(service: Service) -> None:
    for week in weeks():
        service.fall_due()

        service.tick_twice()

        assert service.check([f"Site {week}"]).attempt == 1


def test_a_tick_is_killed(service: Service) -> None:
    began = time.monotonic()
    service.tick().wait()
    lasts = time.monotonic() - began
    cut = 0
    for week in weeks():
        service.fall_due()
        tick = service.tick()
        time.sleep(service.random.uniform(0, 1.2 * lasts))  # a random moment

        tick.kill()
        cut += not ExportRun.objects.filter(planned_for=service.planned_for).exists()
        service.let_time_pass()
        service.tick_twice()

        service.check([f"Site {week}"])
    assert cut or REPETITIONS < _MANY  # some were killed before they had started the run


def test_a_worker_is_killed_at_its_file(service: Service, wdc: Account) -> None:
    sites = [Site(account=wdc, name=f"Big site {n:03}", remarks=BIG) for n in range(400)]
    Site.objects.bulk_create(sites)
    size, twice = len(sites) * len(BIG), 0
    for week in weeks():
        names = [site.name for site in sites] + [f"Site {n}" for n in range(1, week + 1)]
        Site.objects.update(id=F("id"))
        service.fall_due()
        service.tick().wait()
        much = service.random.randrange(size)
        until(partial(_written_or_over, service, much), "the worker at its file")

        service.workers["exports"].kill()
        service.let_time_pass(silence=timedelta(minutes=10))
        service.tick_twice()

        run = service.check(names)
        twice += run.attempt == 2
    assert twice or REPETITIONS < _MANY  # some runs were killed before their end


def _written_or_over(service: Service, much: int) -> bool:
    files = list(workspace.root().glob("*/*.part"))
    return any(_size(path) > much for path in files) or service.run().state not in OPEN


def _size(path: Any) -> int:
    try:
        return int(path.stat().st_size)
    except FileNotFoundError:
        return 0


def test_redis_forgets_everything(service: Service, redis: Redis) -> None:
    for week in weeks():
        service.fall_due()
        service.tick().wait()
        time.sleep(service.random.uniform(0, 0.1))  # a random moment

        redis.flushdb()
        for _ in range(2):  # the bell of the run may be lost, and that of the mail
            service.let_time_pass()
            service.tick_twice()

        service.check([f"Site {week}"])
