"""The moment since which changes are exported, in all spellings that clients use."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<hyphen>-?)(?P<month>\d{2})(?P=hyphen)(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    # In a form body an unescaped + arrives as a blank.
    r"(?:\s?(?P<utc>Z|UTC)|\s?(?P<sign>[+\-\u2212 ])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)?)?",
    re.ASCII | re.IGNORECASE,
)
_PARTS = ("year", "month", "day", "hour", "minute", "second")
_HINT = "write it as 20261231, 20261231T23:00:00 or 20261231T23:00:00+01:00"


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment of `20130524`, `2013-05-24T00:00:00`, `20130524T00:00:00Z` and the like.

    Without an offset it is in `zone`; a date is the start of its day. Raises ValueError with what
    would be right.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"is not a date or time: {_HINT}")
    try:
        year, month, day, hour, minute, second = (int(match[part] or 0) for part in _PARTS)
        micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
        return datetime(
            year, month, day, hour, minute, second, micro, tzinfo=_offset(match) or zone
        )
    except ValueError:
        raise ValueError("is not a date or time that exists") from None


def _offset(match: re.Match[str]) -> timezone | None:
    if match["utc"]:
        return UTC
    if not match["hours"]:
        return None
    ahead = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return timezone(-ahead if match["sign"] in "-\u2212" else ahead)
