"""What the top bar tells a person about jobs: those that run, else those that have just ended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from fourme.accounts.rights import Actor
from fourme.jobs.models import OPEN, Run

R = TypeVar("R", bound=Run)

_NEWS = timedelta(minutes=3)
_SHOWN = 2


@dataclass(frozen=True)
class Badge:
    """One run in a few words: the address of its page, its state, what it is, how far it is."""

    url: str
    state: str
    what: str
    how: str


Source = Callable[[Actor], list[Badge]]

_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Add the runs of an application; call it in `AppConfig.ready`."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def badges(actor: Actor) -> list[Badge]:
    """Return the badges of the person in the current account, few enough for the bar."""
    found = [badge for source in _SOURCES for badge in source(actor)]
    return sorted(found, key=lambda badge: badge.state not in OPEN)[:_SHOWN]


def current(runs: QuerySet[R], actor: Actor) -> list[R]:
    """Return of these runs the person's open ones in the account, else the one that just ended."""
    recent = Q(state__in=OPEN) | Q(completed_at__gt=timezone.now() - _NEWS)
    mine = runs.filter(recent, account=actor.account, user=actor.user).order_by("-id")
    found = list(mine[:_SHOWN])
    return [run for run in found if run.state in OPEN] or found[:1]
