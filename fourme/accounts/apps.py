"""Accounts, logins, roles and tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The application of accounts, trusts, users and tokens."""

    name = "fourme.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Add the sections of this application to Settings."""
        from fourme.accounts import latest, overview  # noqa: PLC0415 -- needs models
        from fourme.accounts.navigation import register_section  # noqa: PLC0415 -- needs models
        from fourme.accounts.rights import Door  # noqa: PLC0415 -- needs models

        for label, url_name, about in (
            ("Account Overview", "settings", "What is in the account, and what goes on."),
            ("Account Settings", "settings_account", "Name, time zone and language."),
            ("Account Trusts", "settings_trusts", "Accounts whose records may be referred to."),
            ("Personal access tokens", "settings_tokens", "By which programs call the API."),
        ):
            register_section(label, url_name, Door.SETTINGS, about)
        overview.register(latest.panel)
