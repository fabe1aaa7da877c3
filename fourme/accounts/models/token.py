"""Personal access tokens of the API."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fourme.accounts.models.user import User

LAST_USED_PRECISION = timedelta(minutes=1)
_SOON = timedelta(days=14)


def digest(secret: str) -> str:
    """Return what is stored of a token: its many random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessToken(models.Model):
    """A bearer token of a user. The secret is shown once; only its hash and last 4 signs stay.

    From `expires_at` on it opens nothing; without that moment it lasts until it is revoked.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @classmethod
    def generate(
        cls, user: User, name: str, expires_at: datetime | None = None
    ) -> tuple["AccessToken", str]:
        """Store a new token; return it with the secret, which cannot be had again."""
        secret = secrets.token_hex(56)  # 112 signs without punctuation: some clients insist
        token = cls.objects.create(
            user=user, name=name, digest=digest(secret), hint=secret[-4:], expires_at=expires_at
        )
        return token, secret

    @classmethod
    def find(cls, secret: str) -> "AccessToken | None":
        """Return the valid token of the secret and note its use, at most once a minute."""
        now = timezone.now()
        lasting = Q(expires_at=None) | Q(expires_at__gt=now)
        token = (
            cls.objects.select_related("user")
            .filter(lasting, digest=digest(secret), revoked_at=None, user__is_active=True)
            .first()
        )
        if token and (not token.last_used_at or now - token.last_used_at > LAST_USED_PRECISION):
            cls.objects.filter(pk=token.pk).update(last_used_at=now)
        return token

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def expires_soon(self) -> bool:
        """Whether it expires within two weeks."""
        if self.expires_at is None or self.expired:
            return False
        return self.expires_at <= timezone.now() + _SOON
