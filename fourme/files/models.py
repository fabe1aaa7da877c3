"""Stored files and the record of their downloads."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from fourme.accounts.models import Account


def new_token() -> str:
    """Return 40 hexadecimal digits that nobody guesses."""
    return secrets.token_hex(20)


class StoredFile(models.Model):
    """A file in the storage: an upload, a result, a log.

    The row is made before the object and outlives it: `deleted_at` tells that the object is gone.
    `path` is the name within the storage; `size` counts bytes; without `expires_at` it stays.
    """

    class Purpose(models.TextChoices):
        """What the file is for."""

        IMPORT = "import", "Imported file"
        REJECTED = "rejected", "Rejected rows"
        LOG = "log", "Log file"
        EXPORT = "export", "Exported records"

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField("size in bytes")
    content_type = models.CharField(max_length=100)
    path = models.CharField(max_length=400, unique=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(deleted_at=None),
                name="files_storedfile_expiry",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        """Tell whether the time is over, or the object is gone already."""
        over = self.expires_at is not None and self.expires_at <= timezone.now()
        return over or self.deleted_at is not None


class Download(models.Model):
    """One download of a file: when, by whom (when logged in), from which address."""

    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ip_address = models.GenericIPAddressField("IP address", null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file} on {self.created_at:%Y-%m-%d %H:%M}"
