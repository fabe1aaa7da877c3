"""The system log and the permission events as record types."""

from collections.abc import Callable

from django.db import connection

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
    assert "import,information,account.administrator@wdc.example," in text
    assert "Secret" not in text
    assert "Of nobody" not in text


def test_an_entry_knows_the_transaction_that_wrote_it(wdc: Account) -> None:
    SystemLog.objects.create(account=wdc, log_type="job", event="x", message="A")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (current,) = cursor.fetchall()[0]
    assert SystemLogEntry.objects.get().changed_xid in range(current - 50, current + 1)


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
