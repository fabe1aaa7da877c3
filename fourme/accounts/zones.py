"""The 152 time zones by the names that people see, and the IANA zones behind them.

`time_zones.json` holds the names in their documented order (by standard offset), each with its
canonical IANA zone.
"""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from fourme.accounts.models import User

_IANA: dict[str, str] = json.loads(Path(__file__).with_name("time_zones.json").read_text())
_UTC = "UTC"


def names() -> list[str]:
    """Return the names in their documented order, from west to east."""
    return list(_IANA)


def iana(name: str) -> str:
    """Return the IANA zone of a name; an IANA zone stays itself. Raises LookupError."""
    if name in _IANA:
        return _IANA[name]
    if name in _IANA.values():
        return name
    raise LookupError(f"{name} is not a time zone.")


def rails_name(zone: str) -> str | None:
    """Return the name of an IANA zone: of the zone itself, else of one with the same offsets.

    The offsets compared are those of this winter and this summer. None if no zone has them.
    """
    exact = [name for name, known in _IANA.items() if known == zone]
    if exact:
        city = zone.rpartition("/")[2].replace("_", " ")
        return city if city in exact else exact[0]
    return _by_offsets(timezone.now().year).get(_offsets(zone, timezone.now().year))


def zone_of(user: User | None) -> ZoneInfo:
    """Return the time zone of the user's person, else of the person's account; UTC for nobody."""
    name = name_of(user)
    return ZoneInfo(name if name == _UTC else _IANA[name])


def name_of(user: User | None) -> str:
    """Return the name of that time zone."""
    person = getattr(user, "person", None)
    if person is None:
        return _UTC
    name: str = person.time_zone if person.time_zone in _IANA else person.account.time_zone
    return name if name in _IANA else _UTC


def _offsets(zone: str, year: int) -> tuple[timedelta | None, ...]:
    """Return the winter and the summer offset of a zone. Raises LookupError if it is unknown."""
    try:
        info = ZoneInfo(zone)
    except (OSError, ValueError) as problem:
        raise LookupError(f"{zone} is not a time zone.") from problem
    return tuple(datetime(year, month, 1, tzinfo=info).utcoffset() for month in (1, 7))


@cache
def _by_offsets(year: int) -> dict[tuple[timedelta | None, ...], str]:
    """Map the offsets to the first name that has them."""
    found: dict[tuple[timedelta | None, ...], str] = {}
    for name, zone in _IANA.items():
        found.setdefault(_offsets(zone, year), name)
    return found
