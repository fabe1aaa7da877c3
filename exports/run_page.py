"""What the page of a run shows, to whom."""

from functools import cached_property

from django.urls import reverse

from exports.mails import recipient
from exports.models import Export, ExportRun
from exports.runs import Downloads, downloads_of, tries
from exports.status import Status
from fourme.accounts.rights import Actor, Door
from fourme.accounts.zones import zone_of
from fourme.files.links import link
from fourme.jobs.models import State


class RunPage:
    """A run as an actor may see it: the file and who got it are for those who may export."""

    def __init__(self, run: ExportRun, actor: Actor) -> None:
        self.run = run
        self.may_export = actor.may(Door.EXPORT)
        self.status = Status(run, zone_of(actor.user))

    @property
    def frame(self) -> str:
        """The template around the page: that of the console to which the run belongs."""
        return "settings/base.html" if self.run.export_id else "records/base.html"

    @property
    def url(self) -> str:
        """The address of the file."""
        stored = self.run.file
        return link(stored) if stored is not None and self.may_export else ""

    @property
    def mailed_to(self) -> str:
        """The address to which the link was mailed."""
        return recipient(self.run.user)

    @cached_property
    def export(self) -> Export | None:
        """The export of the Settings console, for those who may open it."""
        return self.run.export if self.may_export else None

    @property
    def runs_again(self) -> bool:
        """Tell whether another run of the export can be started at once."""
        return self.export is not None and not self.status.open and not self.export.is_running

    @property
    def repeat(self) -> str:
        """The address of the dialog that asks for the same, "" when there is none."""
        run = self.run
        if run.name or self.status.open or not self.may_export:
            return ""
        address = reverse("export-new", args=[run.filter_type or run.types[0]])
        return f"{address}?{run.filter_query}" if run.filter_query else address

    @cached_property
    def downloads(self) -> Downloads:
        """Who has downloaded the file."""
        if self.run.file is None or not self.may_export:
            return Downloads()
        return downloads_of([self.run.file]).get(self.run.file.pk, Downloads())

    @cached_property
    def other_try(self) -> ExportRun | None:
        """The other try of a planned run."""
        return next(iter(tries(self.run)), None)

    @property
    def first_failed(self) -> bool:
        """Tell whether another try follows this one."""
        other = self.other_try
        failed = self.run.state == State.FAILED and not self.status.canceled
        return failed and other is not None and other.try_number > self.run.try_number


def page_of(actor: Actor, token: str) -> RunPage | None:
    """Return the page of a run of the actor's account."""
    runs = ExportRun.objects.filter(account=actor.account, token=token)
    run = runs.select_related(
        "account", "user__person", "started_by__person", "file__account", "log", "export__last_run"
    ).first()
    return RunPage(run, actor) if run else None
