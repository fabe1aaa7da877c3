"""Imports can be listed, canceled, and polled without news, by those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.inline import work
from imports.models import ImportRun
from records.models import Site
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")


def caller(actor: Actor, **headers: str) -> Client:
    secret = AccessToken.generate(actor.user, "test")[1]
    return Client(headers={"Authorization": f"Bearer {secret}", **headers})


def start(api: Client, slug: str = "sites") -> ImportRun:
    upload = SimpleUploadedFile("a.csv", b"Name\nHouston\n")
    answer: Any = api.post("/v1/import", {"type": slug, "file": upload})
    assert answer.status_code == 200, answer.content
    return ImportRun.objects.get(token=answer.json()["token"])


def test_imports_are_listed_newest_first(administrator: Actor) -> None:
    api = caller(administrator)
    first, second = start(api), start(api, "teams")
    work(first)

    listed = api.get("/v1/import?per_page=2")

    assert [each["token"] for each in listed.json()] == [second.token, first.token]
    assert [each["state"] for each in listed.json()] == ["queued", "done"]
    facts = listed.json()[1]
    assert (facts["type"], facts["file"], facts["origin"]) == ("sites", "a.csv", "api")
    assert facts["results"]["created"] == 1
    assert listed["X-Pagination-Total-Entries"] == "2"


def test_a_canceled_import_ends_in_error(administrator: Actor) -> None:
    api = caller(administrator)
    run = start(api)

    answer = api.delete(f"/v1/import/{run.token}")
    run.refresh_from_db()
    work(run)

    assert (answer.status_code, answer.content) == (204, b"")
    told = api.get(f"/v1/import/{run.token}").json()
    assert (told["state"], told["results"]["created"]) == ("error", 0)
    assert told["message"].startswith("Canceled")
    again = api.delete(f"/v1/import/{run.token}")
    assert (again.status_code, again.json()) == (409, {"message": "The import is over already."})


def test_a_poll_that_brings_nothing_new_is_304(administrator: Actor) -> None:
    api = caller(administrator)
    run = start(api)
    address = f"/v1/import/{run.token}"
    tag = api.get(address)["ETag"]

    assert api.get(address, headers={"If-None-Match": tag}).status_code == 304
    work(run)
    assert api.get(address, headers={"If-None-Match": tag}).json()["state"] == "done"


def test_the_log_can_be_had_for_two_days(administrator: Actor) -> None:
    run = start(caller(administrator))
    work(run)
    run.refresh_from_db()

    assert run.logfile is not None
    assert run.logfile.name == f"{run.pk}.sites.log"
    assert run.logfile.expires_at is not None
    assert run.completed_at is not None
    lasts = run.logfile.expires_at - run.completed_at
    assert abs(lasts - timedelta(days=2)) < timedelta(minutes=1)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_run_of_another_account_is_unknown(
    administrator: Actor, wna: Account, enrol: Enrol, method: str
) -> None:
    run = start(caller(administrator))
    stranger = caller(enrol(wna, Role.ACCOUNT_ADMINISTRATOR))

    answer = stranger.generic(method, f"/v1/import/{run.token}")

    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})
    assert stranger.get("/v1/import").json() == []
    run.refresh_from_db()
    assert run.cancel_requested_at is None
    assert not run.over


def test_a_financial_manager_sees_own_imports_only(
    administrator: Actor, wdc: Account, enrol: Enrol
) -> None:
    theirs = start(caller(administrator))
    financial = caller(enrol(wdc, Role.FINANCIAL_MANAGER))
    own = start(financial, "invoices")

    assert [each["token"] for each in financial.get("/v1/import").json()] == [own.token]
    assert financial.get(f"/v1/import/{own.token}").status_code == 200
    for answer in (
        financial.get(f"/v1/import/{theirs.token}"),
        financial.delete(f"/v1/import/{theirs.token}"),
    ):
        assert answer.status_code == 404


def test_the_source_and_the_language_of_a_call_change_nothing(administrator: Actor) -> None:
    api = caller(administrator, **{"X-4me-Source": "Discovery", "X-Xurrent-Language": "nl"})
    run = start(api)
    work(run)

    assert Site.objects.get().source == ""
    refused = api.post("/v1/import", {"type": "martians"}).json()
    assert refused["errors"][0] == ["type", "Type “martians” is unknown"]
