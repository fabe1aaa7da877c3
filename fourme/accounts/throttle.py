"""Slows down the guessing of passwords: few failed logins per e-mail address and IP address."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from fourme.accounts.models import FailedLogins

LIMIT = 5
WINDOW = timedelta(minutes=10)


def admit(email: str, ip_address: str | None) -> timedelta | None:
    """Count an attempt before its password is looked at; return how long to wait, None if not.

    Counting first, under a row lock, leaves no gap for many attempts at the same moment.
    """
    now = timezone.now()
    with transaction.atomic():
        row, _ = FailedLogins.objects.select_for_update().get_or_create(
            email=email, ip_address=ip_address, defaults={"since": now}
        )
        if now - row.since >= WINDOW:
            row.failures, row.since = 0, now
        if row.failures >= LIMIT:
            return row.since + WINDOW - now
        row.failures += 1
        row.save()
    return None


def forget(email: str, ip_address: str | None) -> None:
    """Start again after a good login, and drop what is past its time."""
    FailedLogins.objects.filter(email=email, ip_address=ip_address).delete()
    FailedLogins.objects.filter(since__lt=timezone.now() - WINDOW).delete()
