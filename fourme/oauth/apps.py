"""Application configuration of fourme.oauth."""

from django.apps import AppConfig


class OAuthConfig(AppConfig):
    """The application fourme.oauth."""

    name = "fourme.oauth"
    label = "applications"
    verbose_name = "OAuth 2"

    def ready(self) -> None:
        """Open the API to the tokens of applications, sweep those, and add the section."""
        from fourme.accounts import navigation  # noqa: PLC0415 -- needs models
        from fourme.accounts.rights import Door  # noqa: PLC0415 -- needs models
        from fourme.api import bearers  # noqa: PLC0415 -- needs models
        from fourme.jobs import steps  # noqa: PLC0415 -- needs models
        from fourme.oauth import tokens  # noqa: PLC0415 -- needs models

        bearers.register(tokens.find)
        steps.register(tokens.sweep)
        navigation.register_section(
            "OAuth Applications",
            "settings_applications",
            Door.APPLICATIONS,
            "Programs that call the API with an ID and a secret.",
        )
