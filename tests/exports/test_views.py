import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from exports.models import ExportRun
from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files.models import StoredFile
from fourme.jobs.models import State
from records import registry
from records.models import PersonContactDetail, PersonRoles, Site
from tests.exports.exporting import content, downloaded, file_of, log_of, members, table, work
from tests.fixtures.world import Enrol
from tests.records.samples import make

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(redis: Redis, transactional_db: None, administrator: Actor) -> Client:
    client = Client()
    client.force_login(administrator.user)
    return client


def choose(**options: Any) -> dict[str, Any]:
    return {
        "types": ["sites"],
        "scope": "all",
        "export_format": "csv",
        "line_separator": "lf",
        **options,
    }


def asked(client: Client, path: str = "/exports/sites/new/", **options: Any) -> ExportRun:
    answer = client.post(path, choose(**options))
    assert answer.status_code == 302, answer.content.decode()
    return ExportRun.objects.get(token=answer["Location"].split("/")[2])


def test_the_dialog_names_type_account_and_numbers(client: Client, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    Site.objects.create(account=wdc, name="Chicago", disabled=True)

    page = client.get("/exports/sites/new/").content.decode()

    assert "Export Sites" in page
    assert "wdc Widget Data Center" in page
    assert "All records (2 sites)" in page
    assert "This list: enabled sites (1 site)" in page


def test_htmx_gets_the_dialog_alone(client: Client) -> None:
    page = client.get("/exports/sites/new/", headers=HTMX).content.decode()

    assert page.lstrip().startswith("<dialog")
    assert 'action="/exports/sites/new/"' in page


def test_the_sub_options_are_offered(client: Client) -> None:
    page = client.get("/exports/people/new/").content.decode()

    found = re.findall(r'name="types" value="(\w+)"', page)
    assert found == [each.slug for each in registry.options(registry.get("people"))]


def test_a_view_follows_the_list_of_what_it_shows(client: Client, wdc: Account) -> None:
    requests = registry.get("requests")
    for subject in ("Printer", "Screen"):
        make(requests, wdc, subject=subject, satisfaction="satisfied", status="completed")
    path = "/exports/requests/new/?subject__icontains=Print"
    run = work(asked(client, path, types=["requests", "satisfactions"], scope="listed"))
    files = members(run)
    assert all(len(table(data)) == 1 for data in files.values()), run.message
    assert len(files) == 2


def test_translations_are_exported_into_a_language(client: Client, administrator: Actor) -> None:
    make(registry.get("services"), administrator.account, name="E-mail")
    page = client.get("/exports/translations/new/").content.decode()
    assert "All languages" in page
    assert 'name="locale"' not in client.get("/exports/sites/new/").content.decode()
    path = "/exports/translations/new/"

    run = work(asked(client, path, types=["missing_translations"], locale="nl"))
    assert [row["Phrase"] for row in table(content(run))] == ["E-mail"]
    run = work(asked(client, path, types=["missing_translations"]))
    assert table(content(run)) == []
    assert client.post(path, choose(types=["translations"], locale="xx")).status_code == 200


def test_an_export_leads_to_its_page_and_the_file(client: Client, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    run = asked(client, line_separator="crlf")

    assert "waits for its turn" in client.get(f"/exports/{run.token}/").content.decode()
    work(run)
    page = client.get(f"/exports/{run.token}/").content.decode()
    assert f"Download {file_of(run).name}" in page
    (address,) = re.findall(r'href="[^"]*(/files/[^"]+)" download', page)
    assert downloaded(client, address) == content(run)


def test_the_line_separator_is_told_of_csv_only(client: Client) -> None:
    page = client.get(f"/exports/{asked(client).token}/").content.decode()
    assert "LF (Linux, macOS)" in page
    page = client.get(f"/exports/{asked(client, export_format='xlsx').token}/").content.decode()
    assert "Excel (.xlsx)</dd>" in page


def test_the_filter_of_the_list_decides(client: Client, wdc: Account) -> None:
    for city in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=f"Site {city}", city=city)
    path = "/exports/sites/new/?city__exact=Houston&sort=name"
    page = client.get(path).content.decode()
    assert "City is “Houston” (1 site)" in page

    run = work(asked(client, path, scope="listed"))

    assert (run.strategy, run.filter_type) == ("filtered", "sites")
    assert [row["City"] for row in table(content(run))] == ["Houston"]
    assert dict(log_of(run).data)["Filter"] == "enabled sites, City is “Houston”"


def test_the_list_as_it_opens_leaves_out_disabled_records(client: Client, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    Site.objects.create(account=wdc, name="Chicago", disabled=True)

    run = work(asked(client, scope="listed"))

    assert [row["Name"] for row in table(content(run))] == ["Houston"]


def test_sub_options_follow_the_filter_of_the_list(
    client: Client, wdc: Account, administrator: Actor, enrol: Enrol
) -> None:
    other = enrol(wdc, Role.AUDITOR).user.person
    for person in (administrator.user.person, other):
        PersonContactDetail.objects.create(
            account=wdc,
            person=person,
            contact_protocol="email",
            contact_label="work",
            contact_uri=person.primary_email,
        )

    run = work(
        asked(
            client,
            "/exports/people/new/?q=auditor",
            types=["people", "people_contact_details", "people_roles"],
            scope="listed",
        )
    )

    assert run.records == {"people": 1, "people_contact_details": 1, "people_roles": 1}
    assert all(b"auditor@wdc.example" in data for data in members(run).values())


def test_an_invalid_filter_exports_nothing(client: Client) -> None:
    path = "/exports/sites/new/?city__like=Houston"

    for answer in (client.get(path), client.post(path, choose(scope="listed"))):
        assert answer.status_code == 400
        assert "is not a filter of Sites" in answer.content.decode()
    assert not ExportRun.objects.exists()


def test_a_filter_that_became_invalid_exports_nothing(client: Client, wdc: Account) -> None:
    site = Site.objects.create(account=wdc, name="Houston")
    run = asked(
        client, "/exports/people/new/?site__exact=Houston", types=["people"], scope="listed"
    )
    site.name = "Dallas"
    site.save()

    work(run)

    assert (run.state, run.file) == (State.FAILED, None)
    assert "The filter of the list cannot be used" in run.message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"types": []}, "Choose at least one of them."),
        ({"types": ["people"]}, "people is not one of the available choices"),
        ({"scope": "x"}, "x is not one of the available choices"),
        ({"export_format": "docx"}, "docx is not one of the available choices"),
        ({"line_separator": "cr"}, "cr is not one of the available choices"),
    ],
)
def test_a_choice_that_is_none(client: Client, options: dict[str, Any], message: str) -> None:
    answer = client.post("/exports/sites/new/", choose(**options))

    assert message in answer.content.decode()
    assert not ExportRun.objects.exists()


def test_a_double_click_starts_one_export(client: Client) -> None:
    page = client.get("/exports/sites/new/").content.decode()
    (key,) = re.findall(r'name="idempotency_key" value="(\w+)"', page)

    assert asked(client, idempotency_key=key) == asked(client, idempotency_key=key)
    assert ExportRun.objects.count() == 1


def test_a_big_type_too_soon_is_explained(client: Client, wdc: Account, settings: Settings) -> None:
    settings.FULL_EXPORT_LIMIT = 1
    for name in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=name)
    first = work(asked(client))

    answer = client.post("/exports/sites/new/", choose())

    assert first.claimed_at is not None
    again = first.claimed_at + timedelta(hours=23)
    assert f"can be exported in full again from {again:%A %-d %B, %H:%M} (UTC)" in (
        answer.content.decode()
    )
    assert ExportRun.objects.count() == 1
    assert work(asked(client, scope="listed")).state == State.DONE


def test_progress_is_shown_and_asked_for_again(client: Client, wdc: Account) -> None:
    run = asked(client)
    begun = timezone.now() - timedelta(seconds=10)
    ExportRun.objects.filter(pk=run.pk).update(
        state=State.PROCESSING, claimed_at=begun, type="sites", line=500, records={"sites": 2000}
    )

    page = client.get(f"/exports/{run.token}/", headers=HTMX).content.decode()

    assert page.lstrip().startswith("<section")
    assert 'max="2000" value="500"' in page
    assert "500 of 2,000 records · Sites" in page
    assert re.search(r"(49|50) records a second · 30 s left", page)
    assert 'hx-trigger="every 1s"' in page


def test_a_page_of_a_finished_run_is_left_alone(client: Client) -> None:
    run = work(asked(client))

    assert "every 1s" not in client.get(f"/exports/{run.token}/", headers=HTMX).content.decode()


def test_cancel(client: Client) -> None:
    run = asked(client)

    assert client.get(f"/exports/{run.token}/cancel/").status_code == 405
    client.post(f"/exports/{run.token}/cancel/")
    assert "Canceling…" in client.get(f"/exports/{run.token}/").content.decode()
    work(run)

    assert "was canceled" in client.get(f"/exports/{run.token}/").content.decode()


def test_a_failure_is_explained(
    client: Client, administrator: Actor, enrol: Enrol, wdc: Account
) -> None:
    run = asked(client)
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    PersonRoles.objects.filter(person=administrator.user.person).update(account_administrator=False)
    work(run)
    other = Client()
    other.force_login(owner.user)

    page = other.get(f"/exports/{run.token}/").content.decode()

    assert "The export was not made" in page
    assert "lets one export records" in page


def test_an_expired_file_is_offered_no_more(client: Client) -> None:
    run = work(asked(client))
    page = client.get(f"/exports/{run.token}/").content.decode()
    (address,) = re.findall(r'href="[^"]*(/files/[^"]+)" download', page)
    late = timezone.now() - timedelta(seconds=1)
    StoredFile.objects.filter(pk=file_of(run).pk).update(expires_at=late)

    assert "The file has expired" in client.get(f"/exports/{run.token}/").content.decode()
    assert client.get(address).status_code == 410


def test_unknown_type_and_run(client: Client) -> None:
    assert client.get("/exports/x/new/").status_code == 404
    assert client.get(f"/exports/{'0' * 40}/").status_code == 404


@pytest.mark.parametrize("role", [*Role, None])
def test_rights_of_each_role(client: Client, wdc: Account, enrol: Enrol, role: Role | None) -> None:
    run = asked(client)
    visitor = Client()
    visitor.force_login(enrol(wdc, *([role] if role else []), email="x@wdc.example").user)
    may = role in (Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER)
    may_look = may or role == Role.AUDITOR

    answers = [
        visitor.get("/exports/sites/new/"),
        visitor.get(f"/exports/{run.token}/"),
        visitor.post("/exports/sites/new/", choose()),
        visitor.post(f"/exports/{run.token}/cancel/"),
    ]

    assert [answer.status_code for answer in answers] == [
        200 if may else 403,
        200 if may_look else 403,
        302 if may else 403,
        302 if may else 403,
    ]
    assert ExportRun.objects.count() == (2 if may else 1)
    run.refresh_from_db()
    assert (run.cancel_requested_at is not None) == may


def test_an_auditor_gets_neither_file_nor_cancel(
    client: Client, wdc: Account, enrol: Enrol
) -> None:
    run = asked(client)
    visitor = Client()
    visitor.force_login(enrol(wdc, Role.AUDITOR).user)

    assert "export-cancel" not in visitor.get(f"/exports/{run.token}/").content.decode()
    page = visitor.get(f"/exports/{work(run).token}/").content.decode()

    assert "None of your roles lets you download exports." in page
    assert "/files/" not in page


def test_a_run_of_another_account_is_unknown(client: Client, wna: Account, enrol: Enrol) -> None:
    run = asked(client)
    visitor = Client()
    visitor.force_login(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)

    assert visitor.get(f"/exports/{run.token}/").status_code == 404
    assert visitor.post(f"/exports/{run.token}/cancel/").status_code == 404
    run.refresh_from_db()
    assert run.cancel_requested_at is None


def test_nobody_is_sent_to_the_login(client: Client, wdc: Account) -> None:
    run = asked(client)

    for path in ("/exports/sites/new/", f"/exports/{run.token}/"):
        assert Client().get(path)["Location"].startswith("/login")
