"""How far an import is and what came of it, for its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.expressions import Func
from django.db.models.fields import TextField
from django.db.models.functions import Concat
from django.utils import timezone

from fourme.accounts.context import person_label
from fourme.jobs.models import OPEN, State
from fourme.logs.models import Level, LogMessage
from imports.models import CANCELED, ImportRun
from imports.words import summary
from records import registry

#: Before so much time has passed, a speed says nothing.
_FIRST_SPEED = timedelta(seconds=2)
PAGE = 100


@dataclass(frozen=True)
class Part:
    """A part of the stacked bar: an outcome, how wide it is, and where it begins."""

    outcome: str
    width: int
    start: int


@dataclass(frozen=True)
class Reason:
    """Messages that differ in the named values only."""

    text: str
    number: int


class Status:
    """What the page of a run shows, as plain values."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.open = run.state in OPEN
        self.canceled = run.canceled
        self.badge = "canceled" if self.canceled else run.state
        self.word = CANCELED if self.canceled else run.get_state_display()
        self.type = registry.get(run.type)
        self.who = person_label(run.user)

    @property
    def done(self) -> int:
        """The rows dealt with so far."""
        return min(max(self.run.line - 1, 0), self.run.total or 0)

    @property
    def speed(self) -> float | None:
        """Rows a second, None when that cannot be said yet."""
        passed = timezone.now() - (self.run.claimed_at or timezone.now())
        if passed < _FIRST_SPEED or not self.done:
            return None
        return self.done / passed.total_seconds()

    @property
    def left(self) -> str:
        """The time left in words."""
        if not self.speed:
            return ""
        seconds = round(((self.run.total or 0) - self.done) / self.speed)
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"

    @property
    def summary(self) -> str:
        """The result in a sentence."""
        return summary(self.run)

    @property
    def tone(self) -> str:
        """The colour of the result."""
        if self.run.state == State.FAILED:
            return "warning" if self.canceled else "error"
        return "warning" if self.run.failures or self.run.errors else "success"

    @property
    def counters(self) -> list[tuple[str, str, int]]:
        """Class, word and number of each counter."""
        run = self.run
        return [
            ("created", "created", run.created),
            ("updated", "updated", run.updated),
            ("deleted", "deleted", run.deleted),
            ("unchanged", "unchanged", run.unchanged),
            ("rejected", "rejected", run.failures + run.errors),
        ]

    @property
    def parts(self) -> list[Part]:
        """The parts of the stacked bar; one row among thousands is still seen."""
        least = sum(number for *_, number in self.counters) // 200
        parts, start = [], 0
        for outcome, _, number in self.counters:
            if number:
                parts.append(Part(outcome, max(number, least), start))
                start += parts[-1].width
        return parts

    @property
    def width(self) -> int:
        """The width of the stacked bar."""
        return sum(part.width for part in self.parts)


def reasons(run: ImportRun) -> list[Reason]:
    """Return why rows were rejected, from the most frequent reason on."""
    rows = (
        _errors(run)
        .values("alike")  # type: ignore[misc] # annotated by _errors
        .annotate(number=Count("id"))
        .order_by("-number", "alike")[:20]
    )
    return [Reason(row["alike"], row["number"]) for row in rows]


def problems(run: ImportRun, reason: str, after: int) -> tuple[list[LogMessage], int]:
    """Return a page of messages about rejected rows, and after which one the next begins (or 0)."""
    rows = _errors(run).filter(id__gt=after).order_by("id")
    if reason:
        rows = rows.filter(Q(alike=reason))
    page = list(rows[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else 0


def warnings(run: ImportRun) -> Iterable[LogMessage]:
    """Return the first messages about what did not stop anything."""
    rows = LogMessage.objects.filter(log_id=run.log_id, level=Level.WARNING)
    return rows.order_by("id")[:PAGE]


def _errors(run: ImportRun) -> "QuerySet[LogMessage]":
    alike = Func(
        F("reason"),
        Value("“[^”]*”|[0-9][0-9,.]*"),
        Value("…"),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    text = Case(
        When(column="", then=alike),
        default=Concat(F("column"), Value(": "), alike, output_field=TextField()),
        output_field=TextField(),
    )
    rows = LogMessage.objects.filter(log_id=run.log_id, level=Level.ERROR)
    return rows.annotate(alike=text)
