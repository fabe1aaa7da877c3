"""The Authentication Log: listens to logins, logouts and failed logins."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from fourme.accounts.addresses import client_ip
from fourme.accounts.models import Account, User
from fourme.logs import events, write
from fourme.logs.models import Level

_LONGEST = 128


@receiver(user_logged_in)
def login(sender: Any, request: HttpRequest | None, user: User, **_: Any) -> None:  # noqa: ARG001 - a signal
    """Record a login."""
    _record(events.LOGIN, request, user, f"{user.email} logged in")


@receiver(user_logged_out)
def logout(sender: Any, request: HttpRequest | None, user: User | None, **_: Any) -> None:  # noqa: ARG001 - a signal
    """Record a logout; that of nobody is none."""
    if user is not None:
        _record(events.LOGOUT, request, user, f"{user.email} logged out")


@receiver(user_login_failed)
def failed(
    sender: Any,  # noqa: ARG001 - a signal
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **_: Any,
) -> None:
    """Record a failed login, for the account of the person if the address is known."""
    address = str(credentials.get("username") or credentials.get("email") or "")
    address = address.strip().lower()[:_LONGEST]
    user = User.objects.select_related("person__account").filter(email=address).first()
    _record(events.LOGIN_FAILED, request, user, f"Failed login of {address}", level=Level.WARNING)


def _record(
    event: str,
    request: HttpRequest | None,
    user: User | None,
    message: str,
    level: str = Level.INFORMATION,
) -> None:
    write.record(
        event,
        account=_account_of(user),
        user=user,
        ip_address=client_ip(request) if request else None,
        message=message,
        level=level,
    )


def _account_of(user: User | None) -> Account | None:
    person = getattr(user, "person", None)
    return getattr(person, "account", None)
