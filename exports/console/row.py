"""Where an export stands, and how its last run ended: for its row in the list and for its form."""

from exports.aftermath import MOST_FAILURES
from exports.models import Export, ExportRun
from exports.names import label, title
from exports.status import Status
from fourme.files.links import link
from fourme.jobs.models import OPEN

_TONES = {Export.State.SCHEDULED: "info", Export.State.NEW: "unknown"}


class Row:
    """An export with the last run that came to an end, if one did."""

    def __init__(self, export: Export, ended: ExportRun | None) -> None:
        self.export = export
        self.ended = ended
        self.result = Status(ended) if ended else None
        self.running = export.is_running

    @property
    def tone(self) -> str:
        """The class of the badge that says where it stands."""
        state = self.export.state
        if self._canceled:
            return "canceled"
        return _TONES.get(state, state.value)

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        return "Canceled" if self._canceled else str(self.export.state.label)

    @property
    def strategy(self) -> str:
        """The strategy in one word."""
        return self.export.get_strategy_display().partition(" - ")[0]

    @property
    def types(self) -> str:
        """What is exported, in a few words."""
        return title(self.export.types)

    @property
    def all_types(self) -> str:
        """What is exported, in full."""
        return ", ".join(label(slug) for slug in self.export.types)

    @property
    def url(self) -> str:
        """The address of the file, "" when there is none or it has expired."""
        file = self.ended.file if self.ended else None
        return link(file) if file and not file.expired else ""

    @property
    def gave_up(self) -> str:
        """Why it disabled itself, "" when it did not."""
        tired = self.export.disabled and self.export.failures >= MOST_FAILURES
        return self.ended.message if tired and self.ended else ""

    @property
    def _canceled(self) -> bool:
        by_hand = self.export.state == Export.State.FAILED
        return by_hand and self.result is not None and self.result.canceled


def rows(exports: list[Export]) -> list[Row]:
    """Return the rows of exports that were read with their last runs, by one more query at most."""
    open_now = [each.pk for each in exports if each.is_running]
    runs = ExportRun.objects.filter(export__in=open_now).exclude(state__in=OPEN)
    latest = runs.order_by("export_id", "-id").distinct("export_id")
    latest = latest.select_related("file", "user__person")
    before = {run.export_id: run for run in latest} if open_now else {}
    return [
        Row(each, before.get(each.pk) if each.is_running else each.last_run) for each in exports
    ]
