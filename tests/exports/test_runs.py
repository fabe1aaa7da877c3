"""The last runs of an export, as its page lists them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exports import runs
from exports.aftermath import KEPT
from exports.models import Export, ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.models import Download
from fourme.jobs.models import State
from records.models import Site
from tests.exports.exporting import downloaded, file_of, work
from tests.exports.planned import MONDAY, due, fail, latest_run, second_try, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def export(redis: Any, administrator: Actor, wdc: Account) -> Export:
    Site.objects.create(account=wdc, name="Houston")
    return weekly(administrator, strategy="full")


def test_the_latest_run_comes_first(export: Export) -> None:
    first = work(due(export))
    second = work(due(export, 1))

    rows = runs.latest(export)

    assert [row.run for row in rows] == [second, first]
    assert rows[0].status.total == 1
    assert rows[0].url.endswith(file_of(second).name)


def test_two_tries_of_a_time_are_one_row(export: Export) -> None:
    before = work(due(export))
    first = fail(due(export, 1))
    second = work(second_try(export))

    rows = runs.latest(export)

    assert [(row.run, row.first_try) for row in rows] == [(second, first), (before, None)]
    assert runs.tries(first) == [second]
    assert runs.tries(second) == [first]
    assert runs.tries(before) == []


def test_a_second_try_alone_is_a_row(export: Export) -> None:
    first = fail(due(export))
    second = latest_run(export)
    ExportRun.objects.filter(pk=first.pk).delete()

    assert [(row.run, row.first_try) for row in runs.latest(export)] == [(second, None)]


def test_no_more_runs_are_listed_than_are_kept(export: Export, administrator: Actor) -> None:
    made = [
        ExportRun(export=export, account=export.account, user=administrator.user, types=["sites"])
        for _ in range(KEPT + 5)
    ]
    for run in made:
        run.state = State.DONE
    ExportRun.objects.bulk_create(made)

    assert len(runs.latest(export)) == KEPT


def test_downloads_are_counted_and_the_latest_named(
    export: Export, administrator: Actor, enrol: Enrol, wna: Account
) -> None:
    stored = file_of(work(due(export)))
    foreign = enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user
    for user in (None, None, None, administrator.user, None, None, foreign):
        Download.objects.create(file=stored, user=user)

    (row,) = runs.latest(export)

    assert (row.downloads.number, row.downloads.more) == (7, 2)
    assert [who for _, who in row.downloads.latest] == [
        "account.administrator@wna.example @wna",
        "",
        "",
        "Account Administrator",
        "",
    ]


def test_a_download_by_the_link_is_one(export: Export, administrator: Actor) -> None:
    work(due(export))
    (row,) = runs.latest(export)
    client = Client()
    client.force_login(administrator.user)

    downloaded(client, row.url)
    downloaded(Client(), row.url)

    (row,) = runs.latest(export)
    assert [who for _, who in row.downloads.latest] == ["", "Account Administrator"]


def test_the_number_of_queries_does_not_grow_with_the_runs(
    export: Export, enrol: Enrol, wdc: Account
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert all(row.status.who and row.url for row in runs.latest(export))
        return len(captured)

    stored = file_of(work(due(export)))
    Download.objects.create(file=stored, user=export.user)
    few = queries()
    for week in range(1, 6):
        other = enrol(wdc, Role.ACCOUNT_OWNER, email=f"owner{week}@wdc.example").user
        run = work(due(export, week))
        ExportRun.objects.filter(pk=run.pk).update(started_by=other)
        Download.objects.create(file=file_of(run), user=other)

    assert queries() == few


def test_the_page_of_the_export_lists_them(export: Export, administrator: Actor) -> None:
    client = Client()
    client.force_login(administrator.user)
    assert "It has not run yet" in client.get(export.get_absolute_url()).content.decode()
    first = fail(due(export))
    second = work(second_try(export))
    Download.objects.create(file=file_of(second), user=None)

    page = client.get(export.get_absolute_url()).content.decode()

    assert f"{MONDAY:%Y-%m-%d %H:%M}" in page
    assert "By the schedule" in page
    assert "second try" in page
    assert f'<a href="{first.get_absolute_url()}">First try</a> failed at' in page
    assert "The job stopped unexpectedly." in page
    assert f"{file_of(second).name}</a>" in page
    assert "by the link, without login" in page
    assert f"/settings/logs/{second.log_id}/" in page
