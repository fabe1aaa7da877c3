"""The applications of an account."""

from datetime import datetime

from django.db import models
from oauth2_provider.models import AbstractApplication
from oauthlib.common import Request

from fourme.accounts.backends import LoginBackend
from fourme.accounts.models import Account, User
from fourme.accounts.models.token import LAST_USED_PRECISION


class Application(AbstractApplication):
    """A program with an ID and a secret, for which it gets tokens of an hour.

    It acts for `user`, with the roles that the person has at that moment, in `account` unless a
    call names another one. Of the secret only its hash is stored, as of personal access tokens.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="applications")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def is_usable(self, request: Request) -> bool:  # noqa: ARG002 -- the toolkit's signature
        """Tell whether its person may log in; without that it gets no token."""
        return self.user is not None and LoginBackend().user_can_authenticate(self.user)

    def note_use(self, now: datetime) -> None:
        """Store when it called last, at most once a minute."""
        if self.last_used_at is None or now - self.last_used_at > LAST_USED_PRECISION:
            Application.objects.filter(pk=self.pk).update(last_used_at=now)
