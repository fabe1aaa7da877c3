"""Read the system log, for one account at a time."""

from django.db.models import Count, Q, QuerySet

from fourme.accounts.rights import Actor, Door
from fourme.files.models import Download
from fourme.logs.models import LogMessage, SystemLog

_REASONS = 12
_DOWNLOADS = 100


def visible_to(actor: Actor) -> QuerySet[SystemLog]:
    """Return the entries of the actor's account; none without the right to see logs."""
    if not actor.may(Door.LOGS):
        return SystemLog.objects.none()
    return SystemLog.objects.filter(account=actor.account).select_related("user__person")


def messages_of(log: SystemLog, *, text: str = "", reason: str = "") -> QuerySet[LogMessage]:
    """Return the messages of an entry, with the text in any column, with exactly the reason."""
    messages = log.messages.all()
    if reason:
        messages = messages.filter(reason=reason)
    for word in text.split():
        messages = messages.filter(
            Q(reason__icontains=word)
            | Q(column__icontains=word)
            | Q(value__icontains=word)
            | Q(hint__icontains=word)
        )
    return messages


def reasons_of(log: SystemLog) -> list[tuple[str, int]]:
    """Return the most frequent reasons of an entry and how often each occurs."""
    counted = log.messages.order_by().values("reason").annotate(count=Count("id"))
    return list(counted.order_by("-count", "reason").values_list("reason", "count")[:_REASONS])


def downloads_of(log: SystemLog) -> list[Download]:
    """Return the latest downloads of the files of an entry."""
    downloads = Download.objects.filter(file__logs=log).select_related("file", "user__person")
    return list(downloads[:_DOWNLOADS])
