"""Application configuration of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The application exports."""

    name = "exports"
