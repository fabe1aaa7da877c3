"""Application configuration of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The application exports."""

    name = "exports"

    def ready(self) -> None:
        """Register the steps of the tick that are ours, the badge, and the section of Settings."""
        from exports import badge, origin, schedule, workspace  # noqa: PLC0415 - models are not ready before
        from fourme.accounts.navigation import register_section  # noqa: PLC0415 - as above
        from fourme.accounts.rights import Door  # noqa: PLC0415 - as above
        from fourme.files import origins  # noqa: PLC0415 - as above
        from fourme.files.models import StoredFile  # noqa: PLC0415 - as above
        from fourme.jobs import badges, steps  # noqa: PLC0415 - as above

        steps.register(schedule.start_due)
        steps.register(workspace.sweep)
        badges.register(badge.badges)
        origins.register(StoredFile.Purpose.EXPORT, origin.origin)
        about = "What is exported, once or on a schedule, and how it went."
        register_section("Exports", "settings_exports", Door.EXPORT, about)
