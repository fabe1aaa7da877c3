import time
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from fourme.jobs.claim import claim
from fourme.jobs.heartbeat import Heartbeat
from fourme.mail.models import OutboxMessage


@pytest.fixture
def mail(transactional_db: None, settings: Settings) -> OutboxMessage:
    """Return a claimed mail: a job that is no run."""
    settings.JOB_STALE_SECONDS = 0.3
    made = OutboxMessage.objects.create(key="a", to="a@wdc.example", subject="a")
    mail = claim(OutboxMessage, made.token)
    assert mail is not None
    OutboxMessage.objects.update(heartbeat_at=Now() - timedelta(hours=1))
    mail.refresh_from_db()
    return mail


def test_the_heart_beats_again_and_again(mail: OutboxMessage) -> None:
    seen: set[object] = set()
    with Heartbeat(mail):
        deadline = time.monotonic() + 10
        while len(seen) < 4:
            assert time.monotonic() < deadline, "the heart does not beat"
            seen.add(OutboxMessage.objects.values_list("heartbeat_at", flat=True).get())
            time.sleep(0.01)


def test_the_heart_of_a_superseded_worker_is_not_seen(mail: OutboxMessage) -> None:
    OutboxMessage.objects.update(attempt=2)
    with Heartbeat(mail):
        time.sleep(0.2)

    assert OutboxMessage.objects.get().heartbeat_at == mail.heartbeat_at
