"""The system log and the permission events as record types."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from fourme.accounts.models import Account
from fourme.logs.models import SystemLog
from imports.models import ImportRun
from records.models import PermissionEvent, SystemLogEntry


def test_an_entry_shows_who_did_what(
    importing: Callable[..., ImportRun], exported: Callable[..., str], wna: Account
) -> None:
    SystemLog.objects.create(account=wna, log_type="job", event="x", message="Secret")
    SystemLog.objects.create(log_type="job", event="x", message="Of nobody")
    importing("custom_collections", "Name\nRooms\n")
    text = exported("system_logs")
    assert "import,import.run,information,account.administrator@wdc.example," in text
    assert "Secret" not in text
    assert "Of nobody" not in text


@pytest.mark.django_db(transaction=True)
def test_an_entry_knows_the_transaction_that_wrote_it_last(wdc: Account) -> None:
    marks = []
    with transaction.atomic():
        with transaction.atomic():  # a savepoint, with a number of its own
            log = SystemLog.objects.create(account=wdc, log_type="job", event="x", message="A")
        marks.append(_transaction())
    assert SystemLogEntry.objects.get().changed_xid == marks[0]
    with transaction.atomic():
        log.message = "B"
        with transaction.atomic():
            log.save()
        marks.append(_transaction())
    assert SystemLogEntry.objects.get().changed_xid == marks[1] > marks[0]


def _transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchall()[0][0])


def test_an_import_of_roles_leaves_events_of_the_person_who_imports(
    importing: Callable[..., ImportRun], exported: Callable[..., str]
) -> None:
    importing("people", "Primary Email,Name\nada@wdc.example,Ada\nbob@wdc.example,Bob\n")
    PermissionEvent.objects.all().delete()
    header = "Role Account,Person,Auditor,Specialist\n"
    rows = "wdc,ada@wdc.example,1,1\nwdc,bob@wdc.example,0,1\n"
    importing("people_roles", header + rows, test_only=True)
    assert not PermissionEvent.objects.exists()
    fewer = "Role Account,Person,Auditor\nwdc,ada@wdc.example,1\n"
    for content in (header + rows, header + rows, fewer):
        importing("people_roles", content)
    lines = exported("permission_events").splitlines()
    who = "account.administrator@wdc.example"
    assert lines[0] == '"ID",Created By,Event Type,Person,Role,Account,Created At'
    assert [line.split(",")[1:-1] for line in lines[1:]] == [
        [who, "added", "ada@wdc.example", "auditor", "wdc"],
        [who, "added", "ada@wdc.example", "specialist", "wdc"],
        [who, "added", "bob@wdc.example", "specialist", "wdc"],
        [who, "removed", "ada@wdc.example", "specialist", "wdc"],
    ]
