"""What an export will do, in words: beside its form, before it is saved."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from exports import schedule
from exports.aftermath import MOST_FAILURES
from exports.console.forecast import Forecast, forecast, said, whole
from exports.console.types import known
from exports.console.wording import recurrence_words
from exports.lifetime import lifetime_words
from exports.models import Export, ExportRun
from exports.models.options import Format, Strategy
from exports.names import counted
from exports.recurrence_words import clock_changes, listed
from fourme.accounts import rights
from fourme.accounts.context import person_label
from fourme.accounts.rights import Actor
from fourme.accounts.zones import zone_of
from fourme.jobs import clock
from fourme.jobs.models import State
from records.types import RecordType

_NEXT = 5
_NAMED = 12
_YEAR = timedelta(days=366)
_FILES: dict[str, str] = {Format.CSV: "CSV file", Format.XLSX: "Excel file"}


class Summary:
    """The plans of an export, stored or not, told to the person who edits it.

    `missing` are label and reason of what has to be mended before it can be saved.
    """

    def __init__(
        self, export: Export, viewer: Actor, missing: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.export = export
        self.missing = list(missing)
        self.zone = zone_of(viewer.user)
        self.recurrence = export.recurrence()
        self.run_as = person_label(export.user)
        self.lifetime = lifetime_words()
        self.most_failures = MOST_FAILURES
        self._viewer = viewer
        self._types = known(export.types)

    @property
    def types(self) -> str:
        """The types as they stand in a sentence."""
        labels = [each.label for each in self._types]
        if len(labels) > _NAMED:
            labels = [*labels[: _NAMED - 1], f"{len(labels) - _NAMED + 1} more types"]
        return listed(labels) if labels else ""

    @property
    def strategy(self) -> list[str]:
        """What is taken of them, in sentences."""
        return [*_STRATEGIES[self.export.strategy](self), *self._always_whole()]

    @property
    def files(self) -> str:
        """What the person gets."""
        number = len(self._types)
        name = _FILES[self.export.export_format]
        several = f"{number} {name}s in a ZIP file" if number > 1 else f"One {name}"
        if self.export.export_format == Format.XLSX:
            return f"{several}; a type with more than 10,000 records fills several."
        return f"{several}."

    @cached_property
    def planned(self) -> list[datetime]:
        """The next runs."""
        return list(islice(schedule.upcoming(self.export, clock.now()), _NEXT))

    @property
    def next_runs(self) -> list[tuple[str, str]]:
        """The next runs in the zone of the schedule, and as the person's clocks show them."""
        if self.recurrence is None:
            return []
        zone = self.recurrence.zone
        year = clock.now().astimezone(zone).year
        return [(_short(each, zone, year), _own(each, zone, self.zone)) for each in self.planned]

    @property
    def when(self) -> str:
        """When it runs, as a sentence."""
        zone = self.recurrence.zone if self.recurrence else self.zone
        sentence = recurrence_words(self.export, clock.now().astimezone(zone).date())
        return f"{sentence}." if sentence else "Only when somebody starts it: nothing is planned."

    @property
    def notes(self) -> list[str]:
        """What clock changes mean for it within a year."""
        if self.recurrence is None:
            return []
        now = clock.now()
        return clock_changes(self.recurrence, schedule.upcoming(self.export, now), now + _YEAR)

    @property
    def ical(self) -> str:
        """The rule as iCalendar writes it."""
        return self.recurrence.ical() if self.recurrence else ""

    @cached_property
    def forecast(self) -> Forecast:
        """How much it is, and what will be refused."""
        of_run = rights.actor(self.export.user, self._viewer.account)
        return forecast(self.export, self.planned, of_run, self.zone)

    @property
    def now(self) -> str:
        """How many records the next run would take, if it takes all."""
        found = self.forecast
        if found.big:
            labels = listed([each.label_of(2) for each in found.big])
            return f"more than {settings.FULL_EXPORT_LIMIT:,} {labels}"
        return counted(sum(found.counts.values())) if found.counts else ""

    @property
    def limit(self) -> str:
        """Which limit holds, as a sentence."""
        if not whole(self.export):
            return ""
        usual = f"A type with more than {settings.FULL_EXPORT_LIMIT:,} records"
        which = _labels(self.forecast.big) or usual
        return f"{which} can be exported in full once in 23 hours."

    @cached_property
    def last(self) -> str:
        """How big it was the last time, "" when there was no file yet."""
        if self.export.pk is None:
            return ""
        runs = ExportRun.objects.filter(export=self.export.pk, state=State.DONE, file__isnull=False)
        run = runs.select_related("file").order_by("-id").first()
        if run is None or run.file is None or run.completed_at is None:
            return ""
        how_many, size = counted(sum(run.records.values())), filesizeformat(run.file.size)
        return f"{how_many}, {size}, on {said(run.completed_at, self.zone)}"

    def _full(self) -> list[str]:
        return ["Each run exports all records that the account has then."]

    def _partial(self) -> list[str]:
        if self.export.since is None:
            return ["Each run exports what was created or changed since the chosen moment."]
        since = said(self.export.since, self.zone)
        return [f"Each run exports what was created or changed since {since}."]

    def _incremental(self) -> list[str]:
        new = whole(self.export)
        if len(new) == len(self._types):
            text = "The first run exports everything; each later one what was created or changed"
            return [f"{text} since the run before."]
        said_so = ["Each run exports what was created or changed since the run before."]
        if new:
            said_so.append(f"All {_labels(new)} come with the next run, since no run had them yet.")
        return said_so

    def _always_whole(self) -> list[str]:
        """Say of which types changes are not known, so that all records come each time."""
        untracked = [each for each in self._types if not each.marks]
        if not untracked or self.export.strategy == Strategy.FULL:
            return []
        return [f"{_labels(untracked)} come whole each time: their changes are not tracked."]


_STRATEGIES: dict[str, Callable[[Summary], list[str]]] = {
    Strategy.FULL: Summary._full,
    Strategy.PARTIAL: Summary._partial,
    Strategy.INCREMENTAL: Summary._incremental,
}


def _labels(types: Iterable[RecordType]) -> str:
    labels = [each.label for each in types]
    return listed(labels) if labels else ""


def _short(moment: datetime, zone: ZoneInfo, year: int) -> str:
    """Return a moment in few words: "Mon 7 Dec, 09:00 CET"; another year than this is named."""
    there = moment.astimezone(zone)
    named = "" if there.year == year else f" {there.year}"
    return f"{there:%a %-d %b}{named}, {there:%H:%M %Z}"


def _own(moment: datetime, zone: ZoneInfo, own: ZoneInfo) -> str:
    """Return what the person's clocks show, "" when they show the same."""
    there, here = moment.astimezone(zone), moment.astimezone(own)
    if there.utcoffset() == here.utcoffset():
        return ""
    return f"{here:%H:%M}" if there.date() == here.date() else f"{here:%a %H:%M}"
