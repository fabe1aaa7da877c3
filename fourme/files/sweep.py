"""Take away what is over: the objects of expired files, and objects without a row."""

import logging
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from fourme.files.models import StoredFile

logger = logging.getLogger(__name__)

_AT_ONCE = 1000
# An object of today may belong to a row that is not committed yet.
_YOUNGEST, _DAYS = 2, 7


def expired() -> None:
    """Delete the objects of expired files; the rows stay and say when.

    An object that cannot be deleted is tried again at the next pass, and stops no other.
    """
    due = StoredFile.objects.filter(deleted_at=None, expires_at__lte=Now())
    for pk in list(due.order_by("expires_at").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            stored = due.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if stored is not None:
                _expire(stored)


def orphans() -> None:
    """Delete objects without a row: of a transaction that was rolled back after the upload.

    Each pass looks at one day of the last week, chosen by the minute, so that it stays cheap.
    """
    now = timezone.now()
    orphans_of(f"{now - timedelta(days=_YOUNGEST + now.minute % _DAYS):%Y%m%d}")


def orphans_of(day: str) -> None:
    """Delete the objects in the folder of a day (`YYYYMMDD`) whose token no row has."""
    tokens = _list(day)[0]
    for start in range(0, len(tokens), _AT_ONCE):
        chunk = set(tokens[start : start + _AT_ONCE])
        chunk -= set(StoredFile.objects.filter(token__in=chunk).values_list("token", flat=True))
        for token in chunk:
            for name in _list(f"{day}/{token}")[1]:
                logger.warning("The object %s/%s/%s has no row; deleted", day, token, name)
                _delete(f"{day}/{token}/{name}")


def _expire(stored: StoredFile) -> None:
    try:
        _delete(stored.path)
    except Exception:
        logger.exception("The object %s could not be deleted", stored.path)
    else:
        stored.deleted_at = timezone.now()
        stored.save(update_fields=["deleted_at"])


def _list(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _delete(path: str) -> None:
    default_storage.delete(path)
    try:
        folder = Path(default_storage.path(path)).parent
    except NotImplementedError:  # as in store.local_path
        return  # a remote storage has no folders
    try:
        folder.rmdir()
        folder.parent.rmdir()
    except OSError:
        return  # other files are in it
