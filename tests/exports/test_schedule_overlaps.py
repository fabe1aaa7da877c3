"""An export has one run at a time, however tick, people and workers meet."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from exports import definitions, schedule
from exports.errors import Refused
from exports.models import Export, ExportRun
from exports.start import start_now, start_planned
from fourme.accounts.rights import Actor
from fourme.jobs.claim import claim
from fourme.jobs.models import OPEN, STOPPED, State
from fourme.jobs.perform import attempt
from fourme.jobs.reap import give_up
from tests.exports.exporting import work
from tests.fixtures import patience

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(redis: Any, administrator: Actor) -> Export:
    """A weekly export of sites that is due."""
    now = timezone.now()
    export = Export.objects.create(
        account=administrator.account,
        name="Weekly sites",
        user=administrator.user,
        types=["sites"],
        frequency="weekly",
        start_date=now.date(),
        time_of_day=now.time(),
        time_zone="UTC",
        next_run_at=now - dt.timedelta(minutes=1),
    )
    return Export.objects.get(pk=export.pk)


def now(export: Export) -> ExportRun:
    return start_now(export, export.user, ip_address=None)


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Do all at once, each with a connection of its own; return what each gave or raised."""
    barrier = Barrier(len(actions))

    def act(action: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return action()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def open_runs() -> int:
    return ExportRun.objects.filter(state__in=OPEN).count()


def test_who_starts_it_while_the_planned_run_waits_is_told(due: Export) -> None:
    schedule.start_due()

    with pytest.raises(Refused, match="“Weekly sites” is running already"):
        now(due)


def test_a_planned_run_waits_for_the_one_that_somebody_started(due: Export) -> None:
    by_hand = now(due)
    schedule.start_due()
    assert list(ExportRun.objects.all()) == [by_hand]
    assert Export.objects.get().next_run_at == due.next_run_at  # the time is not lost
    work(by_hand)

    schedule.start_due()

    assert ExportRun.objects.latest("id").planned_for == due.next_run_at


@pytest.mark.parametrize("_", range(5))
def test_all_who_start_it_at_once_start_one_run(due: Export, _: int) -> None:
    told = at_once(
        schedule.start_due, lambda: now(due), schedule.start_due, lambda: now(due), lambda: now(due)
    )

    assert open_runs() == ExportRun.objects.count() == 1
    refused = [str(each) for each in told if isinstance(each, Refused)]
    assert len(refused) >= 2
    assert set(refused) == {"“Weekly sites” is running already."}


@pytest.mark.parametrize("_", range(5))
def test_who_starts_it_while_a_run_fails_and_is_tried_again(due: Export, _: int) -> None:
    schedule.start_due()
    run = claim(ExportRun, ExportRun.objects.get().token)
    assert run is not None

    at_once(lambda: give_up(run, STOPPED), lambda: now(due), schedule.start_due)

    planned = ExportRun.objects.filter(planned_for=due.next_run_at).order_by("id")
    assert [(each.try_number, each.state) for each in planned] == [
        (1, State.FAILED),
        (2, State.QUEUED),
    ]
    assert open_runs() == ExportRun.objects.count() - 1 == 1


@pytest.mark.parametrize("_", range(5))
def test_an_export_is_deleted_while_it_is_started(due: Export, _: int) -> None:
    at_once(lambda: definitions.delete(due), lambda: now(due), schedule.start_due)

    assert not Export.objects.exists()
    for run in ExportRun.objects.all():
        assert work(run).message == "Canceled."


def test_an_export_is_deleted_while_its_run_ends(due: Export) -> None:
    from exports.run import export  # noqa: PLC0415 -- beside the fixtures of that name

    run = claim(ExportRun, now(due).token)
    assert run is not None

    at_once(lambda: attempt(run, export), lambda: definitions.delete(due))

    run.refresh_from_db()
    assert (run.state, run.export) in {(State.DONE, None), (State.FAILED, None)}


def test_the_database_refuses_a_second_open_run(due: Export) -> None:
    start_planned(due)
    due.next_run_at = timezone.now()

    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        start_planned(due)


def test_the_database_refuses_a_second_run_for_a_time(due: Export) -> None:
    work(start_planned(due))

    with pytest.raises(IntegrityError, match="planned_once"), transaction.atomic():
        start_planned(due)


def test_an_export_that_is_disabled_while_it_waits_runs_this_once(due: Export) -> None:
    schedule.start_due()
    export = Export.objects.get()
    export.disabled = True
    definitions.save(export)

    assert work(ExportRun.objects.get()).state == State.DONE
    schedule.start_due()
    assert ExportRun.objects.count() == 1


def test_an_edit_does_not_lose_a_time_that_has_come(due: Export) -> None:
    export = Export.objects.get()
    export.name = "Sites of the week"
    definitions.save(export)

    schedule.start_due()

    assert ExportRun.objects.get().planned_for == due.next_run_at


def test_an_edit_of_the_time_plans_anew(due: Export) -> None:
    export = Export.objects.get()
    export.day = [(timezone.now().isoweekday() + 3) % 7]
    definitions.save(export)

    schedule.start_due()

    assert not ExportRun.objects.exists()


def test_a_tick_does_not_wait_for_one_that_starts_an_export(due: Export) -> None:
    with transaction.atomic():
        Export.objects.select_for_update().get()
        (told,) = at_once(schedule.start_due)
    assert told is None
    assert not ExportRun.objects.exists()

    schedule.start_due()

    assert ExportRun.objects.count() == 1


def test_a_finishing_run_and_a_person_do_not_block_each_other(due: Export) -> None:
    """A deadlock would cost one of them a second, and an error."""
    run = claim(ExportRun, now(due).token)
    assert run is not None
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        run.finish(State.DONE)
        asked = pool.submit(at_once, lambda: now(due))
        patience.until(asked.done, "the answer, though the run ends meanwhile")
        Export.objects.select_for_update().get()
    assert isinstance(asked.result()[0], Refused)
