import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.utils import timezone

from fourme.files import sweep
from fourme.files.models import StoredFile
from fourme.jobs import steps

Put = Callable[..., StoredFile]
OVER = timedelta(seconds=-1)


def test_expired_objects_are_deleted_and_the_rows_stay(put: Put, folder: Path) -> None:
    over, alive, kept = put(lifetime=OVER), put(), put(lifetime=None)

    sweep.expired()

    assert not (folder / over.path).exists()
    assert not (folder / over.path).parent.exists()
    assert (folder / alive.path).exists()
    assert (folder / kept.path).exists()
    assert list(StoredFile.objects.exclude(deleted_at=None)) == [over]
    assert StoredFile.objects.count() == 3


def test_an_object_that_cannot_be_deleted_stops_no_other(
    put: Put, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stuck, over = put(lifetime=OVER), put(lifetime=OVER)
    delete = FileSystemStorage.delete

    def refuse(storage: FileSystemStorage, name: str) -> None:
        if name == stuck.path:
            raise PermissionError
        delete(storage, name)

    monkeypatch.setattr(FileSystemStorage, "delete", refuse)
    sweep.expired()

    assert "could not be deleted" in caplog.text
    assert (folder / stuck.path).exists()
    assert not (folder / over.path).exists()
    stuck.refresh_from_db()
    assert stuck.deleted_at is None


def test_two_sweeps_at_once_do_no_harm(transactional_db: None, put: Put, folder: Path) -> None:
    for _ in range(10):
        put(lifetime=OVER)
    faults: list[Exception] = []

    def work() -> None:
        try:
            sweep.expired()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            faults.append(error)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert not StoredFile.objects.filter(deleted_at=None).exists()


def test_objects_without_a_row_are_deleted(put: Put, folder: Path) -> None:
    stored = put()
    day = stored.path.split("/")[0]
    default_storage.save(f"{day}/{'0' * 40}/lost.csv", ContentFile(b"lost"))

    sweep.orphans_of(day)

    assert not (folder / day / ("0" * 40)).exists()
    assert (folder / stored.path).exists()


def test_each_day_of_a_week_is_looked_at_but_not_today(
    db: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    monkeypatch.setattr(sweep, "orphans_of", seen.add)
    start = timezone.now()
    for minute in range(60):
        monkeypatch.setattr(timezone, "now", lambda: start.replace(minute=minute))  # noqa: B023 - called in this round
        sweep.orphans()

    ages = sorted((start.date() - timedelta(days=age)).strftime("%Y%m%d") for age in range(2, 9))
    assert sorted(seen) == ages


def test_a_day_without_a_folder_is_nothing(db: None, folder: Path) -> None:
    sweep.orphans_of("20010101")


def test_the_tick_does_both_sweeps() -> None:
    assert {sweep.expired, sweep.orphans} <= set(steps.registered())
