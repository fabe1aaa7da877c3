"""A repeated start with the same Idempotency-Key is one export."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from exports.models import ExportRun
from fourme.accounts.rights import Actor
from fourme.api.idempotency import LIFETIME
from fourme.api.models import KeyedCall
from tests.exports.api.caller import Caller, start

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")


def test_a_repeated_request_with_the_same_key_is_one_export(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly 2026-11-22"})

    assert start(caller) == start(caller)
    assert ExportRun.objects.count() == 1


def test_a_key_is_the_same_whatever_the_address_ends_with(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly"})
    paths = ("/v1/export", "/v1/export/", "/v1/export.json", "/v1/export.json/")

    tokens = {caller.client.post(path, {"type": "sites"}).json()["token"] for path in paths}

    assert len(tokens) == ExportRun.objects.count() == 1


def test_two_requests_at_once_are_one_export(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly"})
    together = Barrier(6)

    def ask(_: int) -> str:
        together.wait(30)
        try:
            return str(caller.post({"type": "sites"}).json()["token"])
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        tokens = set(pool.map(ask, range(6)))

    assert len(tokens) == ExportRun.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly"})
    start(caller)

    answer = caller.post({"type": "teams"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        ["Idempotency-Key", "Idempotency-Key was used with another body before"]
    ]


def test_a_key_is_free_again_after_a_day(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly"})
    first = start(caller)
    KeyedCall.objects.update(created_at=timezone.now() - LIFETIME - timedelta(seconds=1))

    assert start(caller) != first


def test_what_was_refused_does_not_take_the_key(administrator: Actor) -> None:
    caller = Caller(administrator, **{"Idempotency-Key": "nightly"})
    assert caller.post({"type": "martians"}).status_code == 422

    assert start(caller).types == ["sites"]
