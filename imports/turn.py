"""One running import per account and type; later ones wait for their turn, first come first."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from fourme.jobs.models import State
from fourme.jobs.start import ring
from imports.models import ImportRun


@contextmanager
def turn(run: ImportRun) -> Iterator[bool]:
    """Tell whether it is the turn of a run, and keep others of its account and type out.

    The lock belongs to the database session, so the death of a worker frees it.
    """
    number = _number(run)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine and not _earlier(run)
    finally:
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def ring_next(run: ImportRun) -> None:
    """Wake the next import that waits for the end of this one."""
    waiting = ImportRun.objects.filter(
        account_id=run.account_id, type=run.type, state=State.QUEUED
    ).order_by("id")
    following = waiting.first()
    if following is not None:
        ring(following)


def _earlier(run: ImportRun) -> bool:
    """Tell whether another import has to come first; wake it when it is asleep."""
    earlier = ImportRun.objects.filter(
        account_id=run.account_id,
        type=run.type,
        state__in=[State.QUEUED, State.PROCESSING],
        pk__lt=run.pk,
    ).order_by("id")
    first = earlier.first()
    if first is not None and first.state == State.QUEUED:
        ring(first)
    return first is not None


def _number(run: ImportRun) -> int:
    digest = hashlib.sha256(f"import {run.account_id} {run.type}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
