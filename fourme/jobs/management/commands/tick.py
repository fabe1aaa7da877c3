"""The command `tick`."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fourme.jobs.tick import tick


class Command(BaseCommand):
    """One pass, or a loop that ends promptly on SIGTERM and outlives an absent database."""

    help = "Rings for waiting jobs, recovers those of dead workers, sweeps expired files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --every."""
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="repeat with this pause until stopped"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run; a single pass with failed steps ends with an error."""
        pause: int | None = options["every"]
        if pause is None:
            if failed := tick():
                raise CommandError(f"{failed} steps failed; see the log above.")
            return
        if pause < 1:
            raise CommandError("--every must be at least 1 second.")
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        while not over.is_set():
            tick()
            over.wait(pause)
