"""Changes of exports are entered in the Job Log, and no change of another is lost."""

import pytest
from django.http import Http404

from exports import definitions
from exports.console import changes
from exports.models import Export
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from tests.exports.console.defining import define, ran, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db
IP = "192.0.2.7"


def entry() -> SystemLog:
    """Return the only entry of the Job Log."""
    return SystemLog.objects.get(log_type="job")


def test_an_added_export_is_entered_with_its_fields(administrator: Actor, wdc: Account) -> None:
    export = Export(account=wdc, user=administrator.user, name="Nightly", types=["sites"])

    changes.add(export, administrator, IP)

    log = entry()
    assert (log.event, log.message) == ("job.export_added", "“Nightly” was added.")
    assert (log.account, log.user, log.ip_address) == (wdc, administrator.user, IP)
    assert log.level == "information"
    assert dict(log.data) == {
        "Name": "Nightly",
        "Disabled": "No",
        "Run as": "account.administrator@wdc.example",
        "Strategy": "Full - All data since the creation of this account",
        "Send also when nothing changed": "No",
        "Types": "Sites",
        "Export format": "Comma-separated values (.csv)",
        "Line separator": "LF (Linux, macOS)",
    }


def test_a_changed_export_is_entered_with_what_changed(administrator: Actor) -> None:
    export = weekly(administrator)
    export.types = ["sites", "teams"]
    export.day = [2]

    changes.change(export, administrator, IP)

    log = entry()
    assert (log.event, log.message) == ("job.export_changed", "“Nightly” was changed.")
    assert dict(log.data) == {
        "Types": "Sites → Sites and Teams",
        "Recurrence": (
            "Every week on Monday at 08:00, UTC, from 2 November 2026 → "
            "Every week on Tuesday at 08:00, UTC, from 2 November 2026"
        ),
    }


def test_a_save_without_a_change_is_not_entered(administrator: Actor) -> None:
    changes.change(define(administrator), administrator, IP)

    assert not SystemLog.objects.exists()


@pytest.mark.parametrize(
    ("disabled", "event", "message"),
    [
        (True, "job.export_paused", "“Nightly” was disabled."),
        (False, "job.export_enabled", "“Nightly” was enabled."),
    ],
)
def test_disabling_and_enabling_are_entered(
    administrator: Actor, disabled: bool, event: str, message: str
) -> None:
    export = define(administrator, disabled=not disabled)
    export.disabled = disabled

    changes.change(export, administrator, IP)

    assert (entry().event, entry().message) == (event, message)


def test_enabling_plans_anew_and_forgets_failures(administrator: Actor) -> None:
    export = weekly(administrator, disabled=True)
    Export.objects.filter(pk=export.pk).update(failures=5, next_run_at="2026-01-05T08:00Z")
    export.disabled = False

    changes.change(export, administrator, IP)

    export.refresh_from_db()
    assert export.failures == 0
    assert export.next_run_at is not None
    assert export.next_run_at.year > 2025 or export.next_run_at.month > 1


def test_a_deleted_export_is_entered_and_its_run_canceled(administrator: Actor) -> None:
    export = define(administrator)
    run = ran(export, state="queued", completed_at=None)

    changes.delete(export, administrator, IP)

    run.refresh_from_db()
    assert (entry().event, entry().message) == ("job.export_deleted", "“Nightly” was deleted.")
    assert run.cancel_requested_at is not None
    assert run.export is None
    assert not Export.objects.exists()


def test_the_second_of_two_administrators_is_told(
    administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    mine = define(administrator)
    theirs = Export.objects.get(pk=mine.pk)
    seen = changes.version(mine)
    theirs.name = "Theirs"
    changes.change(theirs, owner, IP, seen=seen)

    mine.name = "Mine"
    with pytest.raises(changes.Conflict) as conflict:
        changes.change(mine, administrator, IP, seen=seen)

    assert conflict.value.stored.name == "Theirs"
    assert Export.objects.get().name == "Theirs"
    changes.change(mine, administrator, IP, seen=changes.version(conflict.value.stored))
    assert Export.objects.get().name == "Mine"


def test_one_that_disabled_itself_meanwhile_is_not_enabled_by_accident(
    administrator: Actor,
) -> None:
    export = weekly(administrator)
    seen = changes.version(export)
    Export.objects.filter(pk=export.pk).update(disabled=True, failures=5)  # as aftermath does

    with pytest.raises(changes.Conflict):
        changes.change(export, administrator, IP, seen=seen)


def test_what_runs_note_is_no_conflict(administrator: Actor) -> None:
    export = weekly(administrator)
    seen = changes.version(export)
    ran(Export.objects.get(pk=export.pk))
    Export.objects.filter(pk=export.pk).update(failures=1, marks={"sites": {}})

    changes.change(export, administrator, IP, seen=seen)

    export.refresh_from_db()
    assert export.marks == {"sites": {}}
    assert export.last_run is not None


def test_one_that_was_deleted_meanwhile_is_not_there(administrator: Actor) -> None:
    export = define(administrator)
    Export.objects.all().delete()

    with pytest.raises(Http404):
        changes.change(export, administrator, IP)

    assert not Export.objects.exists()


def test_a_copy_has_delivered_nothing(administrator: Actor) -> None:
    export = weekly(administrator, marks={"sites": {}})
    ran(export)

    twin = definitions.copy(export)

    assert twin.pk is None
    assert (twin.name, twin.disabled, twin.marks) == ("Nightly (copy)", True, {})
    assert (twin.last_run, twin.next_run_at, twin.failures) == (None, None, 0)
    assert (twin.types, twin.frequency, twin.day) == (["sites"], "weekly", [1])
