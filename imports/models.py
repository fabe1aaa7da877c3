"""The import run, what it keeps for the person, and what it keeps to go on after a crash."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fourme.files.models import StoredFile
from fourme.jobs.models import Run, State

#: How the message of a run begins that a person ended.
CANCELED = "Canceled"
COUNTERS = ("created", "updated", "deleted", "unchanged", "failures", "errors")


class ImportRun(Run):
    """One import of one file into one record type.

    ::

        rows ──▶ settle ──▶ waiting ──▶ links ──▶ left ──▶ finish      (`phase`)

    `rows` applies the file batch by batch; a row that refers to a record of the same type that is
    not there yet waits. `settle` tells the waiting rows whose reference the file brings from those
    that are `left`; `waiting` applies the first, `links` fills in their references, `left` applies
    or rejects the others. `checkpoint` is the last row that is dealt with, `line` the row that the
    worker has reached. Counters, checkpoint, data and messages are committed together.
    """

    queue: ClassVar[str] = "imports"
    task: ClassVar[str] = "imports.tasks.run_import"
    max_attempts: ClassVar[int] = 5

    class Phase(models.TextChoices):
        """The part of the work that comes next."""

        ROWS = "rows"
        SETTLE = "settle"
        WAITING = "waiting"
        LINKS = "links"
        LEFT = "left"
        FINISH = "finish"

    source = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField("file name", max_length=200)
    test_only = models.BooleanField(default=False)
    financial_only = models.BooleanField(default=False)
    notify = models.BooleanField(default=True)
    key = models.CharField("idempotency key", max_length=80, blank=True)
    total = models.PositiveBigIntegerField("rows", null=True, blank=True)
    headers: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    #: Why the file could not be read to its end; the rows before are imported all the same.
    unreadable = models.TextField(blank=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.ROWS)
    checkpoint = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    updated = models.PositiveBigIntegerField(default=0)
    deleted = models.PositiveBigIntegerField(default=0)
    unchanged = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)
    errors = models.PositiveBigIntegerField(default=0)
    logfile = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    canceled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(Run.Meta):
        abstract = False
        verbose_name = "import"
        indexes = [
            *Run.Meta.indexes,
            models.Index(fields=["account", "user", "-id"], name="imports_run_recent"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "user", "key"], condition=~Q(key=""), name="imports_run_once"
            )
        ]

    @property
    def results(self) -> dict[str, int]:
        """The counters in their documented order."""
        return {name: getattr(self, name) for name in COUNTERS}

    @property
    def canceled(self) -> bool:
        """Whether a person ended it."""
        return self.state == State.FAILED and self.message.startswith(CANCELED)

    @property
    def over(self) -> bool:
        """Whether it is done or failed."""
        return self.state in {State.DONE, State.FAILED}

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return f"/imports/{self.token}/"

    def abandon(self) -> None:
        """Finish as failed, with log and mail."""
        from imports.finish import finish  # noqa: PLC0415 -- finish needs the run

        finish(self, State.FAILED, self.message)


class RejectedRow(models.Model):
    """A row that was not imported, as it was in the file."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejected")
    row = models.BigIntegerField()
    first_line = models.BigIntegerField()
    last_line = models.BigIntegerField()
    cells: "models.JSONField[Any, Any]" = models.JSONField()
    reasons = models.TextField()

    class Meta:
        ordering = ["row"]
        indexes = [models.Index(fields=["run", "row"], name="imports_rejectedrow_page")]

    def __str__(self) -> str:
        return f"row {self.row}"


class DeferredRow(models.Model):
    """A row that waits for a record which the file may bring later.

    `keys` are by what the row finds its record or could be found, `brings` is the key by which
    others may refer to it, `needs` are the keys that it misses. `lost` marks a row whose needs
    nobody brings.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="deferred")
    row = models.BigIntegerField()
    first_line = models.BigIntegerField()
    last_line = models.BigIntegerField()
    cells: "models.JSONField[Any, Any]" = models.JSONField()
    keys = ArrayField(models.TextField())
    brings = models.TextField()
    needs = ArrayField(models.TextField())
    lost = models.BooleanField(default=False)

    class Meta:
        ordering = ["row"]
        indexes = [
            models.Index(fields=["run", "row"], name="imports_deferredrow_order"),
            models.Index(fields=["run", "brings"], name="imports_deferredrow_brings"),
        ]

    def __str__(self) -> str:
        return f"row {self.row}"


class PendingLink(models.Model):
    """A reference of a record of this run to one that a later batch brings."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="links")
    row = models.BigIntegerField()
    first_line = models.BigIntegerField()
    last_line = models.BigIntegerField()
    cells: "models.JSONField[Any, Any]" = models.JSONField()
    record = models.BigIntegerField()
    column = models.CharField(max_length=100)
    key = models.TextField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "id"], name="imports_pendinglink_order")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.column}"


class ChangePreview(models.Model):
    """What a test would change in a record: one column, old and new text."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes")
    row = models.BigIntegerField()
    record = models.CharField(max_length=200)
    column = models.CharField(max_length=200)
    old = models.TextField()
    new = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"row {self.row}: {self.column}"
