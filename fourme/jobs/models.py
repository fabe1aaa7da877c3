"""Jobs and runs: rows that a worker takes up. The row is the truth, Redis only the doorbell."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from fourme.accounts.models import Account
from fourme.jobs.errors import Superseded
from fourme.logs.models import SystemLog


class State(models.TextChoices):
    """Where a job stands, in the words of the API."""

    QUEUED = "queued"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"


OPEN = (State.QUEUED, State.PROCESSING)
STOPPED = "The job stopped unexpectedly."


def new_token() -> str:
    """Return the public id of a job: 40 hexadecimal digits."""
    return secrets.token_hex(20)


class Job(models.Model):
    """Work that a worker does once, whatever dies on the way.

    ::

        start ─▶ queued ──claim (attempt + 1)──▶ processing ──finish──▶ done
                   ▲                                │  │ └────finish──▶ failed
                   └──requeue, or stale and reaped──┘  │                  ▲
                      (attempts left)                  └──abandon─────────┘
                                                         (attempts used up)

    A worker owns the job while the row says processing with the attempt that it claimed: each of
    its writes asks for that (`mine`), so one that was thought dead cannot spoil the work of the
    next. Before `due_at` a queued job is not claimed. Times are those of the database server.
    """

    queue: ClassVar[str]
    task: ClassVar[str]  # dotted path of a function (label, token)
    max_attempts: ClassVar[int] = 3

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                condition=Q(state__in=["queued", "processing"]),
                name="%(app_label)s_%(class)s_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.token[:8]} ({self.state})"

    def mine(self) -> "models.QuerySet[Self]":
        """Return the row as long as this worker owns it, else nothing."""
        return type(self)._default_manager.filter(
            pk=self.pk, state=State.PROCESSING, attempt=self.attempt
        )

    def write(self, **fields: Any) -> None:
        """Update columns of the row. Raises Superseded when this worker owns it no more."""
        if not self.mine().update(**fields):
            raise Superseded(f"{self._meta.label} {self.token} attempt {self.attempt}")
        self.refresh_from_db(fields=list(fields))

    def finish(self, state: State, message: str = "", **fields: Any) -> None:
        """End the job as done or failed, with other columns if given; in one statement.

        Call it in the transaction that stores the result. Raises Superseded.
        """
        self.write(state=state, message=message, completed_at=Now(), **fields)

    def requeue(self, pause: timedelta = timedelta(), message: str = "") -> None:
        """Give the job back; it is claimed again after the pause. Raises Superseded."""
        self.write(state=State.QUEUED, due_at=Now() + pause, message=message)

    def abandon(self) -> None:
        """End the job after its last attempt, with `self.message` for the person.

        Called in a transaction by the one that owns the row. A subclass adds log and mail.
        """
        self.finish(State.FAILED, self.message)


class Run(Job):
    """A job that a person asked for and watches: an import or an export.

    `type` is the slug now worked on and `line` how far it got; `log` is the entry of the system
    log. A person may ask to stop it (`cancel_requested_at`).
    """

    class Origin(models.TextChoices):
        """By which door it came."""

        CONSOLE = "console"
        API = "api", "API"
        SCHEDULE = "schedule"
        COMMAND = "command", "Command line"

    type = models.CharField(max_length=60, blank=True)
    line = models.PositiveBigIntegerField(default=0)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.CONSOLE)
    ip_address = models.GenericIPAddressField("IP address", null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    log = models.ForeignKey(SystemLog, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Job.Meta):
        abstract = True

    def cancel(self) -> bool:
        """Ask to stop; the worker notices within seconds. False if the run is over already."""
        asked = type(self)._default_manager.filter(
            pk=self.pk, state__in=OPEN, cancel_requested_at=None
        )
        return bool(asked.update(cancel_requested_at=Now()))
