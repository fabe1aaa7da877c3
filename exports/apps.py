"""Application configuration of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The application exports."""

    name = "exports"

    def ready(self) -> None:
        """Register the step of the tick that removes what killed workers left."""
        from exports import workspace  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import steps  # noqa: PLC0415 - as above

        steps.register(workspace.sweep)
