"""Hand a mail to the SMTP server."""

import hashlib
import logging
import smtplib
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from fourme.jobs.heartbeat import Heartbeat
from fourme.jobs.models import State
from fourme.mail.models import OutboxMessage

logger = logging.getLogger(__name__)

_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60, 240, 720)]


def deliver(mail: OutboxMessage) -> None:
    """Send the mail and mark it done; when the server refuses, try later or give up."""
    try:
        with Heartbeat(mail):  # a slow server is no dead worker
            compose(mail).send()
    except (smtplib.SMTPException, OSError) as error:
        _refused(mail, error)
    else:
        mail.finish(State.DONE)


def compose(mail: OutboxMessage) -> EmailMultiAlternatives:
    """Return the message with its text and HTML parts and all headers."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={
            "X-Mailer": "4me Mailer",
            "Auto-Submitted": "auto-generated",
            **mail.headers,
            "Message-ID": message_id(mail.key),
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def message_id(key: str) -> str:
    """Return the Message-ID of a mail: the same for each attempt, so that readers see one mail."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _refused(mail: OutboxMessage, error: Exception) -> None:
    logger.warning("%s: attempt %s failed: %s", mail, mail.attempt, error)
    if mail.attempt < mail.max_attempts and not _is_final(error):
        mail.requeue(_PAUSES[mail.attempt - 1], str(error))
    else:
        mail.finish(State.FAILED, str(error))


def _is_final(error: Exception) -> bool:
    """Tell whether the server said that it will never take this mail (a code of 500 or more)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())  # noqa: PLR2004 - SMTP
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500  # noqa: PLR2004 - SMTP
