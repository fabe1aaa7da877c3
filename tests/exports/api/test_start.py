import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from exports.models import ExportRun
from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.jobs.models import State
from records.models import Person, Site
from tests.exports.api.caller import Caller, start
from tests.exports.exporting import content, downloaded, table, work
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")


def test_the_answer_is_a_token(caller: Caller) -> None:
    answer = caller.post({"type": "sites,teams", "export_format": "csv", "line_separator": "crlf"})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert list(answer.json()) == ["token"]
    assert re.fullmatch("[0-9a-f]{40}", answer.json()["token"])
    run = ExportRun.objects.get()
    assert (run.types, run.line_separator, run.export_format) == (["sites", "teams"], "crlf", "csv")
    assert (run.origin, run.state) == ("api", State.QUEUED)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        ({"type": "sites,teams"}, {}),
        (
            "type=sites%2Cteams&locale=nl",
            {"content_type": "application/x-www-form-urlencoded"},
        ),
        (json.dumps({"type": "sites, teams"}), {"content_type": "application/json"}),
        (
            json.dumps({"type": ["sites", "teams", "sites"], "from": None}),
            {"content_type": "application/json; charset=utf-8"},
        ),
    ],
)
def test_bodies_of_known_clients(caller: Caller, data: Any, options: dict[str, Any]) -> None:
    answer = caller.post(data, **options)

    assert answer.status_code == 200, answer.content
    assert ExportRun.objects.get().types == ["sites", "teams"]


CURL = (
    b"--------------------------d74496d66958873e\r\n"
    b'Content-Disposition: form-data; name="type"\r\n\r\nsites,teams\r\n'
    b"--------------------------d74496d66958873e\r\n"
    b'Content-Disposition: form-data; name="from"\r\n\r\n%(day)s\r\n'
    b"--------------------------d74496d66958873e--\r\n"
)
# MultipartFormDataContent writes the names without quotes and a type for each part.
DOTNET = (
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Disposition: form-data; name=type\r\n\r\nsites,teams\r\n"
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Disposition: form-data; name=from\r\n\r\n%(moment)s.0000000+00:00\r\n"
    b"--5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11--\r\n"
)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=------------------------d74496d66958873e", CURL),
        ('multipart/form-data; boundary="5a0bbe1f-6e2d-4e5c-9f0e-0a7c2f7a0d11"', DOTNET),
        # curl -d: an unescaped + is a blank.
        (
            "application/x-www-form-urlencoded",
            b"type=sites,teams&from=%(moment)s+00:00&export_format=csv&line_separator=lf",
        ),
        # PowerShell's ConvertTo-Json, with comma and blank between types.
        (
            "application/json; charset=utf-8",
            b'{\r\n  "type": "sites, teams",\r\n  "from": "%(compact)sZ"\r\n}',
        ),
        # Ruby's and Python's JSON.
        ("application/json", b'{"type":"sites,teams","from":"%(moment)s+00:00","locale":null}'),
        ("application/json", b'{"type": "sites,teams", "from": %(day)s}'),
    ],
    ids=["curl -F", ".NET", "curl -d", "PowerShell", "Ruby", "number"],
)
def test_bytes_of_known_clients(
    caller: Caller, wdc: Account, content_type: str, body: bytes
) -> None:
    Site.objects.create(account=wdc, name="Houston")
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    words = {
        b"day": f"{today:%Y%m%d}".encode(),
        b"moment": f"{today:%Y-%m-%dT%H:%M:%S}".encode(),
        b"compact": f"{today:%Y%m%dT%H:%M:%S}".encode(),
    }

    answer = caller.client.generic("POST", "/v1/export", body % words, content_type)

    assert answer.status_code == 200, answer.content
    run = ExportRun.objects.get()
    assert (run.types, run.since) == (["sites", "teams"], today)


def test_the_spellings_of_header_and_path(administrator: Actor) -> None:
    secret = AccessToken.generate(administrator.user, "test")[1]
    client = Client(headers={"AUTHORIZATION": f"bearer {secret}", "X-Xurrent-Account": "WDC"})

    answer = client.post("/v1/export.json", {"type": "sites"})

    assert answer.status_code == 200
    token = answer.json()["token"]
    assert client.get(f"/v1/export/{token}.json").json() == {"state": "queued"}


def test_csv_and_lf_are_the_default(caller: Caller) -> None:
    run = start(caller)

    assert (run.export_format, run.line_separator, run.since) == ("csv", "lf", None)


def test_states_as_documented(caller: Caller, administrator: Actor, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    run = start(caller)
    assert caller.get(run.token).json() == {"state": "queued"}

    ExportRun.objects.filter(pk=run.pk).update(state=State.PROCESSING, attempt=1)
    assert caller.get(run.token).json() == {"state": "processing", "type": "sites", "line": 0}
    ExportRun.objects.filter(pk=run.pk).update(type="sites", line=32)
    assert caller.get(run.token).json() == {"state": "processing", "type": "sites", "line": 32}
    ExportRun.objects.filter(pk=run.pk).update(state=State.QUEUED, attempt=0)

    work(run)
    done = caller.get(run.token).json()
    assert list(done) == ["state", "url", "expires_at"]
    assert done["state"] == "done"
    assert not set(done["url"]) & set(",; ")


def test_the_link_needs_no_login_and_bears_one(caller: Caller, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    run = work(start(caller))
    path = caller.get(run.token).json()["url"].split("/", 3)[3]

    for client in (Client(), caller.client):
        assert downloaded(client, f"/{path}") == content(run)


def test_the_expiry_is_told_in_the_zone_of_the_person(wdc: Account, enrol: Enrol) -> None:
    caller = Caller(enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, time_zone="Mountain Time (US & Canada)"))
    run = work(start(caller))

    told = caller.get(run.token).json()["expires_at"]

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[67]:00", told)
    assert run.completed_at is not None
    lasts = datetime.fromisoformat(told) - run.completed_at
    assert abs(lasts - timedelta(days=2)) < timedelta(minutes=1)


def test_five_minutes_after_its_end_a_run_is_unknown(caller: Caller) -> None:
    run = work(start(caller))
    found = ExportRun.objects.filter(pk=run.pk)
    # By the clock of the database, which told the end: that of the web server may differ.
    found.update(completed_at=Now() - timedelta(minutes=4, seconds=55))
    assert caller.get(run.token).status_code == 200
    found.update(completed_at=Now() - timedelta(minutes=5))

    answer = caller.get(run.token)

    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_a_run_of_another_administrator_can_be_seen(
    caller: Caller, enrol: Enrol, wdc: Account
) -> None:
    other = Caller(enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email="other@wdc.example"))

    assert other.get(start(caller).token).json() == {"state": "queued"}


def test_a_run_of_another_account_is_unknown(administrator: Actor, wna: Account) -> None:
    from records.models import PersonRoles  # noqa: PLC0415 - needs Django set up

    PersonRoles.objects.create(
        account=wna, person=administrator.user.person, account_administrator=True
    )
    run = start(Caller(administrator, **{"X-4me-Account": "wna"}))

    assert run.account == wna
    assert Caller(administrator).get(run.token).status_code == 404


def test_a_token_that_nobody_got(caller: Caller) -> None:
    assert caller.get("0" * 40).status_code == 404
    assert caller.get("x").status_code == 404


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, [["type", "Type can't be blank"]]),
        ({"type": " , "}, [["type", "Type can't be blank"]]),
        ({"type": "sites,x"}, [["type", "Type x is not one that can be exported"]]),
        (
            {"type": "sites", "export_format": "docx"},
            [["export_format", "Export format must be one of csv, xlsx"]],
        ),
        (
            {"type": "sites", "line_separator": "cr"},
            [["line_separator", "Line separator must be one of lf, crlf"]],
        ),
    ],
)
def test_validation_fails(caller: Caller, data: Any, errors: list[list[str]]) -> None:
    answer = caller.post(data)

    assert answer.status_code == 422
    assert answer.json() == {"message": "Validation Failed", "errors": errors}
    assert not ExportRun.objects.exists()


def test_changes_of_more_than_two_months_ago(caller: Caller, wdc: Account) -> None:
    """The example of the documentation, as it is printed there."""
    Site.objects.create(account=wdc, name="Houston")
    sent = {"type": "sites,teams", "from": "20121231"}

    answer = caller.post(sent | {"export_format": "csv", "line_separator": "lf"})

    assert answer.status_code == 200
    run = ExportRun.objects.get(token=answer.json()["token"])
    assert (run.strategy, run.since) == ("partial", datetime(2012, 12, 31, tzinfo=UTC))


def test_a_moment_that_is_none(caller: Caller) -> None:
    answer = caller.post({"type": "sites", "from": "yesterday"})

    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Parameter 'from' is not a date or time")


def test_nothing_changed(caller: Caller, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y%m%d}"

    answer = caller.post({"type": "sites", "from": tomorrow})

    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer
    assert not ExportRun.objects.exists()


def test_only_what_changed(caller: Caller, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Chicago")
    between = timezone.now()
    Site.objects.create(account=wdc, name="Houston")

    run = start(caller, **{"from": between.isoformat()})

    assert run.since == between
    assert run.strategy == "partial"
    assert [row["Name"] for row in table(content(work(run)))] == ["Houston"]


def test_the_date_of_json_may_be_a_number(caller: Caller, wdc: Account) -> None:
    Site.objects.create(account=wdc, name="Houston")
    today = int(f"{timezone.now():%Y%m%d}")

    answer = caller.post({"type": "sites", "from": today}, content_type="application/json")

    assert answer.status_code == 200
    assert f"{ExportRun.objects.get().since:%Y%m%d}" == str(today)


def test_a_big_type_is_exported_in_full_once_in_23_hours(
    caller: Caller, wdc: Account, settings: Settings
) -> None:
    settings.FULL_EXPORT_LIMIT = 1
    for name in ("Houston", "Chicago"):
        Site.objects.create(account=wdc, name=name)
    first = work(start(caller))

    run = work(start(caller, type="teams,sites"))

    assert first.state == State.DONE
    assert caller.get(run.token).json() == {"state": "failed", "rate_limit_exceeded": "sites"}
    assert run.file is None
    ExportRun.objects.filter(pk=first.pk).update(claimed_at=timezone.now() - timedelta(hours=23))
    assert work(start(caller)).state == State.DONE


@pytest.mark.usefixtures("deputy")
def test_another_failure_has_its_reason_but_no_message(
    caller: Caller, administrator: Actor
) -> None:
    run = start(caller)
    Person.objects.filter(user=administrator.user).update(disabled=True)
    work(run)
    Person.objects.filter(user=administrator.user).update(disabled=False)

    answer = caller.get(run.token).json()

    assert list(answer) == ["state", "reason"]
    assert "lets one export records" in answer["reason"]


def test_a_role_without_the_right(wdc: Account, enrol: Enrol) -> None:
    caller = Caller(enrol(wdc, Role.AUDITOR))

    for answer in (caller.post({"type": "sites"}), caller.get("0" * 40)):
        assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert not ExportRun.objects.exists()


def test_an_account_without_a_role(administrator: Actor, wna: Account) -> None:
    answer = Caller(administrator, **{"X-4me-Account": "wna"}).post({"type": "sites"})

    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert not ExportRun.objects.exists()


def test_an_unknown_token(db: None) -> None:
    answer = Client(headers={"Authorization": "Bearer x"}).post("/v1/export", {"type": "sites"})

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
