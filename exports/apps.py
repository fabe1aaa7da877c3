"""Application configuration of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The application exports."""

    name = "exports"

    def ready(self) -> None:
        """Register the steps of the tick that are ours, and the badge."""
        from exports import badge, schedule, workspace  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import badges, steps  # noqa: PLC0415 - as above

        steps.register(schedule.start_due)
        steps.register(workspace.sweep)
        badges.register(badge.badges)
