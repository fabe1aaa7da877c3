"""Runs are started once per key, and forgotten a while after their end."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from fourme.api.errors import ApiError
from fourme.api.runs import KNOWN, forgotten, idempotency_key


def test_the_key_is_the_header_without_blanks_around() -> None:
    request = RequestFactory().post("/v1/export", headers={"Idempotency-Key": " one "})
    assert idempotency_key(request) == "one"
    assert idempotency_key(RequestFactory().post("/v1/export")) == ""


def test_a_key_that_is_too_long_is_refused() -> None:
    request = RequestFactory().post("/v1/export", headers={"Idempotency-Key": "x" * 81})
    with pytest.raises(ApiError, match="longer than 80"):
        idempotency_key(request)


def test_a_run_is_known_for_five_minutes_after_its_end() -> None:
    now = timezone.now()
    assert not forgotten(None)
    assert not forgotten(now - KNOWN + timedelta(seconds=10))
    assert forgotten(now - KNOWN - timedelta(seconds=1))
