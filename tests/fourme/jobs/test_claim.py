import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from fourme.jobs.claim import claim, hold
from fourme.jobs.errors import Superseded
from fourme.jobs.models import State

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


def claimed(errands: "type[Errand]", errand: "Errand") -> "Errand":
    mine = claim(errands, errand.token)
    assert mine is not None
    return mine


def test_a_queued_job_becomes_ours(errands: "type[Errand]", errand: "Errand") -> None:
    mine = claim(errands, errand.token)

    assert mine is not None
    assert (mine.state, mine.attempt) == (State.PROCESSING, 1)
    assert mine.claimed_at is not None
    assert mine.heartbeat_at == mine.claimed_at


def test_a_job_is_claimed_once(errands: "type[Errand]", errand: "Errand") -> None:
    assert claim(errands, errand.token)
    assert claim(errands, errand.token) is None


def test_an_unknown_token_claims_nothing(errands: "type[Errand]", errand: "Errand") -> None:
    assert claim(errands, "0" * 40) is None


def test_a_job_that_is_not_due_waits(errands: "type[Errand]", errand: "Errand") -> None:
    errands.objects.update(due_at=Now() + timedelta(minutes=1))
    assert claim(errands, errand.token) is None


@pytest.mark.parametrize("state", [State.DONE, State.FAILED])
def test_a_job_that_is_over_is_not_claimed(
    errands: "type[Errand]", errand: "Errand", state: State
) -> None:
    errands.objects.update(state=state)
    assert claim(errands, errand.token) is None


def test_of_many_workers_at_once_one_gets_the_job(
    transactional_db: None, errands: "type[Errand]", errand: "Errand"
) -> None:
    barrier = threading.Barrier(5)
    won = []

    def work() -> None:
        barrier.wait()
        if claim(errands, errand.token):
            won.append(1)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert won == [1]


def test_hold_keeps_the_job_alive(errands: "type[Errand]", errand: "Errand") -> None:
    mine = claimed(errands, errand)
    errands.objects.update(heartbeat_at=Now() - timedelta(hours=1))

    hold(mine)

    assert errands.objects.filter(heartbeat_at__gte=F("claimed_at")).exists()


def test_a_superseded_worker_leaves_nothing_behind(
    transactional_db: None, errands: "type[Errand]", errand: "Errand"
) -> None:
    first = claimed(errands, errand)
    first.requeue()
    second = claimed(errands, errand)

    @transaction.atomic
    def work() -> None:
        errand.user.email = "spoiled@wdc.example"
        errand.user.save()
        hold(first)

    with pytest.raises(Superseded):
        work()

    errand.user.refresh_from_db()
    assert errand.user.email == "administrator@wdc.example"
    hold(second)


def test_the_writes_of_a_superseded_worker_change_nothing(
    errands: "type[Errand]", errand: "Errand"
) -> None:
    first = claimed(errands, errand)
    first.requeue()
    second = claimed(errands, errand)

    writes: list[Callable[[], None]]
    writes = [lambda: first.finish(State.DONE), first.requeue, first.abandon]
    for write in writes:
        with pytest.raises(Superseded):
            write()

    second.refresh_from_db()
    assert (second.state, second.attempt, second.abandoned) == (State.PROCESSING, 2, 0)
