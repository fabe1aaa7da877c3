"""Export of several types at once: one after the other, side by side, and by two workers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django_rq
from django.conf import settings
from django.db import connection
from django.db.models import GeneratedField
from django.test import override_settings
from rq import Worker
from rq.worker import WorkerStatus

from benchmarks import people
from benchmarks.csv_export import exported
from benchmarks.databases import Data
from benchmarks.registry import Stopwatch, case, figure
from benchmarks.run import FOLDER
from exports.models import ExportRun
from exports.request import ExportRequest
from exports.start import start_export
from fourme.accounts.models import Account
from fourme.jobs.models import OPEN, State
from records.models import Person, Record, Request, Risk

TYPES = ("people", "requests", "risks", "organizations", "sites")
#: Seconds that workers may take to begin.
_PATIENCE = 60
#: Seconds that an export may take; a worker that died would never end it.
_LONGEST = 3600


@case("all_types_1", Data.TYPES)
def all_types_1(watch: Stopwatch) -> int:
    """Export the types one after the other."""
    return _exported(watch, 1)


@case("all_types_2", Data.TYPES)
def all_types_2(watch: Stopwatch) -> int:
    """Export the types two at a time."""
    return _exported(watch, 2)


@case("all_types_1_worker", Data.TYPES)
def all_types_1_worker(watch: Stopwatch) -> int:
    """Let a worker of RQ export the types, two at a time."""
    return _worked(watch, 1, "csv")


@case("all_types_2_workers", Data.TYPES)
def all_types_2_workers(watch: Stopwatch) -> int:
    """The same with another worker, which helps."""
    return _worked(watch, 2, "csv")


@case("all_types_1_worker_xlsx", Data.TYPES)
def all_types_1_worker_xlsx(watch: Stopwatch) -> int:
    """Let a worker export the types as Excel files."""
    return _worked(watch, 1, "xlsx")


@case("all_types_2_workers_xlsx", Data.TYPES)
def all_types_2_workers_xlsx(watch: Stopwatch) -> int:
    """The same with another worker, which helps."""
    return _worked(watch, 2, "xlsx")


def _exported(watch: Stopwatch, lanes: int) -> int:
    with override_settings(EXPORT_PARALLEL_TYPES=lanes):
        return sum(exported(watch, *TYPES).records.values())


def _worked(watch: Stopwatch, number: int, export_format: str) -> int:
    """Export with so many workers, from the request to the end of the run."""
    with _workers(number), watch:
        run = start_export(ExportRequest(people.actor(), TYPES, export_format=export_format))
        assert run is not None
        deadline = time.monotonic() + _LONGEST
        while run.state in OPEN:
            assert time.monotonic() < deadline, "The run did not end."
            time.sleep(0.01)  # between two looks, as a client polls; the deadline ends it
            run.refresh_from_db(fields=["state"])
    run = ExportRun.objects.get(pk=run.pk)
    assert run.state == State.DONE, run.message
    return sum(run.records.values())


@contextmanager
def _workers(number: int) -> Iterator[None]:
    """Give so many workers that are idle, whatever the number of records; they end with this."""
    command = [sys.executable, "manage.py", "rqworker", ExportRun.queue, "--verbosity=0"]
    environment = os.environ | {
        "EXPORT_HELP_FROM": "1",
        "FOURME_VAR": os.environ[FOLDER],
        "REDIS_URL": settings.REDIS_URL,
    }
    started = [subprocess.Popen(command, env=environment) for _ in range(number)]
    pids = {each.pid for each in started}
    try:
        deadline = time.monotonic() + _PATIENCE
        while not pids <= _idle():
            assert time.monotonic() < deadline, "The workers did not begin."
            time.sleep(0.05)  # RQ tells nobody that a worker is idle; the deadline ends it
        yield
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(_PATIENCE)


def _idle() -> set[int | None]:
    found = Worker.all(queue=django_rq.get_queue(ExportRun.queue))
    return {each.pid for each in found if each.get_state() == WorkerStatus.IDLE}


def fill(rows: int) -> None:
    """Make so many people, requests and risks."""
    people.make(rows)
    account = Account.objects.get(id=people.ACCOUNT)
    person = Person.objects.get(primary_email=people.EMAIL)
    _multiply(
        rows,
        Request.objects.create(
            account=account, subject="The printer prints", requested_by=person, requested_for=person
        ),
    )
    _multiply(
        rows, Risk.objects.create(account=account, subject="Nobody can print", manager=person)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _multiply(rows: int, record: Record) -> None:
    """Store copies of a record until there are so many; the triggers would only take time."""
    meta = record._meta
    columns = ", ".join(
        str(field.column)
        for field in meta.concrete_fields
        if not field.primary_key and not isinstance(field, GeneratedField)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {meta.db_table} ({columns}) SELECT {columns} "  # noqa: S608 - names of ours
            f"FROM {meta.db_table}, generate_series(2, %s) WHERE id = %s",
            [rows, record.pk],
        )
        cursor.execute("RESET session_replication_role")


figure("all_types/2_over_1", "all_types_2", "all_types_1")
figure("all_types/2_workers_over_1", "all_types_2_workers", "all_types_1_worker")
figure("all_types_xlsx/2_workers_over_1", "all_types_2_workers_xlsx", "all_types_1_worker_xlsx")
