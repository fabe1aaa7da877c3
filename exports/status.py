"""How far an export is and how it ended, for the pages that show it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils import timezone

from exports.models import ExportRun
from exports.names import label, title
from exports.strategies import chosen
from fourme.accounts.context import person_label
from fourme.accounts.models import User
from fourme.accounts.zones import zone_of
from fourme.jobs.models import OPEN, State
from fourme.jobs.perform import CANCELED
from fourme.logs.rows import duration

#: Before so much time has passed, a speed says nothing.
_FIRST_SPEED = timedelta(seconds=2)
_ORDINALS = ("first", "second", "third")


@dataclass(frozen=True)
class Speed:
    """Records a second, and the time left in words."""

    records: float
    left: str


@dataclass(frozen=True)
class Part:
    """A type of a run: how many of its records are written, and of how many.

    Before they are counted `total` is None. `whole` tells that all records of the type are taken.
    """

    label: str
    done: int
    total: int | None
    state: str
    whole: bool


class Status:
    """What pages say of a run, as plain values; moments in the zone, else in that of the person."""

    def __init__(self, run: ExportRun, zone: ZoneInfo | None = None) -> None:
        self._run = run
        self._zone = zone
        self.open = run.state in OPEN
        self.canceled = run.state == State.FAILED and run.message == CANCELED
        self.unchanged = run.state == State.DONE and run.file_id is None
        self.expired = run.state == State.DONE and not self.unchanged and not self._downloadable
        self.now = label(run.type) if run.type else ""

    @property
    def _downloadable(self) -> bool:
        return self._run.file is not None and not self._run.file.expired

    @property
    def badge(self) -> str:
        """The class of the badge."""
        if self.canceled:
            return "canceled"
        return "unchanged" if self.unchanged else self._run.state

    @property
    def word(self) -> str:
        """The state in a word or two."""
        if self.canceled:
            return "Canceled"
        return "Nothing changed" if self.unchanged else self._run.get_state_display()

    @property
    def title(self) -> str:
        """What is exported: its name, else its types in a few words."""
        return self._run.name or title(self._run.types)

    @property
    def who(self) -> str:
        """The person who started it; of a planned run the person in whose name it runs."""
        return named(self._run.started_by or self._run.user, self._run.account_id)

    @property
    def run_as(self) -> str:
        """The person in whose name it runs, "" when that goes without saying."""
        run = self._run
        return named(run.user, run.account_id) if run.started_by or run.planned_for else ""

    @property
    def strategy(self) -> str:
        """Which part of the records it takes."""
        return chosen(self._run, self._zone or zone_of(self._run.user))

    @property
    def ordinal(self) -> str:
        """Which try it is: "second"; "" for the first."""
        number = self._run.try_number
        return _ORDINALS[number - 1] if 1 < number <= len(_ORDINALS) else ""

    @property
    def waits_until_due(self) -> bool:
        """Tell whether it does not begin before `due_at`."""
        return self._run.state == State.QUEUED and self._run.due_at > timezone.now()

    @property
    def took(self) -> str:
        """How long the work took, "" as long as it is not over or when none was done."""
        run = self._run
        if run.completed_at is None or run.claimed_at is None:
            return ""
        return duration(run.completed_at - run.claimed_at)

    @cached_property
    def parts(self) -> list[Part]:
        """The types in the order in which they are written."""
        run = self._run
        at = run.types.index(run.type) if run.type in run.types else -1
        return [self._part(slug, place - at) for place, slug in enumerate(run.types)]

    def _part(self, slug: str, distance: int) -> Part:
        """Return a type that stands so many places behind the one that is written now."""
        run = self._run
        total = run.records.get(slug)
        state, done = "waiting", 0
        if run.state == State.DONE or (run.state == State.PROCESSING and distance < 0 and run.type):
            state, done = "done", total or 0
        elif run.state == State.PROCESSING and distance == 0:
            state, done = "processing", min(run.line, total or 0)
        return Part(label(slug), done, total, state, slug in run.full_types)

    @property
    def total(self) -> int | None:
        """The records of all types, None until they are counted."""
        return sum(self._run.records.values()) if self._run.records else None

    @property
    def done(self) -> int:
        """The records written so far."""
        return sum(part.done for part in self.parts)

    @property
    def speed(self) -> Speed | None:
        """How fast it is, None when that cannot be said yet."""
        passed = timezone.now() - (self._run.claimed_at or timezone.now())
        if passed < _FIRST_SPEED or not self.done or self.total is None:
            return None
        records = self.done / passed.total_seconds()
        return Speed(records, duration(timedelta(seconds=max(self.total - self.done, 0) / records)))


def named(user: User, account_id: str) -> str:
    """Return the name of a person; of one of another account the address, and which account."""
    home = getattr(getattr(user, "person", None), "account_id", account_id)
    return person_label(user) if home == account_id else f"{user.email} @{home}"
