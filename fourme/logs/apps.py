"""Application configuration of fourme.logs."""

from django.apps import AppConfig


class LogsConfig(AppConfig):
    """The application fourme.logs."""

    name = "fourme.logs"
    label = "logs"
