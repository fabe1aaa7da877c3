"""How long a file can be downloaded."""

from datetime import timedelta

from django.conf import settings

_DAY = 24


def lifetime() -> timedelta:
    """Return the time from completion to expiry."""
    return timedelta(hours=settings.FILE_LIFETIME_HOURS)


def lifetime_words() -> str:
    """Return it for people: "2 days"."""
    hours = settings.FILE_LIFETIME_HOURS
    number, unit = (hours, "hour") if hours % _DAY else (hours // _DAY, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"
