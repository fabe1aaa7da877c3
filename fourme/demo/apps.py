"""Registration with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the command `demo`."""

    name = "fourme.demo"
