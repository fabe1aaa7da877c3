"""What the mails of exports say; a real SMTP server takes them."""

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest
from pytest_django import Settings

from exports.aftermath import MOST_FAILURES
from exports.models import Export, ExportRun
from exports.start import start_now
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.links import link
from fourme.mail.models import OutboxMessage
from fourme.mail.tasks import send
from records.models import Person, Site
from tests.exports.exporting import ask, file_of, work
from tests.exports.planned import due, fail, latest_run, weekly
from tests.fixtures.post import Post
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def site(redis: Any, settings: Settings) -> None:
    settings.SITE_URL = "https://fourme.example"


def received(smtp: Post, run: ExportRun) -> tuple[EmailMessage, str, str]:
    """Send the only mail of a run; return it with its text and its HTML."""
    mail = OutboxMessage.objects.get(key=f"export/{run.token}")
    send("mail.OutboxMessage", mail.token)
    (message,) = smtp.wait_for(1)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return message, text.get_content(), html.get_content()


def test_a_planned_run_tells_all_that_one_wants_to_know(
    smtp: Post, enrol: Enrol, wdc: Account
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Amsterdam")
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(actor, types=["sites", "teams"])

    run = work(due(export))

    message, text, html = received(smtp, run)
    stored = file_of(run)
    assert stored.expires_at is not None
    assert message["Subject"] == "Export finished: Weekly sites (wdc)"
    assert (message["To"], message["X-4me-Export"]) == (actor.user.email, run.token)
    assert message["X-4me-ExportID"] == str(run.pk)
    expires = stored.expires_at.astimezone(dt.timezone(dt.timedelta(hours=1)))
    for part in (text, html):
        assert "“Weekly sites” of wdc Widget Data Center is ready." in part
        assert link(stored) in part
        assert stored.name in part
        assert "2 files" in part
        assert f"{expires:%-d %B %Y, %H:%M} CET" in part
        assert "7 December 2026, 09:00 CET" in part  # planned for
        assert "14 December 2026, 09:00 CET" in part  # next run
        assert f"https://fourme.example/settings/exports/{export.pk}/" in part
        assert "with the strategy Partial or Full" in part
    assert "Sites: 1 record\nTeams: 0 records\nAll types: 1 record\n" in text
    assert "Incremental: records created or updated since the last run" in text


def test_a_dialog_without_a_name_names_its_types(
    smtp: Post, administrator: Actor, wdc: Account
) -> None:
    Site.objects.create(account=wdc, name="Houston")

    run = work(ask(administrator, "sites", "people"))

    message, text, html = received(smtp, run)
    assert message["Subject"] == "Export finished: Sites, People (wdc)"
    for part in (text, html):
        assert "Your export of Sites, People from wdc Widget Data Center is ready." in part
        assert "choose Export again" in part
        assert "Full: all records" in part
        assert "Next run" not in part
        assert "Planned for" not in part


def test_nothing_changed_but_sent_anyway(smtp: Post, administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(administrator, send_unchanged=True)
    first = work(due(export))
    OutboxMessage.objects.all().delete()

    run = work(due(export, 1))

    assert first.claimed_at is not None
    _, text, html = received(smtp, run)
    for part in (text, html):
        assert f"Nothing was changed since {first.claimed_at:%-d %B %Y, %H:%M} UTC." in part
        assert "no more than its headers: the export is sent also when nothing changed." in part


def test_nothing_changed_sends_no_mail(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(administrator)
    first = work(due(export))
    OutboxMessage.objects.all().delete()

    run = work(due(export, 1))

    assert first.claimed_at is not None
    assert (run.state, run.file) == ("done", None)
    assert run.message == f"Nothing was changed since {first.claimed_at:%-d %B %Y, %H:%M} UTC."
    assert not OutboxMessage.objects.exists()


def test_an_account_without_records_sends_no_mail(administrator: Actor) -> None:
    run = work(due(weekly(administrator)))

    assert (run.message, run.file) == ("There was no record to export.", None)
    assert not OutboxMessage.objects.exists()


def test_a_failure_says_what_to_do(smtp: Post, administrator: Actor) -> None:
    export = weekly(administrator)
    fail(due(export))
    assert not OutboxMessage.objects.exists()  # it is tried once more

    run = fail(latest_run(export))

    message, text, html = received(smtp, run)
    assert message["Subject"] == "Export failed: Weekly sites (wdc)"
    for part in (text, html):
        assert "“Weekly sites” of wdc Widget Data Center was not made" in part
        assert "this was the second try" in part
        assert "The job stopped unexpectedly." in part
        assert "Correct what is wrong in the export, then choose Run now." in part
        assert "it comes with the next run that succeeds" in part
        assert f"https://fourme.example/settings/exports/{export.pk}/" in part
        assert f"https://fourme.example/settings/exports/runs/{run.token}/" in part
        assert "14 December 2026, 08:00 UTC" in part
        assert "Sites" in part


def test_a_failure_of_a_dialog_leads_to_its_page(smtp: Post, administrator: Actor) -> None:
    run = fail(ask(administrator, "sites"))

    _, text, html = received(smtp, run)
    for part in (text, html):
        assert "Your export of Sites from wdc Widget Data Center was not made." in part
        assert f"https://fourme.example/exports/{run.token}/" in part
        assert "/settings/exports/" not in part


def test_a_disabled_export_is_told(administrator: Actor) -> None:
    export = weekly(administrator)
    Export.objects.filter(pk=export.pk).update(failures=MOST_FAILURES - 1)

    fail(due(export))
    run = fail(latest_run(export))

    told = OutboxMessage.objects.get(key=f"export-disabled/{run.token}")
    assert told.subject == "Export disabled: Weekly sites (wdc)"
    for part in (told.text, told.html):
        assert "failed 5 times in a row, so it was disabled" in part
        assert "7 December 2026, 08:00 UTC" in part
        assert "clear the box Disabled and save" in part
    failed = OutboxMessage.objects.get(key=f"export/{run.token}")
    assert "Next run" not in failed.text


def test_a_canceled_run_sends_no_mail(administrator: Actor) -> None:
    run = due(weekly(administrator))
    run.cancel()

    assert work(run).message == "Canceled."
    assert not OutboxMessage.objects.exists()


def test_names_are_shown_as_they_are(smtp: Post, administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(administrator, name="<b>R&D “daily”</b>")

    _, text, html = received(smtp, work(start_now(export, administrator.user, ip_address=None)))

    assert "<b>R&D “daily”</b>" in text
    assert "&lt;b&gt;R&amp;D “daily”&lt;/b&gt;" in html


def test_the_longest_name_fits_into_a_subject(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(administrator, name="n" * 120)

    work(start_now(export, administrator.user, ip_address=None))

    assert OutboxMessage.objects.get().subject == f"Export finished: {'n' * 120} (wdc)"


def test_a_name_of_two_lines_makes_one_subject(administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    export = weekly(administrator, name="two\nlines")

    run = work(start_now(export, administrator.user, ip_address=None))

    assert run.state == "done"
    assert OutboxMessage.objects.get().subject == "Export finished: two lines (wdc)"


def test_the_mail_goes_to_the_primary_address_of_the_person(
    administrator: Actor, wdc: Account
) -> None:
    Site.objects.create(account=wdc, name="Houston")
    Person.objects.filter(user=administrator.user).update(primary_email="desk@wdc.example")

    work(ask(administrator, "sites"))

    assert OutboxMessage.objects.get().to == "desk@wdc.example"
