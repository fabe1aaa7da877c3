from pathlib import Path
from typing import Any

from fourme.accounts.rights import Actor
from fourme.jobs.claim import claim
from fourme.jobs.models import State
from fourme.jobs.reap import give_up
from fourme.mail.models import OutboxMessage
from imports.inline import work
from imports.models import DeferredRow, ImportRun, PendingLink
from records.models import PersonRoles, Site
from tests.imports.importing import counters, messages, queue


def test_rows_that_were_not_reached_are_told(
    administrator: Actor, redis: Any, transactional_db: None, tmp_path: Path
) -> None:
    text = "Name,Parent Organization\nA,B\nC,B\n"
    queued = queue(administrator, tmp_path, "organizations", text)
    run = claim(ImportRun, queued.token)
    assert run is not None
    where = {"first_line": 2, "last_line": 2, "cells": ["A", "B"]}
    DeferredRow.objects.create(run=run, row=2, keys=[], brings="A", needs=["B"], **where)
    PendingLink.objects.create(run=run, row=3, record=1, column="parent", key="B", **where)

    give_up(run, "The job stopped unexpectedly.")

    run.refresh_from_db()
    assert (run.state, counters(run)) == (State.FAILED, {"failures": 2})
    assert [row for row, _, _ in messages(run)] == [2, 3]
    assert [row.cells for row in run.rejected.all()] == [["A", "B"], ["A", "B"]]
    assert not DeferredRow.objects.exists()
    assert not PendingLink.objects.exists()
    assert OutboxMessage.objects.count() == 1


def test_roles_count_at_the_time_of_the_run(
    transactional_db: None, deputy: Actor, administrator: Actor, redis: Any, tmp_path: Path
) -> None:
    run = queue(administrator, tmp_path, "sites", "Name\nHouston\n")
    PersonRoles.objects.filter(person=administrator.user.person).update(account_administrator=False)
    work(run)
    assert run.state == State.FAILED
    assert run.message == "The roles of Account Administrator do not permit this any more."
    assert not Site.objects.exists()
