"""Application configuration of fourme.files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The application fourme.files."""

    name = "fourme.files"
    label = "files"

    def ready(self) -> None:
        """Register the sweeps of the tick."""
        from fourme.files import sweep  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import steps  # noqa: PLC0415 - as above

        steps.register(sweep.expired)
        steps.register(sweep.orphans)
