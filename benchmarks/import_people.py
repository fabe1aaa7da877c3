"""Import of people: the pipeline against COPY of rows that need no work, and Django's own ways."""

import csv
import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction

from benchmarks import people
from benchmarks.databases import Data, scale
from benchmarks.registry import Stopwatch, case, figure
from fourme import services
from fourme.jobs.models import State
from imports.models import ImportRun
from imports.start import start_import, store_upload
from imports.tasks import run_import
from records import registry
from records.models import Organization, Person, Site

#: Parts of the rows that others get, which take minutes for all: rows a second are compared.
_SHARE, _FEWER = 50, 4


@case("import_new", Data.BASE, writes=True, often=2)
def import_new(watch: Stopwatch) -> int:
    """Import a file of new people."""
    run = imported(watch, scale())
    assert run.created == scale(), run.results
    return scale()


@case("import_unchanged", Data.PEOPLE, writes=True, often=2)
def import_unchanged(watch: Stopwatch) -> int:
    """Import a file of people who exist; 1 % of them get another job title."""
    run = imported(watch, scale(), changed=True)
    assert run.unchanged == scale() - scale() // 100, run.results
    return scale()


def imported(watch: Stopwatch, rows: int, *, changed: bool = False) -> ImportRun:
    """Import people; the run must come to its end."""
    run = finished(watch, "people", lambda path: people.write_file(path, rows, changed=changed))
    assert run.state == State.DONE, run.message
    return run


def finished(watch: Stopwatch, slug: str, write: Callable[[Path], None]) -> ImportRun:
    """Import a file, measured from the stored file to the end of the run."""
    with _folder() as folder:
        path = folder / f"{slug}.csv"
        write(path)
        actor = people.actor()
        source = store_upload(path, path.name, actor)
    run = start_import(
        actor=actor,
        record_type=registry.get(slug),
        source=source,
        origin=ImportRun.Origin.COMMAND,
    )
    with watch:
        run_import("imports.ImportRun", run.token)
    run.refresh_from_db()
    return run


@case("copy_into_table", Data.BASE, writes=True, often=2)
def copy_into_table(watch: Stopwatch) -> int:
    """Copy rows that are resolved already into the same table, as psql's COPY does."""
    cursor: Any
    statement = f"COPY records_person ({people.resolved_columns()}) FROM STDIN (FORMAT csv)"
    with _folder() as folder, connection.cursor() as cursor:
        path = folder / "rows.csv"
        people.write_resolved(path, scale())
        with watch, path.open("rb") as file, cursor.copy(statement) as rows:
            while block := file.read(256 * 1024):
                rows.write(block)
        return int(cursor.rowcount)


@case("bulk_create", Data.BASE, writes=True)
def bulk_create(watch: Stopwatch) -> int:
    """Read with csv, look references up in dictionaries, bulk_create(update_conflicts)."""
    done = 0
    with _folder() as folder:
        path = folder / "people.csv"
        people.write_file(path, scale() // _FEWER)
        with watch, path.open(newline="") as file, transaction.atomic():
            labels = {
                "organization": dict(Organization.objects.values_list("name", "pk")),
                "site": dict(Site.objects.values_list("name", "pk")),
                "manager": dict(Person.objects.values_list("primary_email", "pk")),
            }
            for rows in _batched(csv.DictReader(file), 2000):
                found = [_person(row, labels) for row in rows]
                stored = Person.objects.bulk_create(
                    found,
                    update_conflicts=True,
                    unique_fields=["account", "primary_email"],
                    update_fields=[name for name in people.COLUMNS if name != "primary_email"],
                )
                labels["manager"] |= {each.primary_email: each.pk for each in stored}
                done += len(stored)
    return done


def _person(row: dict[str, str], labels: dict[str, dict[str, int]]) -> Person:
    values: dict[str, Any] = {}
    for name in people.COLUMNS:
        column = Person.record_type().column(name)
        if name in labels:
            # A manager of the same batch has no ID yet; most stand further up.
            values[f"{name}_id"] = labels[name].get(row[column.header])
        else:
            values[name] = column.kind.parse(row[column.header])
    return Person(account_id=people.ACCOUNT, **values)


@case("django_import_export_import", Data.BASE, writes=True)
def django_import_export(watch: Stopwatch) -> int:
    """Import some of the people with django-import-export and `use_bulk`.

    Without their managers, since it cannot refer to what the same file brings.
    """
    from benchmarks.import_export import dataset, resource  # noqa: PLC0415 - needs its package

    with _folder() as folder:
        path = folder / "people.csv"
        people.write_file(path, scale() // _SHARE)
        with watch:
            result = resource("manager").import_data(dataset(path), raise_errors=True)
    return int(result.totals["new"])


def _batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    every = iter(rows)
    while batch := list(itertools.islice(every, size)):
        yield batch


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory(dir=services.var_dir()) as folder:
        yield Path(folder)


figure("import_new/copy_into_table", "import_new", "copy_into_table", least=0.6)
figure("import_unchanged/copy_into_table", "import_unchanged", "copy_into_table", least=1.8)
figure("import_new/bulk_create", "import_new", "bulk_create", least=2)
figure("import_new/django_import_export", "import_new", "django_import_export_import", least=20)
