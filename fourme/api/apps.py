"""Application configuration of fourme.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The application fourme.api."""

    name = "fourme.api"
    label = "api"
