"""The imports that the top bar tells about."""

from fourme.accounts.rights import Actor
from fourme.jobs.badges import Badge, current
from fourme.jobs.models import State
from imports.models import ImportRun
from imports.status import Status


def badges(actor: Actor) -> list[Badge]:
    """Return the person's imports in the current account that run, else the one that ended."""
    return [_badge(run) for run in current(ImportRun.objects.filter(notify=True), actor)]


def _badge(run: ImportRun) -> Badge:
    status = Status(run)
    text = status.word.lower()
    if run.state == State.PROCESSING and run.total:
        text = f"{100 * status.done // run.total} %"
    return Badge(run.get_absolute_url(), status.badge, _what(run, status), text)


def _what(run: ImportRun, status: Status) -> str:
    return f"{'Test' if run.test_only else 'Import'} of {status.type.label_of(2)}"
