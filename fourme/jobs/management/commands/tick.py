"""The command `tick`."""

import signal
import threading
from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fourme.jobs import clock
from fourme.jobs.tick import tick


class Command(BaseCommand):
    """One pass, or a loop that ends promptly on SIGTERM and outlives an absent database."""

    help = (
        "Starts what is due, rings for waiting jobs, recovers those of dead workers, sweeps "
        "expired files."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --every."""
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="repeat with this pause until stopped"
        )
        parser.add_argument(
            "--at",
            type=_moment,
            metavar="MOMENT",
            help="start what is due at 2026-12-31T09:00+01:00, to try schedules out",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run; a single pass with failed steps ends with an error."""
        pause: int | None = options["every"]
        if pause is None:
            with clock.showing(options["at"]):
                failed = tick()
            if failed:
                raise CommandError(f"{failed} steps failed; see the log above.")
            return
        if options["at"] is not None:
            raise CommandError("--at is for a single pass, without --every.")
        if pause < 1:
            raise CommandError("--every must be at least 1 second.")
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        while not over.is_set():
            tick()
            over.wait(pause)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no moment such as 2026-12-31T09:00+01:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
