"""Application configuration of fourme.jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The application fourme.jobs."""

    name = "fourme.jobs"
    label = "jobs"
