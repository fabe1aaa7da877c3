from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from fourme.accounts.models import Account
from fourme.logs import paging
from fourme.logs.models import LogMessage, SystemLog

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)


@pytest.fixture
def logs(account: Account, monkeypatch: pytest.MonkeyPatch) -> list[SystemLog]:
    """Return seven entries, newest first; three of them are of the same moment."""
    monkeypatch.setattr(paging, "SIZE", 3)
    minutes = [0, 5, 5, 5, 2, 9, 7]
    SystemLog.objects.bulk_create(
        SystemLog(
            account=account,
            log_type="import",
            event="import.run",
            created_at=NOON + timedelta(minutes=minute),
        )
        for minute in minutes
    )
    return sorted(SystemLog.objects.all(), key=lambda log: (log.created_at, log.pk), reverse=True)


def pages(first: bool) -> list[list[SystemLog]]:
    """Walk through all pages, from the first to the last or back."""
    everything = SystemLog.objects.all()
    page = paging.newest_first(everything, before=None, after=None)
    found = [page.rows]
    while page.after:
        page = paging.newest_first(everything, before=None, after=page.after)
        found.append(page.rows)
    if first:
        return found
    found = [page.rows]
    while page.before:
        page = paging.newest_first(everything, before=page.before, after=None)
        found.append(page.rows)
    return found


def test_all_rows_come_once_in_order(logs: list[SystemLog]) -> None:
    assert pages(first=True) == [logs[:3], logs[3:6], logs[6:]]


def test_the_way_back_shows_the_same_pages(logs: list[SystemLog]) -> None:
    assert pages(first=False) == [logs[6:], logs[3:6], logs[:3]]


def test_the_ends_are_known(logs: list[SystemLog]) -> None:
    everything = SystemLog.objects.all()
    first = paging.newest_first(everything, before=None, after=None)
    assert (first.before, first.after) == (None, logs[2].pk)
    second = paging.newest_first(everything, before=None, after=first.after)
    assert (second.before, second.after) == (logs[3].pk, logs[5].pk)
    back = paging.newest_first(everything, before=second.before, after=None)
    assert back == first
    last = paging.newest_first(everything, before=None, after=second.after)
    assert (last.before, last.after) == (logs[6].pk, None)


def test_a_key_that_is_gone_leads_to_the_first_page(logs: list[SystemLog]) -> None:
    page = paging.newest_first(SystemLog.objects.all(), before=None, after=10**15)
    assert page.rows == logs[:3]


def test_nothing_is_an_empty_page(db: None) -> None:
    page = paging.newest_first(SystemLog.objects.all(), before=None, after=None)
    assert page == paging.Page([], None, None)


def test_a_page_costs_two_statements_at_most(
    logs: list[SystemLog], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        paging.newest_first(SystemLog.objects.all(), before=None, after=logs[3].pk)


def test_messages_are_paged_by_their_number(logs: list[SystemLog]) -> None:
    LogMessage.objects.bulk_create(
        LogMessage(log=logs[0], row=row, reason="No.") for row in range(7)
    )
    everything = LogMessage.objects.all()
    rows: list[list[int | None]] = []
    page = paging.by_number(everything, before=None, after=None)
    rows.append([message.row for message in page.rows])
    while page.after:
        page = paging.by_number(everything, before=None, after=page.after)
        rows.append([message.row for message in page.rows])
    assert rows == [[0, 1, 2], [3, 4, 5], [6]]
    page = paging.by_number(everything, before=page.before, after=None)
    assert [message.row for message in page.rows] == [3, 4, 5]
