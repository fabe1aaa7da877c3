"""The system log as a record type."""

from collections.abc import Callable

from django.db import connection

from fourme.accounts.models import Account
from fourme.logs.models import SystemLog
from imports.models import ImportRun
from records.models import SystemLogEntry


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
