"""The task of the queue `mail`."""

from fourme.jobs.perform import perform
from fourme.mail.deliver import deliver


def send(label: str, token: str) -> None:
    """Send one mail of the outbox."""
    perform(label, token, deliver)
