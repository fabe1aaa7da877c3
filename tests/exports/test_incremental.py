"""An incremental export goes on where its last delivered run was, and from nowhere else."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from exports import definitions, marks
from exports.models import Export, ExportRun
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.claim import claim
from fourme.jobs.models import STOPPED, State
from fourme.jobs.perform import attempt
from fourme.jobs.reap import give_up, reap
from fourme.mail.models import OutboxMessage
from records import registry
from records.models import Organization, Service, Site, Translation
from tests.exports.exporting import content, log_of, members, table, work
from tests.fixtures.world import Enrol
from tests.records.samples import make

pytestmark = pytest.mark.django_db(transaction=True)
Strategy = ExportRun.Strategy


@pytest.fixture
def export(redis: Any, administrator: Actor) -> Export:
    """An incremental export of sites that has delivered Houston."""
    Site.objects.create(account=administrator.account, name="Houston")
    export = Export(
        account=administrator.account,
        name="Changes",
        user=administrator.user,
        strategy=Strategy.INCREMENTAL,
        types=["sites"],
    )
    definitions.save(export)
    assert names(run(export)) == ["Houston"]
    return export


def queued(export: Export) -> ExportRun:
    return start_now(export, export.user, ip_address=None)


def run(export: Export) -> ExportRun:
    return work(queued(export))


def names(run: ExportRun) -> list[str]:
    """Return the names in the file of a run, none without a file."""
    return [row["Name"] for row in table(content(run))] if run.file else []


def change(export: Export, **values: Any) -> None:
    """Change the export as its form does."""
    stored = Export.objects.get(pk=export.pk)
    for name, value in values.items():
        setattr(stored, name, value)
    definitions.save(stored)


def add(wdc: Account, name: str) -> None:
    Site.objects.create(account=wdc, name=name)


def test_nothing_changed_makes_no_file_and_no_mail_but_an_entry(export: Export) -> None:
    mails = OutboxMessage.objects.count()

    quiet = run(export)

    assert (quiet.state, quiet.file, quiet.records) == (State.DONE, None, {"sites": 0})
    assert OutboxMessage.objects.count() == mails
    log = log_of(quiet)
    assert log.finished_at is not None
    assert "No file was made" in log.message


def test_if_wished_nothing_is_sent_as_well(export: Export) -> None:
    change(export, send_unchanged=True)
    mails = OutboxMessage.objects.count()

    empty = run(export)

    assert content(empty).count(b"\n") == 1  # the header
    assert OutboxMessage.objects.count() == mails + 1


def test_a_quiet_run_moves_the_mark(export: Export, wdc: Account) -> None:
    before = Export.objects.get(pk=export.pk).marks
    add(wdc, "Chicago")
    Site.objects.filter(name="Chicago").delete()

    run(export)

    assert Export.objects.get(pk=export.pk).marks["sites"] != before["sites"]


def test_a_canceled_run_does_not_move_the_mark(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    canceled = queued(export)
    canceled.cancel()
    assert work(canceled).state == State.FAILED

    assert names(run(export)) == ["Chicago"]


def test_a_failed_run_does_not_move_the_mark(
    export: Export, wdc: Account, administrator: Actor, enrol: Enrol
) -> None:
    enrol(wdc, Role.ACCOUNT_OWNER)  # somebody has to stay
    add(wdc, "Chicago")
    failing = queued(export)
    roles = administrator.user.person.roles
    roles.update(account_administrator=False)
    assert work(failing).state == State.FAILED
    roles.update(account_administrator=True)

    assert names(run(export)) == ["Chicago"]


def test_a_run_whose_workers_died_does_not_move_the_mark(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    lost = queued(export)
    ExportRun.objects.filter(pk=lost.pk).update(
        state=State.PROCESSING,
        attempt=ExportRun.max_attempts,
        heartbeat_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    reap()
    lost.refresh_from_db()
    assert (lost.state, lost.message) == (State.FAILED, STOPPED)

    assert names(run(export)) == ["Chicago"]


def test_a_superseded_worker_does_not_move_the_mark(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    slow = claim(ExportRun, queued(export).token)
    assert slow is not None
    ExportRun.objects.get(pk=slow.pk).requeue()

    from exports.run import export as make_export  # noqa: PLC0415 -- its name is that of the fixture

    attempt(slow, make_export)

    assert Export.objects.get(pk=export.pk).runs.latest("id").state == State.QUEUED
    assert names(work(slow)) == ["Chicago"]


def test_a_type_that_is_added_comes_whole_and_the_others_go_on(
    export: Export, wdc: Account
) -> None:
    Organization.objects.create(account=wdc, name="Sales")
    add(wdc, "Chicago")
    change(export, types=["sites", "organizations"])

    files = members(run(export))

    found = {
        name.split("-")[1]: [row["Name"] for row in table(data)] for name, data in files.items()
    }
    assert found == {"sites": ["Chicago"], "organizations": ["Sales"]}


def test_a_type_that_comes_back_goes_on_where_it_was(export: Export, wdc: Account) -> None:
    change(export, types=["organizations"])
    run(export)
    add(wdc, "Chicago")
    run(export)
    change(export, types=["sites"])

    assert names(run(export)) == ["Chicago"]


def test_a_full_run_moves_the_mark(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    change(export, strategy=Strategy.FULL)
    assert names(run(export)) == ["Houston", "Chicago"]
    change(export, strategy=Strategy.INCREMENTAL)

    assert names(run(export)) == []


def test_a_partial_run_does_not_move_the_mark(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    since = Site.objects.get(name="Chicago").updated_at
    change(export, strategy=Strategy.PARTIAL, since=since)
    assert names(run(export)) == ["Chicago"]
    change(export, strategy=Strategy.INCREMENTAL, since=None)

    assert names(run(export)) == ["Chicago"]


def test_exports_do_not_move_the_marks_of_each_other(export: Export, wdc: Account) -> None:
    twin = definitions.copy(Export.objects.get(pk=export.pk))
    definitions.save(twin)
    assert names(run(twin)) == ["Houston"]
    add(wdc, "Chicago")

    assert names(run(twin)) == names(run(export)) == ["Chicago"]


def test_after_a_restore_elsewhere_the_last_day_comes_again(export: Export, wdc: Account) -> None:
    add(wdc, "Chicago")
    stored = Export.objects.get(pk=export.pk)
    stored.marks["sites"]["cluster"] = "another"
    stored.save()

    assert names(run(export)) == ["Houston", "Chicago"]
    assert names(run(export)) == []


def test_what_was_edited_meanwhile_counts_from_the_next_run_on(
    export: Export, wdc: Account, enrol: Enrol
) -> None:
    other = enrol(wdc, Role.ACCOUNT_OWNER)
    add(wdc, "Chicago")
    waiting = queued(export)
    change(export, types=["organizations"], name="Other", user=other.user, export_format="xlsx")

    assert names(work(waiting)) == ["Chicago"]
    assert (waiting.user, waiting.name) == (export.user, "Changes")
    following = queued(Export.objects.get(pk=export.pk))
    assert (following.user, following.types, following.name) == (
        other.user,
        ["organizations"],
        "Other",
    )


def test_an_export_that_is_deleted_meanwhile_cancels_its_run(export: Export) -> None:
    waiting = queued(export)
    mails = OutboxMessage.objects.count()
    definitions.delete(Export.objects.get(pk=export.pk))

    waiting = ExportRun.objects.get(pk=waiting.pk)
    work(waiting)

    assert (waiting.state, waiting.message, waiting.export) == (State.FAILED, "Canceled.", None)
    assert OutboxMessage.objects.count() == mails


def test_a_run_that_is_over_when_its_export_is_deleted_stays_done(export: Export) -> None:
    claimed = claim(ExportRun, queued(export).token)
    assert claimed is not None
    definitions.delete(Export.objects.get(pk=export.pk))

    give_up(claimed, STOPPED)

    assert ExportRun.objects.get(pk=claimed.pk).message == STOPPED


def test_a_translation_is_outdated_whoever_commits_last(export: Export, wdc: Account) -> None:
    service = make(registry.get("services"), wdc)
    make(
        registry.get("translations"), wdc, locale="nl", type="service", key=service.pk,
        field="name", phrase="Mail", translation="Post",
    )  # fmt: skip
    change(export, types=["outdated_translations"])
    assert len(table(content(run(export)))) == 1
    late = connection.copy()
    late.set_autocommit(False)
    try:
        with late.cursor() as cursor:
            cursor.execute("UPDATE records_translation SET translation = 'Berichten'")
        Service.objects.filter(pk=service.pk).update(name="E-mail")
        assert [row["Phrase"] for row in table(content(run(export)))] == ["E-mail"]
        late.commit()
    finally:
        late.close()

    assert Translation.objects.get().changed_xid < Service.objects.get(pk=service.pk).changed_xid
    assert [row["Translation"] for row in table(content(run(export)))] == ["Berichten"]
    assert run(export).file is None


def test_missing_translations_come_each_time(export: Export, wdc: Account) -> None:
    make(registry.get("missing_translations"), wdc)
    change(export, types=["missing_translations"])
    whole = content(run(export))

    assert content(run(export)) == whole
    change(export, strategy=Strategy.PARTIAL, since=timezone.now())
    assert content(run(export)) == whole
    assert marks.restored(Export.objects.get(pk=export.pk).marks).keys() == {
        "sites",
        "missing_translations",
    }
