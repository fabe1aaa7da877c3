"""The limits of exports: how far back changes go, and how often a big type is exported in full."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
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

OLDEST_CHANGE = relativedelta(months=2)
FULL_EXPORT_PAUSE = timedelta(hours=23)
_LATE = timedelta(hours=1)


def check_since(request: ExportRequest) -> None:
    """Refuse changes older than two months; the whole first day counts, in the person's zone."""
    if request.since is None:
        return
    oldest = oldest_change(request)
    if request.since < oldest:
        raise Refused(
            f"Changes can be exported from {oldest.isoformat(timespec='seconds')} on: two months "
            "back. Leave the moment out to export all records."
        )


def oldest_change(request: ExportRequest) -> datetime:
    """Return the moment from which on changes could be exported when the request came."""
    zone = zone_of(request.actor.user)
    day = (request.asked_at.astimezone(zone) - OLDEST_CHANGE).date()
    return datetime.combine(day, time(), zone)


def check_full(request: ExportRequest, part: Part) -> None:
    """Refuse a full export of a big type when the last successful one began too recently."""
    if not part.whole:
        return
    slug = part.record_type.slug
    begun = last_full(request.actor.account, [slug]).get(slug)
    if begun is None or not _is_big(part):
        return
    again = (begun + FULL_EXPORT_PAUSE).astimezone(zone_of(request.actor.user))
    if again > timezone.now():
        raise Refused(
            f"All {part.record_type.label} were exported less than 23 hours ago. A type with more "
            f"than {settings.FULL_EXPORT_LIMIT:,} records can be exported in full again from "
            f"{again:%A %-d %B, %H:%M} ({again:%Z}) on; changes and filtered lists at any time.",
            limited=slug,
        )


def last_full(account: Account, slugs: Sequence[str]) -> dict[str, datetime]:
    """Return by type when its last full export began that was big and successful, if lately.

    A planned one began when it was planned, unless it was late: a day that the clocks make an hour
    shorter, or a queue, must not let the next one come too soon.
    """
    planned = Coalesce("planned_for", "claimed_at")
    runs = (
        ExportRun.objects.filter(account=account, state=State.DONE, full_types__overlap=list(slugs))
        .annotate(begun=Greatest(planned, F("claimed_at") - _LATE))
        .filter(begun__gt=timezone.now() - FULL_EXPORT_PAUSE)
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
