"""Accounts, logins, roles and tokens."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The application of accounts, trusts, users and tokens."""

    name = "fourme.accounts"
    label = "accounts"
