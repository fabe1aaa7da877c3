from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from fourme.accounts.models import Account, User
from fourme.files.store import store
from fourme.logs import events, write
from fourme.logs.models import Level, LogMessage, SystemLog
from fourme.logs.outcomes import LEVELS, RUNNING


def opened(account: Account, user: User) -> SystemLog:
    return write.open_log(
        events.IMPORT, account=account, user=user, ip_address="192.0.2.7", address="/imports/1/"
    )


def test_an_open_entry_is_running(account: Account, administrator: User) -> None:
    log = SystemLog.objects.get(pk=opened(account, administrator).pk)

    assert LEVELS[log.level] is RUNNING
    assert (log.log_type, log.event) == ("import", events.IMPORT)
    assert (log.user, log.ip_address, log.address) == (administrator, "192.0.2.7", "/imports/1/")


def test_a_closed_entry_says_how_it_ended(
    account: Account, administrator: User, tmp_path: Path
) -> None:
    log = opened(account, administrator)
    (tmp_path / "local").write_text("Row,Reason\n")
    rejected = store(
        tmp_path / "local",
        "rejected.csv",
        account=account,
        lifetime=timedelta(days=2),
        purpose="rejected",
    )

    write.close_log(
        log,
        level=Level.ERROR,
        message="1 row was rejected.",
        data={"updated": 3, "created": 2, "file": "people.csv"},
        files=[rejected],
    )

    log = SystemLog.objects.get(pk=log.pk)
    assert (LEVELS[log.level].label, log.message) == ("Error", "1 row was rejected.")
    assert log.data == [["updated", 3], ["created", 2], ["file", "people.csv"]]
    assert log.finished_at is not None
    assert log.finished_at >= log.created_at
    assert list(log.files.all()) == [rejected]


def test_an_entry_is_not_closed_by_a_transaction_that_fails(
    account: Account, administrator: User
) -> None:
    log = opened(account, administrator)
    with transaction.atomic():
        write.close_log(log, level=Level.INFORMATION, message="Done.", data={})
        transaction.set_rollback(True)

    assert SystemLog.objects.get(pk=log.pk).finished_at is None


def test_messages_are_appended_in_their_order(account: Account, administrator: User) -> None:
    log = opened(account, administrator)
    write.append(LogMessage(log=log, row=row, reason="No.") for row in (5, 3, 8))
    assert [message.row for message in log.messages.all()] == [5, 3, 8]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(None, None, ""), (12, None, "12"), (12, 12, "12"), (1830, 1834, "1,830–1,834")],  # noqa: RUF001 - a dash between numbers
)
def test_lines_are_written_as_people_read_them(
    first: int | None, last: int | None, words: str
) -> None:
    assert LogMessage(first_line=first, last_line=last).lines == words
