"""The panel of the latest imports and exports, for those who may read the logs."""

from fourme.accounts.overview import Line, Panel
from fourme.accounts.rights import Actor, Door
from fourme.logs.models import Level, SystemLog

_SHOWN = 6
_LOGS = (SystemLog.LogType.IMPORT, SystemLog.LogType.EXPORT)


def panel(actor: Actor) -> Panel | None:
    """Return the latest runs, those that are at work first."""
    if not actor.may(Door.LOGS):
        return None
    entries = SystemLog.objects.filter(account=actor.account)
    found = [log for name in _LOGS for log in entries.filter(log_type=name)[:_SHOWN]]
    found.sort(key=lambda log: (log.finished_at is None, log.created_at), reverse=True)
    lines = [_line(log) for log in found[:_SHOWN]]
    return Panel("Latest imports and exports", tuple(lines), "Nothing was imported or exported.")


def _line(log: SystemLog) -> Line:
    running = log.finished_at is None
    text, tone = ("Running", "processing") if running else (Level(log.level).label, log.level)
    return Line(log.message, str(text), log.get_absolute_url(), tone)
