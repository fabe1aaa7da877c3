from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exports.badge import badges
from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.badges import Badge
from fourme.jobs.models import State
from tests.exports.exporting import Ask, work
from tests.fixtures.world import Enrol


def change(run: ExportRun, **fields: object) -> None:
    ExportRun.objects.filter(pk=run.pk).update(**fields)


def test_open_runs_are_told(ask: Ask, administrator: Actor) -> None:
    waiting, working = ask("sites"), ask("people")
    change(working, state=State.PROCESSING, type="people", line=50, records={"people": 200})

    assert badges(administrator) == [
        Badge(f"/exports/{working.token}/", "processing", "Export of people", "25 %"),
        Badge(f"/exports/{waiting.token}/", "queued", "Export of sites", "queued"),
    ]


def test_several_types_are_counted(ask: Ask, administrator: Actor) -> None:
    ask("sites", "teams")

    assert [each.what for each in badges(administrator)] == ["Export of 2 types"]


def test_the_last_one_that_ended_is_told_for_some_minutes(ask: Ask, administrator: Actor) -> None:
    work(ask("sites"))
    run = work(ask("teams"))

    assert badges(administrator) == [
        Badge(f"/exports/{run.token}/", "done", "Export of teams", "done")
    ]
    change(run, completed_at=timezone.now() - timedelta(minutes=4))
    assert [each.what for each in badges(administrator)] == ["Export of sites"]


def test_runs_of_others_are_not_told(ask: Ask, enrol: Enrol, wdc: Account) -> None:
    ask("sites")

    assert badges(enrol(wdc, Role.ACCOUNT_OWNER)) == []


@pytest.mark.usefixtures("redis")
def test_the_top_bar_shows_it(ask: Callable[..., ExportRun], administrator: Actor) -> None:
    ask("sites")
    client = Client()
    client.force_login(administrator.user)

    assert 'hx-get="/jobs/badge/"' in client.get("/records/sites/").content.decode()
    assert "Export of sites:</span> queued" in client.get("/jobs/badge/").content.decode()
