"""The form of an export in the browser: saving, the summary that follows, and odd input."""

import re
from typing import Any

import pytest
from django.test import Client

from exports.console import changes
from exports.models import Export, ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from tests.exports.console.defining import HTMX, define, ran, sent, sent_weekly, weekly
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db
NEW = "/settings/exports/new/"
PREVIEW = "/settings/exports/preview/"
#: The labels of behaviour.md 1.1 as the page shows them, with what only some strategies have.
FIELDS = [
    *("Name", "Disabled", "State", "Completed at", "Download", "Download expiry date"),
    *("System log", "Next run", "Run as", "Strategy", "Changes since"),
    *("Send also when nothing changed", "Types", "Export format", "Line separator", "Recurrence"),
]


def read(client: Client, address: str, **headers: Any) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def labels(page: str) -> list[str]:
    """Return the labels of the form in their order."""
    form = page.partition("export-fields")[2].partition("<aside")[0]
    found = re.findall(
        r'(?:<label for="[^"]*">|<dt>|<legend>|<span class="label"[^>]*>)([^<]+)', form
    )
    return [label.strip() for label in found if label.strip() in FIELDS]


def facts(page: str) -> dict[str, str]:
    """Return the automatic fields."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]*>", " ", text).split()) for name, text in found}


def edit(export: Export) -> str:
    return f"/settings/exports/{export.pk}/"


def test_the_fields_stand_in_their_documented_order(client: Client, administrator: Actor) -> None:
    automatic = ("State", "Completed at", "Download", "Download expiry date", "System log")

    assert labels(read(client, edit(define(administrator)))) == FIELDS
    assert labels(read(client, NEW)) == [
        each for each in FIELDS if each not in (*automatic, "Next run")
    ]


def test_the_automatic_fields(client: Client, administrator: Actor) -> None:
    export = weekly(administrator)
    run = ran(export, size=2_621_440)

    page = read(client, edit(export))

    found = facts(page)
    assert found["State"] == "Scheduled"
    assert found["Completed at"].endswith("(just now)")
    assert found["Download"] == "20261122-sites-1.csv 2.5 MB"
    assert found["Download expiry date"].endswith("(in 1 day)")
    assert re.match(r"\d{4}-\d\d-\d\d 08:00 UTC", found["Next run"])
    assert f'<a href="/settings/logs/{run.log_id}/">' in page


def test_an_expired_file_cannot_be_downloaded(client: Client, administrator: Actor) -> None:
    export = define(administrator)
    ran(export, size=1000, expired=True)

    found = facts(read(client, edit(export)))

    assert found["Download"].startswith("The file has expired. Run the export again")


def test_no_file_when_nothing_had_changed(client: Client, administrator: Actor) -> None:
    export = define(administrator)
    ran(export)

    assert facts(read(client, edit(export)))["Download"] == "No file: nothing had changed."


def test_a_disabled_export_is_paused(client: Client, administrator: Actor) -> None:
    found = facts(read(client, edit(weekly(administrator, disabled=True))))

    assert found["Next run"] == "Paused: the export is disabled"


def test_an_added_export_is_stored_planned_and_logged(
    client: Client, administrator: Actor, wdc: Account
) -> None:
    answer = client.post(NEW, sent_weekly(administrator, types=["sites", "teams"]))

    export = Export.objects.get()
    assert answer["Location"] == edit(export)
    assert (export.account, export.user, export.name) == (wdc, administrator.user, "Nightly")
    assert export.next_run_at is not None
    assert "“Nightly” is saved." in read(client, edit(export))
    log = SystemLog.objects.get(log_type="job")
    assert (log.event, log.user, log.ip_address) == (
        "job.export_added",
        administrator.user,
        "127.0.0.1",
    )


def test_a_changed_export_is_planned_anew(client: Client, administrator: Actor) -> None:
    export = weekly(administrator)
    before = export.next_run_at

    client.post(edit(export), sent_weekly(administrator, time_of_day="09:30"))

    export.refresh_from_db()
    assert export.next_run_at is not None
    assert export.next_run_at != before
    assert (export.next_run_at.hour, export.next_run_at.minute) == (9, 30)


def test_what_was_stored_is_in_the_form(client: Client, administrator: Actor) -> None:
    export = weekly(administrator, types=["sites", "teams"], export_format="xlsx")

    page = read(client, edit(export))

    assert 'value="Nightly"' in page
    assert '<option value="incremental" selected>' in page
    assert '<option value="xlsx" selected>' in page
    for slug in ("sites", "teams"):
        assert f'name="types" value="{slug}" checked' in page
    assert page.count('name="types"') > 90
    assert len(re.findall(r'name="types" value="\w+" checked', page)) == 2


def test_save_and_run_now(client: Client, administrator: Actor) -> None:
    client.post(NEW, sent(administrator, action="run"))

    run = ExportRun.objects.get()
    page = read(client, edit(Export.objects.get()))
    assert "“Nightly” is started." in page
    assert facts(page)["State"].startswith("Queued See how far it is")
    assert f'hx-get="{run.get_absolute_url()}" hx-trigger="load"' in page


def test_errors_are_at_their_fields_and_nothing_is_stored(
    client: Client, administrator: Actor
) -> None:
    answer = client.post(NEW, sent(administrator, name="", types=[], strategy="incremental"))

    assert answer.status_code == 422
    page = answer.content.decode()
    for words in (
        "Nothing was saved yet",
        "Give the export a name",
        "Choose at least one type.",
        "Incremental needs a recurrence",
    ):
        assert words in page
    assert not Export.objects.exists()


def test_the_second_administrator_sees_what_the_first_has_saved(
    client: Client, administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    export = define(administrator)
    seen = re.search(r'name="seen" value="([^"]+)"', read(client, edit(export)))
    assert seen is not None
    theirs = Export.objects.get()
    theirs.name = "Theirs"
    changes.change(theirs, enrol(wdc, Role.ACCOUNT_OWNER), None)

    answer = client.post(edit(export), sent(administrator, name="Mine", seen=seen[1]))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else changed this export meanwhile" in page
    assert "<li>Name: Theirs</li>" in page
    assert 'value="Mine"' in page
    assert Export.objects.get().name == "Theirs"
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    client.post(edit(export), sent(administrator, name="Mine", seen=seen[1]))
    assert Export.objects.get().name == "Mine"


def test_a_copy_is_filled_in_and_not_stored(client: Client, administrator: Actor) -> None:
    export = weekly(administrator)

    page = read(client, f"{NEW}?copy={export.pk}")

    assert 'value="Nightly (copy)"' in page
    assert re.search(r'name="disabled"[^>]*checked', page)
    assert Export.objects.count() == 1


@pytest.mark.parametrize("number", ["x", "0", "9" * 5000, "²", "1\0"])
def test_what_cannot_be_copied_is_not_there(client: Client, number: str) -> None:
    assert client.get(NEW, {"copy": number}).status_code == 404


def test_another_accounts_export_cannot_be_copied(
    client: Client, enrol: Enrol, wna: Account
) -> None:
    foreign = define(enrol(wna, Role.ACCOUNT_ADMINISTRATOR), name="Foreign")

    assert client.get(NEW, {"copy": foreign.pk}).status_code == 404


def test_the_preview_follows_what_is_entered_and_stores_nothing(
    client: Client, administrator: Actor
) -> None:
    data = sent_weekly(administrator, types=["sites", "teams"], time_zone="Amsterdam")

    page = client.post(PREVIEW, data, headers=HTMX).content.decode()

    for words in (
        "Sites and Teams.",
        "The first run exports everything; each later one what was created or changed",
        "Every week on Monday at 08:00, Amsterdam time.",
        "2 CSV files in a ZIP file.",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "Account Administrator gets a mail to account.administrator@wdc.example",
        "When nothing has changed, there is neither file nor mail",
        "A planned run that fails is tried once more. After 5 failures",
    ):
        assert words in page
    assert len(re.findall(r"<li>\w{3} \d+ \w{3}(?: \d{4})?, 08:00 CES?T", page)) == 5
    assert "Before it can be saved" not in page
    assert not Export.objects.exists()


def test_the_preview_says_what_is_missing_without_shouting(
    client: Client, administrator: Actor
) -> None:
    page = client.post(PREVIEW, {"strategy": "incremental"}, headers=HTMX).content.decode()

    assert "Before it can be saved" in page
    assert "<strong>Name</strong>: Give the export a name" in page
    assert "No type is chosen yet." in page
    assert 'class="error"' not in page


def test_the_preview_of_a_stored_export_knows_its_last_run(
    client: Client, administrator: Actor
) -> None:
    export = weekly(administrator, marks={"sites": {}})
    ran(export, size=2_621_440, records={"sites": 2410})

    page = client.post(f"{edit(export)}preview/", sent_weekly(administrator)).content.decode()

    assert "Last time: 2,410 records, 2.5\xa0MB" in page
    assert "The first run exports everything" not in page


def test_without_scripts_a_button_shows_what_will_happen(
    client: Client, administrator: Actor
) -> None:
    answer = client.post(NEW, sent_weekly(administrator, action="preview"))

    assert answer.status_code == 200
    assert "Every week on Monday at 08:00" in answer.content.decode()
    assert not Export.objects.exists()


def test_the_automatic_fields_follow_the_run(client: Client, administrator: Actor) -> None:
    export = define(administrator)
    run = ran(export, state="processing", completed_at=None)
    address = f"{edit(export)}status/"

    part = read(client, address, **HTMX)
    assert f'hx-get="{address}" hx-trigger="every 2s"' in part
    assert "export-runs" not in part

    ExportRun.objects.filter(pk=run.pk).update(state="done", completed_at="2026-11-22T09:00Z")
    part = read(client, address, **HTMX)
    assert "every 2s" not in part
    assert re.search(r'id="export-runs"[^>]* hx-swap-oob="true"', part)


def test_a_run_by_hand_of_an_incremental_export_is_explained(
    client: Client, administrator: Actor
) -> None:
    words = "A run now delivers what was changed since the last one"

    assert words in read(client, edit(weekly(administrator)))
    assert words not in read(client, edit(define(administrator)))


def test_one_that_disabled_itself_says_why_and_is_enabled_again(
    client: Client, administrator: Actor
) -> None:
    export = weekly(administrator, disabled=True)
    ran(export, state="failed", message="The disk is full.")
    Export.objects.update(failures=5)

    page = read(client, edit(export))
    assert "It disabled itself after 5 failures in a row" in page
    assert "The last one: The disk is full." in page

    client.post(edit(export), sent_weekly(administrator))
    export.refresh_from_db()
    assert (export.disabled, export.failures) == (False, 0)
    assert "disabled itself after" not in read(client, edit(export)).partition("<aside")[0]


def test_one_whose_person_lost_the_role_says_so(
    client: Client, administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    export = define(owner)
    owner.user.person.roles.all().delete()

    assert "account.owner@wdc.example may not export any more" in read(client, edit(export))


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "a\0b", "types": "\0", "user": "\0", "strategy": "\0", "since": "\0"},
        {"name": "x" * 100_000, "types": ["x" * 1000] * 200, "interval": "9" * 5000},
        {"seen": "nonsense", "time_zone": "Nowhere", "calendar": "9" * 40, "day": ["x", "9" * 30]},
        {"frequency": "yearly", "month_of_year": ["13"], "start_date": "0000-00-00"},
        {"frequency": "daily", "start_date": "9999-12-31", "time_of_day": "25:00"},
        {"strategy": "partial", "since": "0001-01-01T00:00", "frequency": "daily"},
        {"action": ["run", "\0"], "frequency": "monthly", "day_of_month": ["-1", "0", "32"]},
    ],
)
def test_odd_input_is_refused_politely(
    client: Client, administrator: Actor, data: dict[str, Any]
) -> None:
    export = define(administrator)
    for address in (NEW, edit(export)):
        assert client.post(address, data).status_code == 422
    for address in (PREVIEW, f"{edit(export)}preview/"):
        assert client.post(address, data).status_code == 200
    assert Export.objects.get().updated_at == export.updated_at
