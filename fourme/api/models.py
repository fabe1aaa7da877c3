"""The calls that came with an Idempotency-Key."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from fourme.accounts.models import Account


class KeyedCall(models.Model):
    """A POST with its key, a fingerprint of its body, and the token with which it was answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    token = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account", "path", "key"], name="api_keyedcall_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.key}"
