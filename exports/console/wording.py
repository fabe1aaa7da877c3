"""An export in words, field by field, so that two versions of it can be compared."""

from datetime import date
from zoneinfo import ZoneInfo

from exports.models import Export
from exports.names import label
from exports.recurrence_words import listed, words


def described(export: Export, zone: ZoneInfo) -> dict[str, str]:
    """Return what can be edited, by the label of its field; moments are in the zone."""
    since = export.since and export.since.astimezone(zone)
    return {
        "Name": export.name,
        "Disabled": _yes(export.disabled),
        "Run as": export.user.email,
        "Strategy": export.get_strategy_display(),
        "Changes since": f"{since:%Y-%m-%d %H:%M %Z}" if since else "",
        "Send also when nothing changed": _yes(export.send_unchanged),
        "Types": listed([label(slug) for slug in export.types]),
        "Export format": export.get_export_format_display(),
        "Line separator": export.get_line_separator_display(),
        "Recurrence": recurrence_words(export),
    }


def differences(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return label, old and new text of the fields that differ."""
    return [(name, old, after[name]) for name, old in before.items() if old != after[name]]


def recurrence_words(export: Export, today: date | None = None) -> str:
    """Return when the export is planned, as a sentence without its full stop; "" when it is not.

    A start before `today` is only named when it matters.
    """
    recurrence = export.recurrence()
    if recurrence is None:
        return ""
    return words(recurrence, export.calendar.name if export.calendar else "", today=today)


def _yes(value: bool) -> str:
    return "Yes" if value else "No"
