from datetime import timedelta

import pytest
from django.utils import timezone

from fourme.accounts.models import FailedLogins
from fourme.accounts.throttle import LIMIT, WINDOW, admit, forget

pytestmark = pytest.mark.django_db
WHO = ("admin@wdc.example", "192.0.2.1")


def test_admit_makes_wait_after_the_limit() -> None:
    assert [admit(*WHO) for _ in range(LIMIT)] == [None] * LIMIT
    wait = admit(*WHO)
    assert wait is not None
    assert timedelta() < wait <= WINDOW


def test_waiting_is_not_prolonged_by_trying() -> None:
    waits = [admit(*WHO) for _ in range(LIMIT + 3)]
    assert waits[-1] is not None
    assert FailedLogins.objects.get().failures == LIMIT


def test_admit_counts_each_address_for_itself() -> None:
    for _ in range(LIMIT + 1):
        admit(*WHO)
    assert admit(WHO[0], "192.0.2.2") is None
    assert admit("other@wdc.example", WHO[1]) is None
    assert admit(WHO[0], None) is None


def test_the_window_ends() -> None:
    for _ in range(LIMIT):
        admit(*WHO)
    FailedLogins.objects.update(since=timezone.now() - WINDOW)
    assert admit(*WHO) is None
    assert FailedLogins.objects.get().failures == 1


def test_forget_starts_again_and_drops_what_is_old() -> None:
    admit(*WHO)
    admit("kept@wdc.example", "192.0.2.1")
    admit("old@wdc.example", "192.0.2.1")
    FailedLogins.objects.filter(email="old@wdc.example").update(since=timezone.now() - 2 * WINDOW)
    forget(*WHO)
    assert list(FailedLogins.objects.values_list("email", flat=True)) == ["kept@wdc.example"]
