"""Memory of a worker: ten times the rows take no more of it.

The least a worker needs is what it has before its first job.
"""

from benchmarks.csv_export import exported
from benchmarks.databases import Data, scale
from benchmarks.import_people import imported
from benchmarks.registry import Stopwatch, case, figure


@case("csv_export_x10", Data.MANY, often=4)
def csv_export_x10(watch: Stopwatch) -> int:
    """Export ten times as many people."""
    return int(exported(watch, "people").records["people"])


@case("xlsx_export_x10", Data.MANY, rounds=1)
def xlsx_export_x10(watch: Stopwatch) -> int:
    """Export ten times as many people as Excel files."""
    return int(exported(watch, "people", export_format="xlsx").records["people"])


@case("import_new_x10", Data.BASE, writes=True, rounds=1)
def import_new_x10(watch: Stopwatch) -> int:
    """Import ten times as many new people."""
    return int(imported(watch, 10 * scale()).created)


@case("import_unchanged_x10", Data.MANY, writes=True, rounds=1)
def import_unchanged_x10(watch: Stopwatch) -> int:
    """Import ten times as many people who exist."""
    return int(imported(watch, 10 * scale(), changed=True).unchanged)


for _kind, _case in (
    ("export", "csv_export"),
    ("xlsx_export", "xlsx_export"),
    ("import", "import_new"),
    ("import_unchanged", "import_unchanged"),
):
    figure(f"{_kind}_rss/rows_x10", f"{_case}_x10", _case, of="peak_mib", most=1.2)
    figure(f"{_kind}_rss/80_mib", f"{_case}_x10", of="more_mib", unit=80, most=1)
