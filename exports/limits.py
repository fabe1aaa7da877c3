"""The limits of exports: how far back changes go, and how often a big type is exported in full."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from exports.errors import Refused
from exports.models import ExportRun
from exports.request import ExportRequest
from exports.select import Part
from fourme.accounts.models import Account
from fourme.accounts.zones import zone_of
from fourme.jobs.models import State

FULL_EXPORT_PAUSE = timedelta(hours=23)
_LATE = timedelta(hours=1)


def check_since(request: ExportRequest) -> None:
    """Refuse an export of the Settings console that goes back more than two months.

    A single request may: it is held to the limit of a full export.
    """
    if request.origin == ExportRun.Origin.SCHEDULE and request.is_far_back:
        oldest = request.oldest_change.isoformat(timespec="seconds")
        raise Refused(
            f"Changes can be exported from {oldest} on: two months back. Choose Incremental, or "
            "Full to export all records."
        )


def check_full(request: ExportRequest, part: Part) -> None:
    """Refuse a full export of a big type when the last successful one began too recently.

    Changes of more than two months count as a full export.
    """
    if not part.whole:
        return
    slug = part.record_type.slug
    now = timezone.now()
    begun = last_full(request.actor.account, [slug], now).get(slug)
    if begun is None or not _is_big(part):
        return
    again = (begun + FULL_EXPORT_PAUSE).astimezone(zone_of(request.actor.user))
    if again > now:
        raise Refused(
            f"All {part.record_type.label} were exported less than 23 hours ago. A type with more "
            f"than {settings.FULL_EXPORT_LIMIT:,} records can be exported in full again from "
            f"{again:%A %-d %B, %H:%M} ({again:%Z}) on; filtered "
            "lists and changes of the last two months at any time.",
            limited=slug,
        )


def last_full(account: Account, slugs: Sequence[str], now: datetime) -> dict[str, datetime]:
    """Return by type when its last full export began that was big and successful, if lately.

    A planned one began when it was planned, unless it was late: a day that the clocks make an hour
    shorter, or a queue, must not let the next one come too soon.
    """
    planned = Coalesce("planned_for", "claimed_at")
    runs = (
        ExportRun.objects.filter(account=account, state=State.DONE, full_types__overlap=list(slugs))
        .annotate(begun=Greatest(planned, F("claimed_at") - _LATE))
        .filter(begun__gt=now - FULL_EXPORT_PAUSE)
        .order_by("begun")
        .values_list("begun", "full_types", "records")
    )
    return {
        slug: begun
        for begun, full, records in runs
        for slug in full
        if slug in slugs and records.get(slug, 0) > settings.FULL_EXPORT_LIMIT
    }


def _is_big(part: Part) -> bool:
    limit = settings.FULL_EXPORT_LIMIT
    return part.records.order_by()[: limit + 1].count() > limit
