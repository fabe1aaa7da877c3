"""An entry as a row of the list: how it ended, who did it, how long it took."""

from datetime import timedelta

from django.utils import timezone

from fourme.accounts.context import person_label
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import Outcome, outcome_of


class Row:
    """An entry in the list."""

    def __init__(self, log: SystemLog) -> None:
        self.log = log

    @property
    def outcome(self) -> Outcome:
        """Level, or running."""
        return outcome_of(self.log)

    @property
    def who(self) -> str:
        """Name or address of the person."""
        return person_label(self.log.user) if self.log.user else ""

    @property
    def took(self) -> str:
        """How long it took, or has taken so far: "2 min 5 s"; empty for an instant."""
        end = self.log.finished_at or timezone.now()
        return duration(end - self.log.created_at)


def duration(span: timedelta) -> str:
    """Return a span in at most two units: "250 ms", "5 s", "2 min 5 s", "3 h 10 min"."""
    seconds = max(span.total_seconds(), 0)
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    minutes, whole = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min")] if hours else [(minutes, "min"), (whole, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
