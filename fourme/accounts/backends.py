"""Who may log in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from fourme.accounts.models import User


class LoginBackend(ModelBackend):
    """E-mail address in any case and password, for enabled logins of enabled people.

    Unknown addresses cost the same time as wrong passwords: the parent hashes in both cases.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Any:
        """Return the user, or None; the public password of the demo opens nothing in production."""
        if password == settings.DEMO_PASSWORD and not settings.DEVELOPMENT:
            return None
        return super().authenticate(request, username, password, **kwargs)

    def user_can_authenticate(self, user: Any) -> bool:  # the parent takes any user model
        """Tell whether neither the login nor its person is disabled; asked at every request."""
        return isinstance(user, User) and user.is_active and not _person_disabled(user)


def _person_disabled(user: User) -> bool:
    person = getattr(user, "person", None)
    return person is not None and bool(person.disabled)
