"""Exports are started when they are due, once for each time, and end as they should."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from exports import definitions, schedule
from exports.aftermath import MOST_FAILURES, PAUSE
from exports.models import Export, ExportRun
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs import clock
from fourme.jobs.models import State
from fourme.logs.models import SystemLog
from fourme.mail.models import OutboxMessage
from tests.exports import planned
from tests.exports.exporting import log_of, work
from tests.exports.planned import MONDAY, WEEK, fail
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def weekly(redis: Any, administrator: Actor) -> Export:
    """An export of all sites, each Monday at 08:00 UTC."""
    return planned.weekly(administrator, strategy="full")


def at(moment: dt.datetime) -> None:
    with clock.showing(moment):
        schedule.start_due()


def runs() -> list[ExportRun]:
    return list(ExportRun.objects.order_by("id"))


def test_nothing_is_started_before_its_time(weekly: Export) -> None:
    at(MONDAY - dt.timedelta(seconds=1))

    assert weekly.state == Export.State.SCHEDULED
    assert runs() == []


def test_a_run_is_started_when_it_is_due(weekly: Export) -> None:
    at(MONDAY)

    (run,) = runs()
    weekly.refresh_from_db()
    assert (run.planned_for, run.origin, run.user) == (MONDAY, "schedule", weekly.user)
    assert (weekly.next_run_at, weekly.last_run) == (MONDAY + WEEK, run)
    assert weekly.state == Export.State.QUEUED


def test_a_second_tick_starts_nothing(weekly: Export) -> None:
    at(MONDAY)
    at(MONDAY)

    assert len(runs()) == 1


def test_missed_times_become_one_run(weekly: Export) -> None:
    at(MONDAY + 3 * WEEK + dt.timedelta(hours=1))

    weekly.refresh_from_db()
    assert [run.planned_for for run in runs()] == [MONDAY]
    assert weekly.next_run_at == MONDAY + 4 * WEEK


def test_an_export_that_still_runs_waits_for_its_end(weekly: Export) -> None:
    at(MONDAY)
    at(MONDAY + WEEK)
    assert len(runs()) == 1

    work(runs()[0])
    at(MONDAY + WEEK + dt.timedelta(minutes=5))

    assert [run.planned_for for run in runs()] == [MONDAY, MONDAY + WEEK]


def test_a_time_for_which_a_trial_has_started_a_run_is_passed_over(weekly: Export) -> None:
    at(MONDAY)
    work(runs()[0])
    Export.objects.update(next_run_at=MONDAY)

    at(MONDAY)

    weekly.refresh_from_db()
    assert (len(runs()), weekly.next_run_at) == (1, MONDAY + WEEK)


def test_a_disabled_export_is_not_started(weekly: Export) -> None:
    weekly.disabled = True
    definitions.save(weekly)

    at(MONDAY)

    assert runs() == []


def test_an_export_that_cannot_be_started_stops_no_other(weekly: Export) -> None:
    broken = definitions.copy(weekly)
    broken.disabled = False
    with clock.showing(MONDAY - WEEK):
        definitions.save(broken)
    Export.objects.filter(pk=broken.pk).update(
        time_zone="Nowhere", next_run_at=MONDAY - dt.timedelta(hours=1)
    )

    at(MONDAY)

    assert [run.export for run in runs()] == [weekly]


def test_a_run_that_fails_is_tried_once_more(weekly: Export) -> None:
    at(MONDAY)
    fail(runs()[0])

    first, second = runs()
    assert (second.planned_for, second.try_number, second.state) == (MONDAY, 2, State.QUEUED)
    assert second.due_at - timezone.now() > PAUSE - dt.timedelta(minutes=1)
    assert "tried once more" in log_of(first).message
    assert not OutboxMessage.objects.exists()


def test_an_export_that_was_disabled_meanwhile_is_not_tried_again(weekly: Export) -> None:
    at(MONDAY)
    Export.objects.update(disabled=True)

    fail(runs()[0])

    assert len(runs()) == 1
    assert OutboxMessage.objects.get().subject.startswith("Export failed: Weekly sites")


def test_the_second_failure_is_told(weekly: Export) -> None:
    at(MONDAY)
    fail(runs()[0])
    fail(runs()[1])

    weekly.refresh_from_db()
    (mail,) = OutboxMessage.objects.all()
    assert mail.subject == "Export failed: Weekly sites (wdc)"
    assert (len(runs()), weekly.failures, weekly.disabled) == (2, 1, False)


def test_after_too_many_failures_the_export_is_disabled(weekly: Export) -> None:
    Export.objects.filter(pk=weekly.pk).update(failures=MOST_FAILURES - 1)
    at(MONDAY)
    fail(runs()[0])
    fail(runs()[1])

    weekly.refresh_from_db()
    assert weekly.disabled
    told = OutboxMessage.objects.get(subject="Export disabled: Weekly sites (wdc)")
    assert told.to == weekly.user.email
    assert "failed 5 times in a row" in told.text
    entry = SystemLog.objects.get(log_type="job")
    assert (entry.level, entry.account) == ("error", weekly.account)


def test_a_success_forgets_failures(weekly: Export) -> None:
    Export.objects.filter(pk=weekly.pk).update(failures=3)
    at(MONDAY)

    work(runs()[0])

    weekly.refresh_from_db()
    assert weekly.failures == 0


def test_without_the_role_the_run_fails_and_says_so(
    weekly: Export, administrator: Actor, wdc: Account, enrol: Enrol
) -> None:
    enrol(wdc, Role.ACCOUNT_OWNER)  # somebody has to stay
    administrator.user.person.roles.all().delete()
    at(MONDAY)

    run = work(runs()[0])

    assert run.state == State.FAILED
    assert run.message == (
        "None of the roles of account.administrator@wdc.example in wdc Widget Data Center "
        "lets one export records."
    )
    assert len(runs()) == 1  # a second try would fail too


def test_a_canceled_run_is_no_failure(weekly: Export) -> None:
    at(MONDAY)
    runs()[0].cancel()

    work(runs()[0])

    weekly.refresh_from_db()
    assert (len(runs()), weekly.failures, OutboxMessage.objects.count()) == (1, 0, 0)


def test_a_person_starts_it_in_the_name_of_another(
    weekly: Export, enrol: Enrol, wdc: Account
) -> None:
    other = enrol(wdc, Role.ACCOUNT_OWNER)

    run = start_now(weekly, other.user, ip_address="192.0.2.7")

    assert (run.user, run.started_by, run.planned_for) == (weekly.user, other.user, None)
    assert log_of(run).user == other.user
