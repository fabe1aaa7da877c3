"""An export as the Settings console keeps it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from exports.models.options import Format, LineSeparator, Strategy
from exports.models.recurring import Recurring
from fourme.accounts.models import Account
from fourme.jobs.models import OPEN


class Export(Recurring):
    """What is to be exported, in whose name, and when.

    `user` is the person of Run as, in whose name each run happens and who gets the mails. While it
    is disabled the recurrence pauses. `next_run_at` is None when nothing is planned. `marks` holds
    by type what the last delivered run had seen (`exports.marks`), `failures` counts the planned
    times in a row that failed, `last_run` is the run that was started last.
    """

    class State(models.TextChoices):
        """Where it stands (enumeration `export.state`)."""

        NEW = "new", "Not run yet"
        SCHEDULED = "scheduled"
        QUEUED = "queued"
        PROCESSING = "processing"
        DONE = "done"
        FAILED = "failed"

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    disabled = models.BooleanField(default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="run as"
    )
    strategy = models.CharField(
        max_length=20,
        choices=[each for each in Strategy.choices if each[0] != Strategy.FILTERED],
        default=Strategy.FULL,
    )
    since = models.DateTimeField("changes since", null=True, blank=True)
    send_unchanged = models.BooleanField("send also when nothing changed", default=False)
    types = ArrayField(models.CharField(max_length=60))
    export_format = models.CharField(max_length=10, choices=Format.choices, default=Format.CSV)
    line_separator = models.CharField(
        max_length=4, choices=LineSeparator.choices, default=LineSeparator.LF
    )
    next_run_at = models.DateTimeField("next run", null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    marks = models.JSONField(default=dict, blank=True)
    last_run = models.ForeignKey(
        "exports.ExportRun", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["account", "name", "id"], name="exports_export_list"),
            models.Index(
                fields=["next_run_at"],
                condition=Q(disabled=False, next_run_at__isnull=False),
                name="exports_export_due",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its form."""
        return reverse("settings_export", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Tell whether its last run is still under way."""
        return self.last_run is not None and self.last_run.state in OPEN

    @property
    def state(self) -> State:
        """Say where it stands: a run under way, else what is planned, else the last run."""
        if self.last_run is not None and self.last_run.state in OPEN:
            return self.State(self.last_run.state)
        if self.next_run_at is not None and not self.disabled:
            return self.State.SCHEDULED
        return self.State(self.last_run.state) if self.last_run is not None else self.State.NEW
