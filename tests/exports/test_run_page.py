"""The page of a run of an export of the Settings console."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from exports.models import Export, ExportRun
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.models import Download, StoredFile
from fourme.jobs.models import State
from records.models import Site
from tests.exports.exporting import ask, file_of, work
from tests.exports.planned import due, fail, latest_run, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def export(redis: Any, administrator: Actor, wdc: Account) -> Export:
    Site.objects.create(account=wdc, name="Houston")
    return weekly(administrator, types=["sites", "teams", "people"])


@pytest.fixture
def client(export: Export) -> Client:
    return logged_in(export.user)


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, run: ExportRun, **options: Any) -> str:
    answer = client.get(run.get_absolute_url(), **options)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_it_belongs_to_the_settings_and_leads_back(client: Client, export: Export) -> None:
    run = due(export)

    shown = page(client, run)

    assert run.get_absolute_url() == f"/settings/exports/runs/{run.token}/"
    assert f'<a href="{export.get_absolute_url()}">‹ Weekly sites</a>' in shown  # noqa: RUF001 - the sign of the page
    assert f"Run {run.pk} of Weekly sites</h1>" in shown
    assert '<a href="/settings/exports/" aria-current="page">' in shown


def test_each_type_shows_how_far_it_is(
    client: Client, export: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = due(export)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    ExportRun.objects.filter(pk=run.pk).update(
        state=State.PROCESSING,
        claimed_at=now - timedelta(seconds=10),
        type="teams",
        line=250,
        records={"sites": 500, "teams": 1000, "people": 30},
    )

    shown = page(client, run, headers=HTMX)

    assert 'max="1530" value="750"' in shown
    assert 'max="500" value="500" aria-label="Sites"' in shown
    assert 'max="1000" value="250" aria-label="Teams"' in shown
    assert 'aria-label="People"' not in shown
    assert '<tr class="waiting"> <td>People</td>' in shown
    assert "250 of 1,000" in shown
    assert ">75 records a second · 10 s left<" in shown


def test_before_they_are_counted_all_types_wait(client: Client, export: Export) -> None:
    shown = page(client, due(export))

    assert "The export waits for its turn." in shown
    assert shown.count('<tr class="waiting">') == 3


def test_a_planned_run_says_so(client: Client, export: Export) -> None:
    shown = page(client, work(due(export)))

    assert "2026-12-07 08:00 UTC" in shown
    assert "by the schedule" in shown
    assert "<dt>Run as</dt><dd>Account Administrator</dd>" in shown
    assert "Incremental: records created or updated since the last run" in shown


def test_one_started_by_another_names_both(
    client: Client, export: Export, enrol: Enrol, wdc: Account
) -> None:
    other = enrol(wdc, Role.ACCOUNT_OWNER).user

    shown = page(client, start_now(export, other, ip_address=None))

    assert "by Account Owner · Console" in shown
    assert "<dt>Run as</dt><dd>Account Administrator</dd>" in shown


def test_the_files_in_the_zip_are_named(client: Client, export: Export) -> None:
    run = work(due(export))

    shown = page(client, run)

    assert len(run.file_names) == 3
    assert all(name in shown for name in run.file_names)
    assert f"Download {file_of(run).name}" in shown


def test_of_a_new_type_all_records_come(client: Client, export: Export) -> None:
    work(due(export))
    Export.objects.filter(pk=export.pk).update(types=["sites", "organizations"])
    export.refresh_from_db()

    run = work(start_now(export, export.user, ip_address=None))

    shown = page(client, run)
    assert '<td>Organizations <span class="muted">(all, for the first time)</span></td>' in shown
    assert "<td>Sites</td>" in shown


def test_nothing_changed_says_since_when(client: Client, export: Export) -> None:
    first = work(due(export))

    run = work(due(export, 1))

    shown = page(client, run)
    assert first.claimed_at is not None
    assert f"Nothing was changed since {first.claimed_at:%-d %B %Y, %H:%M} UTC." in shown
    assert "No file was made, and no mail was sent." in shown
    assert '<span class="badge unchanged">Nothing changed</span>' in shown
    assert f'action="/settings/exports/{export.pk}/run/"' in shown


def test_a_first_try_leads_to_the_second(client: Client, export: Export) -> None:
    first = fail(due(export))
    second = latest_run(export)

    assert f'<a href="{second.get_absolute_url()}">see the second try</a>' in page(client, first)
    waiting = page(client, second)
    assert f'The <a href="{first.get_absolute_url()}">first try</a> failed' in waiting
    assert "This try begins at" in waiting
    assert "· second try" in waiting


def test_a_failure_says_what_can_be_done(client: Client, export: Export) -> None:
    fail(due(export))
    run = fail(latest_run(export))

    shown = page(client, run)

    assert "The job stopped unexpectedly." in shown
    assert f'Correct what is wrong in <a href="{export.get_absolute_url()}">' in shown
    assert "By itself it runs again on 14 December 2026, 08:00 UTC." in shown
    assert f'action="/settings/exports/{export.pk}/run/"' in shown


def test_an_expired_file_can_be_made_again(client: Client, export: Export) -> None:
    run = work(due(export))
    expired = timezone.now() - timedelta(hours=1)
    StoredFile.objects.filter(pk=file_of(run).pk).update(expires_at=expired)

    shown = page(client, run)

    assert f"It could be downloaded until {expired:%-d %B %Y, %H:%M} UTC." in shown
    assert "copy the export with the strategy Partial or Full" in shown
    assert client.post(f"/settings/exports/{export.pk}/run/").status_code == 302
    assert latest_run(export) != run
    assert 'id="run-again"' not in page(client, run)  # it runs already


def test_an_expired_file_of_a_dialog_leads_to_the_dialog(
    client: Client, administrator: Actor
) -> None:
    run = work(ask(administrator, "sites"))
    StoredFile.objects.filter(pk=file_of(run).pk).update(expires_at=timezone.now())

    assert '<a class="button primary" href="/exports/sites/new/">Export again…</a>' in page(
        client, run
    )


def test_the_page_of_an_expired_file_leads_to_the_run(client: Client, export: Export) -> None:
    run = work(due(export))
    (address,) = re.findall(r'href="[^"]*(/files/[^"]+)" download', page(client, run))
    StoredFile.objects.filter(pk=file_of(run).pk).update(expires_at=timezone.now())

    gone = Client().get(address)

    assert gone.status_code == 410
    assert f'href="{run.get_absolute_url()}"' in gone.content.decode()
    assert "Weekly sites" not in gone.content.decode()


def test_downloads_are_shown_to_those_who_may_export(
    client: Client, export: Export, enrol: Enrol, wdc: Account
) -> None:
    run = work(due(export))
    Download.objects.create(file=file_of(run), user=export.user)

    assert "</time> Account Administrator</li>" in page(client, run)
    auditor = page(logged_in(enrol(wdc, Role.AUDITOR).user), run)
    assert "Downloads" not in auditor
    assert "/files/" not in auditor
    assert export.get_absolute_url() not in auditor
    assert "run-again" not in auditor


def test_a_run_of_another_account_is_unknown(export: Export, enrol: Enrol, wna: Account) -> None:
    run = work(due(export))
    visitor = logged_in(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)

    for address in (run.get_absolute_url(), f"/exports/{run.token}/"):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert "Weekly sites" not in answer.content.decode()


def test_a_run_outlives_its_export(client: Client, export: Export) -> None:
    run = work(due(export))
    address = run.get_absolute_url()
    export.delete()

    run.refresh_from_db()

    assert client.get(address).status_code == 200
    assert "Run" in page(client, run)
