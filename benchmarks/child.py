"""One measurement in a process of its own: `python -m benchmarks.child case csv_export`."""

import json
import resource
import sys
import time

from django.core.management import call_command

from benchmarks import cases, registry


def main() -> None:
    """Fill the database, or measure a case and print what was measured."""
    cases.load()
    what, word = sys.argv[1:]
    if what == "fill":
        from benchmarks import people  # noqa: PLC0415 - it needs Django set up

        call_command("migrate", verbosity=0)
        people.make(int(word))
        return
    idle = _peak()
    begun = time.perf_counter()
    rows = registry.cases()[word]()
    seconds = time.perf_counter() - begun
    measured = {
        "rows": rows,
        "seconds": seconds,
        "rows_per_second": rows / seconds,
        "idle_mib": idle,
        "peak_mib": _peak(),
    }
    print(json.dumps(measured))


def _peak() -> float:
    """Return the most memory this process had so far, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


main()
