"""The run of an export."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from exports.models.export import Export
from exports.models.options import Format, LineSeparator, Strategy
from fourme.files.models import StoredFile
from fourme.jobs.models import OPEN, Run


class ExportRun(Run):
    """An export that was asked for: what, for whom, how far it is, and its file.

    `records` holds the number of records by type, counted in the snapshot that is exported, and
    `full_types` those of which all were taken. A type whose full export was made too short a time
    ago is named in `rate_limited`. A filtered run has the query string of a list in `filter_query`,
    of the list of `filter_type`.

    A run of an export of the Settings console (`export`) has its `name`. One by its schedule has
    the time for which it was planned, and is the first or the second try; one that another than
    `user`, in whose name it runs, has started tells who did (`started_by`). Without
    `send_unchanged` it makes no file when there is no record to export.
    """

    Strategy = Strategy
    Format = Format
    LineSeparator = LineSeparator

    queue: ClassVar[str] = "exports"
    task: ClassVar[str] = "exports.tasks.export"
    max_attempts: ClassVar[int] = 2

    export = models.ForeignKey(
        Export, models.SET_NULL, null=True, blank=True, related_name="runs", db_index=False
    )
    name = models.CharField(max_length=120, blank=True)
    planned_for = models.DateTimeField(null=True, blank=True)
    try_number = models.PositiveSmallIntegerField(default=1)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    types = ArrayField(models.CharField(max_length=60))
    strategy = models.CharField(max_length=20, choices=Strategy.choices)
    since = models.DateTimeField("changes since", null=True, blank=True)
    filter_type = models.CharField(max_length=60, blank=True)
    filter_query = models.TextField(blank=True)
    locale = models.CharField(max_length=8, blank=True)
    export_format = models.CharField(max_length=10, choices=Format.choices)
    line_separator = models.CharField(max_length=4, choices=LineSeparator.choices)
    send_unchanged = models.BooleanField("send also when nothing changed", default=True)
    idempotency_key = models.CharField(max_length=100, blank=True)
    records = models.JSONField(default=dict, blank=True)
    full_types = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    file_names = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    rate_limited = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Run.Meta):
        abstract = False
        verbose_name = "export"
        indexes = [
            *Run.Meta.indexes,
            models.Index(fields=["account", "user", "-id"], name="exports_exportrun_mine"),
            models.Index(fields=["export", "-id"], name="exports_exportrun_of_export"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["export", "planned_for", "try_number"],
                name="exports_exportrun_planned_once",
            ),
            models.UniqueConstraint(
                fields=["export"],
                condition=Q(state__in=OPEN),
                name="exports_exportrun_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user", "account", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="exports_exportrun_asked_once",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows how far it is, in the console it belongs to."""
        return reverse("settings_run" if self.export_id else "export", args=[self.token])

    def abandon(self) -> None:
        """End as failed, with entry and mail."""
        from exports import finish  # noqa: PLC0415 - it needs the model

        finish.fail(self, self.message)
