"""Application configuration of fourme.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The application fourme.api."""

    name = "fourme.api"
    label = "api"

    def ready(self) -> None:
        """Register the step of the tick that forgets old keys."""
        from fourme.api import idempotency  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import steps  # noqa: PLC0415 - as above

        steps.register(idempotency.sweep)
