from datetime import timedelta
from typing import TYPE_CHECKING

from fourme.jobs.claim import claim
from fourme.jobs.models import State

if TYPE_CHECKING:
    from tests.fourme.jobs.errand import Errand


def test_a_token_has_40_hexadecimal_digits(errand: "Errand") -> None:
    assert len(errand.token) == 40
    assert int(errand.token, 16) >= 0


def test_finish_ends_the_job_with_its_results(errands: "type[Errand]", errand: "Errand") -> None:
    mine = claim(errands, errand.token)
    assert mine is not None

    mine.finish(State.DONE, "Well done.", line=12)

    errand.refresh_from_db()
    assert (errand.state, errand.message, errand.line) == (State.DONE, "Well done.", 12)
    assert errand.completed_at is not None
    assert mine.state == State.DONE


def test_requeue_waits_for_the_pause(errands: "type[Errand]", errand: "Errand") -> None:
    mine = claim(errands, errand.token)
    assert mine is not None

    mine.requeue(timedelta(minutes=5), "The server is away.")

    errand.refresh_from_db()
    assert (errand.state, errand.message) == (State.QUEUED, "The server is away.")
    assert errand.claimed_at is not None
    assert errand.due_at - errand.claimed_at >= timedelta(minutes=5)
    assert claim(errands, errand.token) is None


def test_cancel_asks_once_and_only_while_the_run_is_open(
    errands: "type[Errand]", errand: "Errand"
) -> None:
    assert errand.cancel()
    assert not errand.cancel()

    errands.objects.update(state=State.DONE, cancel_requested_at=None)
    assert not errand.cancel()
    errand.refresh_from_db()
    assert errand.cancel_requested_at is None
