"""One measurement in a process of its own: `python -m benchmarks.child case csv_export`."""

import json
import os
import resource
import sys

from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

from benchmarks import cases, registry
from benchmarks.databases import Data, people_in
from benchmarks.run import FOLDER

_STORAGE = "django.core.files.storage.FileSystemStorage"


def main() -> None:
    """Fill the database, or measure a case and print what was measured."""
    cases.load()
    what, word = sys.argv[1:]
    if what == "fill":
        from benchmarks import all_types, list_page, people  # noqa: PLC0415 - it needs Django set up

        call_command("migrate", verbosity=0)
        fills = {Data.LISTS: list_page.fill, Data.TYPES: all_types.fill}
        fills.get(Data(word), people.make)(people_in(Data(word)))
        return
    from fourme.jobs.worker import warm_up  # noqa: PLC0415 - as above

    warm_up()  # as a worker
    idle, watch = _peak(), registry.Stopwatch()
    stored = {"BACKEND": _STORAGE, "OPTIONS": {"location": os.environ[FOLDER]}}
    with override_settings(STORAGES=settings.STORAGES | {"default": stored}):
        rows = registry.cases()[word].measure(watch)
    measured = {
        "rows": rows,
        "seconds": watch.seconds,
        "rows_per_second": rows / watch.seconds,
        **watch.told,
        "idle_mib": idle,
        "peak_mib": _peak(),
        "more_mib": _peak() - idle,
    }
    print(json.dumps(measured))


def _peak() -> float:
    """Return the most memory this process had so far, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


main()
