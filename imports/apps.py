"""Application configuration of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The application imports."""

    name = "imports"

    def ready(self) -> None:
        """Put running and finished imports into the top bar, and theirs into the histories."""
        from fourme.jobs.badges import register  # noqa: PLC0415 - models are not ready before
        from imports.badge import badges  # noqa: PLC0415 - as above
        from imports.origins import origins  # noqa: PLC0415 - as above
        from records.history import register_imports  # noqa: PLC0415 - as above

        register(badges)
        register_imports(origins)
