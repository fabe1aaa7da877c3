"""An entry as a row of the list: how it ended, who did it, how long it took."""

from datetime import timedelta

from django.utils import timezone

from fourme.accounts.context import person_label
from fourme.logs import events
from fourme.logs.models import SystemLog
from fourme.logs.outcomes import LEVELS, Outcome


class Row:
    """An entry in the list."""

    def __init__(self, log: SystemLog) -> None:
        self.log = log

    @property
    def outcome(self) -> Outcome:
        """Level, or running."""
        return LEVELS[self.log.level]

    @property
    def who(self) -> str:
        """Name of the person; address and account of one of another account."""
        user = self.log.user
        if user is None:
            return ""
        home = getattr(getattr(user, "person", None), "account_id", self.log.account_id)
        return person_label(user) if home == self.log.account_id else f"{user.email} @{home}"

    @property
    def event(self) -> events.Event:
        """What kind of event it was."""
        return events.named(self.log.event)

    @property
    def took(self) -> str:
        """How long it took, or has taken so far: "2 min 5 s"; empty for an instant."""
        if not self.event.lasts:
            return ""
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
