"""Marks tell exactly what was changed since."""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from exports import marks, rows
from exports.marks import Mark
from fourme.accounts.models import Account
from records.models import Site

pytestmark = pytest.mark.django_db(transaction=True)


def taken() -> Mark:
    with rows.snapshot(ZoneInfo("UTC")) as within:
        return marks.take(within)


def changed(mark: Mark) -> list[str]:
    return list(Site.objects.filter(marks.changed_since(mark)).values_list("name", flat=True))


def test_what_is_written_later_is_changed_once(wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    before = taken()
    Site.objects.create(account=wdc, name="Chicago")
    after = taken()

    assert changed(before) == ["Chicago"]
    assert changed(after) == []


def test_a_writer_that_is_open_then_is_not_missed(wdc: Account) -> None:
    with transaction.atomic():
        Site.objects.create(account=wdc, name="Houston")
        mark = taken()
        assert changed(mark) == ["Houston"]  # seen from within

    assert changed(mark) == ["Houston"]


def test_what_a_savepoint_writes_is_not_missed(wdc: Account) -> None:
    with transaction.atomic():
        with transaction.atomic():
            Site.objects.create(account=wdc, name="Houston")
        mark = taken()

    assert changed(mark) == ["Houston"]


def test_marks_are_stored_and_restored() -> None:
    mark = taken()

    assert marks.restored(marks.stored({"sites": mark})) == {"sites": mark}


def test_after_a_restore_elsewhere_times_count(wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    mark = taken()
    elsewhere = Mark(mark.snapshot, "another", mark.taken_at)

    assert changed(elsewhere) == ["Houston"]  # of the last day
    assert changed(Mark(mark.snapshot, "another", mark.taken_at + 2 * marks.OVERLAP)) == []


def test_numbers_of_another_cluster_do_not_come_again_and_again(wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    mark = taken()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_site DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE records_site SET changed_xid = changed_xid + 1000000,"
            " updated_at = updated_at - interval '2 days'"
        )
        cursor.execute("ALTER TABLE records_site ENABLE TRIGGER USER")

    assert changed(mark) == []
