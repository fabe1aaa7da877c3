from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from aiosmtpd.controller import Controller
from pytest_django import Settings

from fourme.demo.ports import free_port
from fourme.jobs.models import State
from fourme.mail.deliver import message_id
from fourme.mail.models import OutboxMessage
from fourme.mail.tasks import send
from tests.fixtures.post import Post as Inbox

Post = Callable[..., OutboxMessage]


def deliver(mail: OutboxMessage) -> OutboxMessage:
    """Do what the worker does, and read the row."""
    OutboxMessage.objects.update(due_at=mail.created_at)
    send("mail.OutboxMessage", mail.token)
    mail.refresh_from_db()
    return mail


@contextmanager
def refusing(settings: Settings, answer: str) -> Iterator[None]:
    """Serve SMTP that gives every recipient this answer."""

    class Refusal:
        async def handle_RCPT(self, *_: object) -> str:  # noqa: N802 - the name is aiosmtpd's
            return answer

    port = free_port()
    controller = Controller(Refusal(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_PORT = port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield
    controller.stop()


def test_the_mail_arrives_with_its_headers_and_both_parts(post: Post, smtp: Inbox) -> None:
    mail = deliver(post())

    (message,) = smtp.wait_for(1)
    assert (mail.state, mail.attempt) == (State.DONE, 1)
    assert mail.completed_at is not None
    assert message["X-Mailer"] == "4me Mailer"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-4me-Export"] == "68ef"
    assert message["X-4me-ExportID"] == "12345"
    assert message["To"] == "administrator@wdc.example"
    assert message["Subject"] == "Export finished: Sites"
    assert message["Message-ID"] == message_id("export/1")
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_content() for part in message.iter_parts())
    assert "Hello Ed <Turner> & Söhne." in text
    assert "<p>Hello Ed &lt;Turner&gt; &amp; Söhne.</p>" in html


def test_a_mail_is_sent_once(post: Post, smtp: Inbox) -> None:
    mail = deliver(post())
    deliver(mail)

    assert len(smtp.wait_for(1)) == 1


def test_a_message_id_belongs_to_its_key(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "fourme <no-reply@fourme.example>"
    assert message_id("a") == message_id("a") != message_id("b")
    assert message_id("a").endswith("@fourme.example>")


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(
    post: Post, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    mail = post()
    pauses = []
    for _ in range(8):
        deliver(mail)
        if mail.state == State.QUEUED:
            assert mail.claimed_at is not None
            pauses.append(round((mail.due_at - mail.claimed_at) / timedelta(minutes=1)))

    assert pauses == [1, 5, 15, 60, 60, 240, 720]
    assert (mail.state, mail.attempt) == (State.FAILED, 8)
    assert "refused" in mail.message


def test_a_busy_mailbox_is_tried_again(post: Post, settings: Settings) -> None:
    with refusing(settings, "450 4.2.1 The mailbox is busy"):
        mail = deliver(post())
    assert mail.state == State.QUEUED
    assert "The mailbox is busy" in mail.message


def test_an_unknown_mailbox_is_given_up_at_once(post: Post, settings: Settings) -> None:
    with refusing(settings, "550 5.1.1 There is no such mailbox"):
        mail = deliver(post())
    assert (mail.state, mail.attempt) == (State.FAILED, 1)
    assert "There is no such mailbox" in mail.message
