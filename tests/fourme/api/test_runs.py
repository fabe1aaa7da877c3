"""Runs are forgotten a while after their end."""

from datetime import timedelta

from django.utils import timezone

from fourme.api.runs import KNOWN, forgotten


def test_a_run_is_known_for_five_minutes_after_its_end() -> None:
    now = timezone.now()
    assert not forgotten(None)
    assert not forgotten(now - KNOWN + timedelta(seconds=10))
    assert forgotten(now - KNOWN - timedelta(seconds=1))
