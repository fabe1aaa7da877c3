"""Write the system log: open and close the entry of a run, record an instant event."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from fourme.accounts.models import Account, User
from fourme.files.models import StoredFile
from fourme.logs import events
from fourme.logs.models import Level, LogMessage, SystemLog

_BATCH = 1000


def open_log(
    event: str,
    *,
    account: Account | None,
    user: User | None,
    ip_address: str | None,
    address: str = "",
    message: str = "",
) -> SystemLog:
    """Store the entry of a run that begins; it shows as running until it is closed."""
    return SystemLog.objects.create(
        event=event,
        log_type=events.get(event).log_type,
        account=account,
        user=user,
        ip_address=ip_address or None,
        address=address,
        message=message,
    )


def close_log(
    log: SystemLog,
    *,
    level: str,
    message: str,
    data: Mapping[str, Any],
    files: Iterable[StoredFile] = (),
) -> None:
    """Finish the entry of a run; call it in the transaction that finishes the run.

    `data` is shown in its order as label → number, text or list of texts.
    """
    log.level = level
    log.message = message
    log.data = [[label, value] for label, value in data.items()]
    log.finished_at = timezone.now()
    log.save(update_fields=["level", "message", "data", "finished_at"])
    log.files.add(*files)


def record(
    event: str,
    *,
    account: Account | None,
    user: User | None,
    ip_address: str | None,
    message: str,
    level: str = Level.INFORMATION,
    data: Mapping[str, Any] | None = None,
) -> SystemLog:
    """Store the entry of something that happened at once, such as a login."""
    log = open_log(event, account=account, user=user, ip_address=ip_address)
    close_log(log, level=level, message=message, data=data or {})
    return log


def append(messages: Iterable[LogMessage]) -> None:
    """Store the messages of a run (unsaved, each with its log) in the caller's transaction."""
    LogMessage.objects.bulk_create(messages, batch_size=_BATCH)
