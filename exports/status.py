"""How far an export is, for the page that shows it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from exports import select
from exports.models import ExportRun
from exports.names import label
from fourme.accounts.context import person_label
from fourme.jobs.models import OPEN, State
from fourme.jobs.perform import CANCELED

#: Before so much time has passed, a speed says nothing.
_FIRST_SPEED = timedelta(seconds=2)


@dataclass(frozen=True)
class Speed:
    """Records a second, and the time left in words."""

    records: float
    left: str


class Status:
    """What the page of a run shows, as plain values."""

    def __init__(self, run: ExportRun) -> None:
        self._run = run
        self.open = run.state in OPEN
        self.canceled = run.state == State.FAILED and run.message == CANCELED
        self.badge = "canceled" if self.canceled else run.state
        self.word = "Canceled" if self.canceled else run.get_state_display()
        self.now = label(run.type) if run.type else ""
        self.who = person_label(run.user)

    @property
    def types(self) -> list[tuple[str, int | None]]:
        """The types with their numbers of records, None until they are counted."""
        return [(label(slug), self._run.records.get(slug)) for slug in self._run.types]

    @property
    def filter(self) -> str:
        """The filter in words."""
        return select.filter_words(self._run.filter_type, self._run.filter_query)

    @property
    def total(self) -> int | None:
        """The records of all types, None until they are counted."""
        return sum(self._run.records.values()) if self._run.records else None

    @property
    def done(self) -> int:
        """The records written so far."""
        run, earlier = self._run, 0
        for slug in run.types[: run.types.index(run.type) if run.type in run.types else 0]:
            earlier += run.records.get(slug, 0)
        return run.line + earlier

    @property
    def speed(self) -> Speed | None:
        """How fast it is, None when that cannot be said yet."""
        passed = timezone.now() - (self._run.claimed_at or timezone.now())
        if passed < _FIRST_SPEED or not self.done or self.total is None:
            return None
        records = self.done / passed.total_seconds()
        return Speed(records, _words(max(self.total - self.done, 0) / records))


def _words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
