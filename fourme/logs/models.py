"""The system log: one entry per event, with the messages of a run below it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse

from fourme.accounts.models import Account
from fourme.files.models import StoredFile

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Level(models.TextChoices):
    """How it went (enumeration `system_log.level`)."""

    UNKNOWN = "unknown"
    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    DEBUG = "debug"


class SystemLog(models.Model):
    """One entry: who did what, when, from which address, and how it ended.

    A run opens its entry at the start (`finished_at` None, its level unknown) and closes it at the
    end. `changed_xid` is the transaction that wrote the entry last; a database trigger sets it.
    `address` is the path of the run's page; `data` holds counters and facts as pairs of label and
    value in the order to show (a JSON object would lose it). Entries without account (a failed
    login of an unknown address) are seen by operators only.
    """

    class LogType(models.TextChoices):
        """The log that an entry belongs to (enumeration `system_log.log_type`)."""

        AUTHENTICATION = "authentication", "Authentication"
        IMPORT = "import", "Import"
        EXPORT = "export", "Export"
        JOB = "job", "Job"
        ACCOUNT_TRUST = "account_trust", "Account Trust"

    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    log_type = models.CharField(max_length=20, choices=LogType.choices)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.UNKNOWN)
    event = models.CharField(max_length=60)
    message = models.TextField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ip_address = models.GenericIPAddressField("IP address", null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    changed_xid = models.BigIntegerField(editable=False, default=0)
    address = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=list, blank=True)
    files = models.ManyToManyField(StoredFile, blank=True, related_name="logs")

    if TYPE_CHECKING:
        messages: RelatedManager["LogMessage"]

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["account", "log_type", "-created_at", "-id"], name="logs_systemlog_view"
            ),
            models.Index(fields=["account", "changed_xid"], name="logs_systemlog_changed"),
            models.Index(fields=["account", "id"], name="logs_systemlog_ids"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, level="unknown")
                | (Q(finished_at__isnull=False) & ~Q(level="unknown")),
                name="logs_systemlog_level",
                violation_error_message="An entry has a level when it is finished.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_log_type_display()} {self.pk}: {self.message or self.event}"

    def get_absolute_url(self) -> str:
        """Return the address of the entry's page."""
        return reverse("log", args=[self.pk])


class LogMessage(models.Model):
    """A line of a run's report: where in the file, which column and value, why, what to do.

    `row` counts like a spreadsheet, the lines like an editor; both begin at 1 with the header.
    """

    log = models.ForeignKey(SystemLog, models.CASCADE, related_name="messages")
    row = models.BigIntegerField(null=True, blank=True)
    first_line = models.BigIntegerField(null=True, blank=True)
    last_line = models.BigIntegerField(null=True, blank=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.ERROR)
    column = models.CharField(max_length=200, blank=True)
    value = models.TextField(blank=True)
    reason = models.TextField()
    hint = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["log", "id"], name="logs_logmessage_page")]

    def __str__(self) -> str:
        return self.reason

    @property
    def lines(self) -> str:
        """The lines of the row as people read them, such as 830 to 834; empty without a row."""
        if self.first_line is None:
            return ""
        if self.last_line in (None, self.first_line):
            return f"{self.first_line:,}"
        return f"{self.first_line:,}–{self.last_line:,}"  # noqa: RUF001 - a dash between numbers
