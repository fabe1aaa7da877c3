from collections.abc import Callable
from typing import Any

import django_rq
import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from redis import Redis

from fourme.jobs.models import State
from fourme.mail.models import OutboxMessage
from fourme.mail.outbox import send_again

Post = Callable[..., OutboxMessage]


def test_both_parts_are_rendered_each_in_its_way(post: Post) -> None:
    mail = post()

    assert "Hello Ed <Turner> & Söhne." in mail.text
    assert "<p>Hello Ed &lt;Turner&gt; &amp; Söhne.</p>" in mail.html
    assert "Export finished: Sites</h1>" in mail.html
    assert (mail.state, mail.to) == (State.QUEUED, "administrator@wdc.example")


def test_a_key_makes_one_mail(post: Post) -> None:
    first = post()
    second = post(subject="Another one")

    assert second == first
    assert second.subject == "Export finished: Sites"
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "Finished\r\nBcc: other@wdc.example"},
        {"subject": "Finished\nBcc: other@wdc.example"},
        {"headers": {"X-4me-Export": "1\r\nBcc: other@wdc.example"}},
        {"headers": {"X-4me-Export": "1\0"}},
        {"headers": {"Bcc: other@wdc.example\r\nX": "1"}},
        {"headers": {"X 4me": "1"}},
    ],
)
def test_a_line_break_in_a_header_is_refused(post: Post, changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not one line"):
        post(**changed)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("to", ["", "nobody", "a@wdc.example\nBcc: b@wdc.example", "a@b, c@d.eu"])
def test_a_bad_address_is_refused(post: Post, to: str) -> None:
    with pytest.raises(ValidationError):
        post(to=to)
    assert not OutboxMessage.objects.exists()


def test_the_bell_rings_after_the_commit(transactional_db: None, redis: Redis, post: Post) -> None:
    queue = django_rq.get_queue("mail")
    with transaction.atomic():
        mail = post()
        assert queue.job_ids == []

    assert queue.job_ids == [f"{mail.token}-0"]


def test_mails_that_are_over_are_sent_again(
    transactional_db: None, redis: Redis, post: Post
) -> None:
    states = {"a": State.DONE, "b": State.FAILED, "c": State.QUEUED, "d": State.PROCESSING}
    for key, state in states.items():
        post(key=key)
        OutboxMessage.objects.filter(key=key).update(state=state, attempt=3)

    assert send_again(OutboxMessage.objects.all()) == 2

    found = OutboxMessage.objects.order_by("key").values_list("key", "state", "attempt")
    assert list(found) == [
        ("a", State.QUEUED, 0),
        ("b", State.QUEUED, 0),
        ("c", State.QUEUED, 3),
        ("d", State.PROCESSING, 3),
    ]
