"""Application configuration of fourme.files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The application fourme.files."""

    name = "fourme.files"
    label = "files"
