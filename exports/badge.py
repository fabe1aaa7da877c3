"""The exports that the top bar tells about."""

from exports.models import ExportRun
from exports.names import label
from exports.status import Status
from fourme.accounts.rights import Actor
from fourme.jobs.badges import Badge, current
from fourme.jobs.models import State
from records.types import in_sentence


def badges(actor: Actor) -> list[Badge]:
    """Return the person's exports in the current account that run, else the one that ended."""
    return [_badge(run) for run in current(ExportRun.objects.all(), actor)]


def _badge(run: ExportRun) -> Badge:
    status = Status(run)
    text = status.word.lower()
    if run.state == State.PROCESSING and status.total:
        text = f"{100 * status.done // status.total} %"
    return Badge(run.get_absolute_url(), status.badge, _what(run), text)


def _what(run: ExportRun) -> str:
    if run.name:
        return f"Export “{run.name}”"
    one = len(run.types) == 1
    return f"Export of {in_sentence(label(run.types[0])) if one else f'{len(run.types)} types'}"
