"""What an export will do, decided when it begins: the rights and limits of that moment."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from exports import limits, select
from exports.errors import Refused
from exports.request import ExportRequest
from exports.select import Part
from fourme.accounts.rights import Door
from fourme.accounts.zones import zone_of


@dataclass(frozen=True)
class Plan:
    """The records to export, and the zone in which their moments are written."""

    parts: tuple[Part, ...]
    zone: ZoneInfo


def plan(request: ExportRequest) -> Plan:
    """Return the plan of an export. Raises Refused when rights or limits forbid it."""
    check_right(request)
    limits.check_since(request)
    parts = select.parts(request)
    for part in parts:
        limits.check_full(request, part)
    return Plan(parts, zone_of(request.actor.user))


def check_right(request: ExportRequest) -> None:
    """Refuse a person who may not export from the account."""
    if not request.actor.may(Door.EXPORT):
        account = request.actor.account
        raise Refused(
            f"None of the roles of {request.actor.user.email} in {account} lets one export records."
        )
