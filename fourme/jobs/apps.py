"""Application configuration of fourme.jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The application fourme.jobs."""

    name = "fourme.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the steps of the tick that are ours, and the badge of the top bar."""
        from fourme.accounts import navigation  # noqa: PLC0415 - models are not ready before
        from fourme.jobs import reap, steps  # noqa: PLC0415 - models are not ready before

        steps.register(reap.ring_again)
        steps.register(reap.reap)
        navigation.register_badge("jobs-badge")
