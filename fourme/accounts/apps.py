"""Accounts, logins, roles and tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The application of accounts, trusts, users and tokens."""

    name = "fourme.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Add the sections of this application to Settings."""
        from fourme.accounts.navigation import register_section  # noqa: PLC0415 -- needs models
        from fourme.accounts.rights import Door  # noqa: PLC0415 -- needs models

        for label, url_name, about in (
            ("Account", "settings_account", "The current account and those around it."),
            ("Roles", "settings_roles", "Who may do what in this account."),
            ("Trusts", "settings_trusts", "Accounts whose records may be referred to."),
        ):
            register_section(label, url_name, Door.SETTINGS, about)
