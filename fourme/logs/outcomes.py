"""How an entry ended: its level, or that it is still running."""

from dataclasses import dataclass

from django.db.models import Q

from fourme.logs.models import Level, SystemLog


@dataclass(frozen=True)
class Outcome:
    """A way to end: its name in addresses, its word, its tone (a class of the stylesheet)."""

    name: str
    label: str
    tone: str

    def condition(self) -> Q:
        """Return the filter of its entries."""
        if self is RUNNING:
            return Q(finished_at=None)
        return Q(finished_at__isnull=False, level=self.name)


RUNNING = Outcome("running", "Running", "processing")
# From the bottom of a bar to its top.
OUTCOMES = {
    outcome.name: outcome
    for outcome in (
        *(
            Outcome(level, str(level.label), level)
            for level in (
                Level.UNKNOWN,
                Level.DEBUG,
                Level.INFORMATION,
                Level.WARNING,
                Level.ERROR,
                Level.FATAL,
            )
        ),
        RUNNING,
    )
}


def outcome_of(log: SystemLog) -> Outcome:
    """Return the outcome of an entry."""
    return RUNNING if log.finished_at is None else OUTCOMES[log.level]
