"""The outbox: mails that wait, were sent, or could not be sent."""

from typing import ClassVar

from django.db import models

from fourme.jobs.models import Job


class OutboxMessage(Job):
    """A mail, stored in the transaction that calls for it and sent by a worker afterwards.

    `key` names the reason, such as `export/<token>`; there is one mail per key, ever, and its
    Message-ID is made from it. `headers` holds further headers as name → value.
    """

    queue: ClassVar[str] = "mail"
    task: ClassVar[str] = "fourme.mail.tasks.send"
    max_attempts: ClassVar[int] = 8

    key = models.CharField(max_length=100, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField("HTML")
    headers = models.JSONField(default=dict)

    class Meta(Job.Meta):
        abstract = False
        verbose_name = "mail"

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"
