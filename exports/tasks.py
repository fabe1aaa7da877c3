"""The tasks of the queue `exports`."""

from exports.helping import Call, help_with
from exports.run import export as work
from fourme.jobs.perform import perform


def export(label: str, token: str) -> None:
    """Make one export."""
    perform(label, token, work)


def help_export(wanted: Call) -> list[str]:
    """Help another worker with its export."""
    return help_with(wanted)
