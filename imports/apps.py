"""Application configuration of imports."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The application imports."""

    name = "imports"

    def ready(self) -> None:
        """Put running and finished imports into the top bar."""
        from fourme.accounts import navigation  # noqa: PLC0415 - models are not ready before

        navigation.register_badge("import-badge")
