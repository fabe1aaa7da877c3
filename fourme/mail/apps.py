"""Application configuration of fourme.mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The application fourme.mail."""

    name = "fourme.mail"
    label = "mail"
