"""Put mails into the outbox."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.template.loader import render_to_string

from fourme.jobs.models import State
from fourme.jobs.start import ring
from fourme.mail.models import OutboxMessage

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")


def post(
    *,
    key: str,
    to: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str],
) -> OutboxMessage:
    """Render `template`.txt and .html and store the mail; it is sent after the commit.

    Call it in the transaction that finishes the run. A second call with the same key changes
    nothing and returns the first mail. The templates also see `site_url` and `subject`.
    Raises ValueError for a header or subject with a line break, ValidationError for a bad address.
    """
    for name, value in {"Subject": subject, **headers}.items():
        if not _HEADER_NAME.fullmatch(name) or any(sign in value for sign in "\r\n\0"):
            raise ValueError(f"The mail header {name!r} is not one line: {value!r}.")
    validate_email(to)
    seen = {"site_url": settings.SITE_URL.rstrip("/"), "subject": subject, **context}
    mail, new = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": subject,
            "text": render_to_string(f"{template}.txt", seen),
            "html": render_to_string(f"{template}.html", seen),
            "headers": dict(headers),
        },
    )
    if new:
        transaction.on_commit(lambda: ring(mail))
    return mail


def send_again(mails: QuerySet[OutboxMessage]) -> int:
    """Queue those of the mails that were sent or given up, and return how many they are.

    They keep their Message-ID, so that a mailbox that has the mail already can tell.
    """
    over = list(mails.filter(state__in=[State.DONE, State.FAILED]).values_list("pk", flat=True))
    rows = OutboxMessage.objects.filter(pk__in=over)
    rows.update(state=State.QUEUED, attempt=0, due_at=Now(), completed_at=None, message="")
    for mail in rows:
        transaction.on_commit(partial(ring, mail))
    return len(over)
