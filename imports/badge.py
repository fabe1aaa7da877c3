"""The imports that the top bar tells about: those that run, and those that have just ended."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from fourme.accounts.rights import Actor
from fourme.jobs.models import OPEN, State
from imports.models import ImportRun
from imports.status import Status

_NEWS = timedelta(minutes=3)
_SHOWN = 3


@dataclass(frozen=True)
class Badge:
    """One import in a few words."""

    url: str
    state: str
    text: str


def badges(actor: Actor) -> list[Badge]:
    """Return the person's imports in the current account that run, else the one that ended."""
    recent = Q(state__in=OPEN) | Q(completed_at__gt=timezone.now() - _NEWS)
    runs = ImportRun.objects.filter(
        recent, account=actor.account, user=actor.user, notify=True
    ).order_by("-id")
    running = [run for run in runs[:_SHOWN] if run.state in OPEN]
    return [_badge(run) for run in running or runs[:1]]


def _badge(run: ImportRun) -> Badge:
    status = Status(run)
    text = status.word.lower()
    if run.state == State.PROCESSING and run.total:
        text = f"{100 * status.done // run.total} %"
    return Badge(run.get_absolute_url(), status.badge, f"{status.type.label}: {text}")
