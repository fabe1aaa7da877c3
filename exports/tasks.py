"""The task of the queue `exports`."""

from exports.run import export as work
from fourme.jobs.perform import perform


def export(label: str, token: str) -> None:
    """Make one export."""
    perform(label, token, work)
