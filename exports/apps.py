"""Application configuration of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The application exports."""

    name = "exports"

    def ready(self) -> None:
        """Register the step of the tick that removes what killed workers left, and the badge."""
        from exports import badge, workspace  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import badges, steps  # noqa: PLC0415 - as above

        steps.register(workspace.sweep)
        badges.register(badge.badges)
