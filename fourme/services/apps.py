"""Registration with Django."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The servers that fourme needs; brings the check of a given PostgreSQL's version."""

    name = "fourme.services"

    def ready(self) -> None:
        """Register the check."""
        from fourme.services import checks  # noqa: F401, PLC0415  # registers itself
