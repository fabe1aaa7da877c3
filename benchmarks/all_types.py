"""Export of several types at once: one after the other, and two side by side."""

from django.db import connection
from django.db.models import GeneratedField
from django.test import override_settings

from benchmarks import people
from benchmarks.csv_export import exported
from benchmarks.databases import Data, scale
from benchmarks.registry import Stopwatch, case, figure
from fourme.accounts.models import Account
from records.models import Person, Record, Request, Risk

TYPES = ("people", "requests", "risks", "organizations", "sites")


@case("all_types_1", Data.PEOPLE, writes=True)
def all_types_1(watch: Stopwatch) -> int:
    """Export the types one after the other."""
    return _exported(watch, 1)


@case("all_types_2", Data.PEOPLE, writes=True)
def all_types_2(watch: Stopwatch) -> int:
    """Export the types two at a time."""
    return _exported(watch, 2)


def _exported(watch: Stopwatch, lanes: int) -> int:
    _make()
    with override_settings(EXPORT_PARALLEL_TYPES=lanes):
        return sum(exported(watch, *TYPES).records.values())


def _make() -> None:
    """Store a request and a risk for each person."""
    account = Account.objects.get(id=people.ACCOUNT)
    person = Person.objects.get(primary_email=people.EMAIL)
    _multiply(
        Request.objects.create(
            account=account, subject="The printer prints", requested_by=person, requested_for=person
        )
    )
    _multiply(Risk.objects.create(account=account, subject="Nobody can print", manager=person))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _multiply(record: Record) -> None:
    """Store as many copies as there are people; the triggers would only take time."""
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
            [scale(), record.pk],
        )
        cursor.execute("RESET session_replication_role")


figure("all_types/2_over_1", "all_types_2", "all_types_1")
