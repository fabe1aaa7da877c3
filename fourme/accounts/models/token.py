"""Personal access tokens of the API."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone

from fourme.accounts.models.user import User

LAST_USED_PRECISION = timedelta(minutes=1)


def digest(secret: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessToken(models.Model):
    """A bearer token of a user. The secret is shown once; only its hash and last 4 signs stay."""

    user = models.ForeignKey(User, models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @classmethod
    def generate(cls, user: User, name: str) -> tuple["AccessToken", str]:
        """Store a new token; return it with the secret, which cannot be had again."""
        secret = secrets.token_urlsafe(32)
        token = cls.objects.create(user=user, name=name, digest=digest(secret), hint=secret[-4:])
        return token, secret

    @classmethod
    def find(cls, secret: str) -> "AccessToken | None":
        """Return the valid token of the secret and note its use, at most once a minute."""
        token = (
            cls.objects.select_related("user")
            .filter(digest=digest(secret), revoked_at=None, user__is_active=True)
            .first()
        )
        now = timezone.now()
        if token and (not token.last_used_at or now - token.last_used_at > LAST_USED_PRECISION):
            cls.objects.filter(pk=token.pk).update(last_used_at=now)
        return token
