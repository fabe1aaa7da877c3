"""Application configuration of fourme.logs."""

from django.apps import AppConfig


class LogsConfig(AppConfig):
    """The application fourme.logs."""

    name = "fourme.logs"
    label = "logs"

    def ready(self) -> None:
        """Listen to logins, and show the screens in Settings."""
        from fourme.accounts.navigation import register_section  # noqa: PLC0415 - needs the models
        from fourme.accounts.rights import Door  # noqa: PLC0415 - as above
        from fourme.logs import authentication  # noqa: F401, PLC0415 - as above

        register_section(
            "System Logs", "logs", Door.LOGS, "What was imported, exported, and who logged in."
        )
