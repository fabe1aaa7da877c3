from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError
from rq.timeouts import JobTimeoutException

from fourme.jobs.claim import claim
from fourme.jobs.errors import Canceled, Superseded
from fourme.jobs.models import STOPPED, State
from fourme.jobs.perform import CANCELED, TOO_LONG, perform

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


def failing(error: Exception) -> "Callable[[Errand], None]":
    def work(_: "Errand") -> None:
        raise error

    return work


def test_the_work_gets_the_claimed_run(errand: "Errand") -> None:
    def work(mine: "Errand") -> None:
        assert (mine.pk, mine.state, mine.attempt) == (errand.pk, State.PROCESSING, 1)
        mine.finish(State.DONE, "Well done.")

    perform("jobs.Errand", errand.token, work)

    errand.refresh_from_db()
    assert (errand.state, errand.message) == (State.DONE, "Well done.")


def test_a_run_that_another_worker_has_is_left_alone(
    errands: "type[Errand]", errand: "Errand"
) -> None:
    claim(errands, errand.token)
    perform("jobs.Errand", errand.token, failing(AssertionError("must not be called")))
    errand.refresh_from_db()
    assert errand.state == State.PROCESSING


def test_an_unexpected_error_ends_the_run_and_tells_no_secret(
    errand: "Errand", caplog: pytest.LogCaptureFixture
) -> None:
    perform("jobs.Errand", errand.token, failing(ZeroDivisionError("secret of the code")))

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.abandoned) == (State.FAILED, STOPPED, 1)
    assert "secret of the code" in caplog.text


def test_work_that_does_not_finish_the_run_ends_it_as_failed(errand: "Errand") -> None:
    perform("jobs.Errand", errand.token, lambda _: None)

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.abandoned) == (State.FAILED, STOPPED, 1)


@pytest.mark.parametrize("error", [OperationalError("away"), ConnectionResetError("away")])
def test_what_passes_is_tried_again_and_then_given_up(errand: "Errand", error: Exception) -> None:
    states = []
    for _ in range(4):
        perform("jobs.Errand", errand.token, failing(error))
        errand.refresh_from_db()
        states.append((errand.state, errand.attempt))

    assert states == [
        (State.QUEUED, 1),
        (State.QUEUED, 2),
        (State.FAILED, 3),
        (State.FAILED, 3),
    ]
    assert errand.abandoned == 1


@pytest.mark.parametrize(
    ("error", "message"), [(Canceled(), CANCELED), (JobTimeoutException(), TOO_LONG)]
)
def test_a_stopped_run_says_why(errand: "Errand", error: Exception, message: str) -> None:
    perform("jobs.Errand", errand.token, failing(error))
    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.abandoned) == (State.FAILED, message, 1)


def test_a_superseded_worker_stops_quietly(errands: "type[Errand]", errand: "Errand") -> None:
    def work(mine: "Errand") -> None:
        errands.objects.update(attempt=2)
        raise Superseded

    perform("jobs.Errand", errand.token, work)

    errand.refresh_from_db()
    assert (errand.state, errand.attempt, errand.abandoned) == (State.PROCESSING, 2, 0)


def test_a_run_taken_away_during_an_error_is_left_alone(
    errands: "type[Errand]", errand: "Errand"
) -> None:
    def work(mine: "Errand") -> None:
        errands.objects.update(attempt=2)
        raise ZeroDivisionError

    perform("jobs.Errand", errand.token, work)

    errand.refresh_from_db()
    assert (errand.state, errand.attempt, errand.abandoned) == (State.PROCESSING, 2, 0)
