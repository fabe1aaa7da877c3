"""The run of an export."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from fourme.files.models import StoredFile
from fourme.jobs.models import Run


class ExportRun(Run):
    """An export that was asked for: what, for whom, how far it is, and its file.

    `records` holds the number of records by type, counted in the snapshot that is exported.
    A type whose full export was made too short a time ago is named in `rate_limited`. A filtered
    run has the query string of a list in `filter_query`, of the list of `filter_type`.
    """

    class Strategy(models.TextChoices):
        """Which part of the records (enumeration `export.strategy`)."""

        FULL = "full", "All records"
        PARTIAL = "partial", "Changes since a specific time"
        FILTERED = "filtered", "The records of a list"

    class Format(models.TextChoices):
        """The format of the files (enumeration `export.format`)."""

        CSV = "csv", "Comma-separated values (.csv)"
        XLSX = "xlsx", "Microsoft Excel (.xlsx)"

    class LineSeparator(models.TextChoices):
        """What stands between the records of a CSV file."""

        LF = "lf", "LF (Linux, macOS)"
        CRLF = "crlf", "CR LF (Windows)"

    queue: ClassVar[str] = "exports"
    task: ClassVar[str] = "exports.tasks.export"
    max_attempts: ClassVar[int] = 2

    types = ArrayField(models.CharField(max_length=60))
    strategy = models.CharField(max_length=20, choices=Strategy.choices)
    since = models.DateTimeField("changes since", null=True, blank=True)
    filter_type = models.CharField(max_length=60, blank=True)
    filter_query = models.TextField(blank=True)
    locale = models.CharField(max_length=8, blank=True)
    export_format = models.CharField(max_length=10, choices=Format.choices)
    line_separator = models.CharField(max_length=4, choices=LineSeparator.choices)
    idempotency_key = models.CharField(max_length=100, blank=True)
    records = models.JSONField(default=dict, blank=True)
    rate_limited = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Run.Meta):
        abstract = False
        verbose_name = "export"
        indexes = [
            *Run.Meta.indexes,
            models.Index(fields=["account", "user", "-id"], name="exports_exportrun_mine"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="exports_exportrun_asked_once",
            )
        ]

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows how far it is."""
        return reverse("export", args=[self.token])

    def abandon(self) -> None:
        """End as failed, with entry and mail."""
        from exports import finish  # noqa: PLC0415 - it needs the model

        finish.fail(self, self.message)
