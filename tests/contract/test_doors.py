"""Every role at every door, of the own and of a foreign account; a refusal changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from exports.models import ExportRun
from fourme.accounts.models import AccessToken, Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.files import links
from fourme.files.models import StoredFile
from fourme.logs import events
from fourme.logs.models import SystemLog
from imports.models import ImportRun
from records.models import Organization
from tests.fixtures.world import Enrol

ADMINISTRATORS = {Role.ACCOUNT_ADMINISTRATOR, Role.ACCOUNT_OWNER}
AUDITORS = {Role.AUDITOR}
#: Roles of directories count in directory accounts only, and the key contact is no role to work in.
NOWHERE = {
    Role.KEY_CONTACT,
    Role.DIRECTORY_AUDITOR,
    Role.DIRECTORY_DESIGNER,
    Role.DIRECTORY_ADMINISTRATOR,
}
READERS = set(Role) - NOWHERE
FINANCIAL = {Role.FINANCIAL_MANAGER}
SECRET = "Secret of the house"


class House:
    """An account with a record, a log entry and runs, and somebody at its doors."""

    def __init__(self, account: Account, owner: Actor, visitor: Actor | None) -> None:
        self.account = account
        self.person = owner.user.person.pk
        self.record = Organization.objects.create(account=account, name=SECRET)
        self.log = SystemLog.objects.create(
            account=account, log_type="import", event=events.IMPORT, message=SECRET
        )
        shared = {"account": account, "user": owner.user, "log": self.log}
        source = StoredFile.objects.create(name="a.csv", size=1, path="a.csv", account=account)
        self.exported = ExportRun.objects.create(
            types=["organizations"], strategy="full", export_format="csv", **shared
        )
        self.imported = ImportRun.objects.create(
            type="organizations", source=source, name=SECRET, **shared
        )
        self.client = Client(raise_request_exception=False)
        self.token = ""
        if visitor:
            self.client.force_login(visitor.user)
            self.token = AccessToken.generate(visitor.user, "test")[1]

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def api(self, method: str, path: str, **sent: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "X-4me-Account": self.account.id}
        client = Client(headers=headers)
        return client.post(path, sent) if method == "POST" else client.get(path)


def _csv() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.csv", b"Name\nNew\n")


PAGES: dict[str, tuple[Callable[[House], Any], set[Role]]] = {
    "list": (lambda house: house.get("/records/organizations/"), READERS),
    "record": (lambda house: house.get(house.record.get_absolute_url()), READERS),
    "search": (lambda house: house.get("/records/?q=Secret"), READERS),
    "suggest": (lambda house: house.get("/records/organizations/suggest/?q=Secret"), READERS),
    "edit": (lambda house: house.get(house.record.get_absolute_url() + "edit/"), ADMINISTRATORS),
    "add": (
        lambda house: house.client.post("/records/organizations/add/", {"name": "New"}),
        ADMINISTRATORS,
    ),
    "disable": (
        lambda house: house.client.post(house.record.get_absolute_url() + "disable/"),
        ADMINISTRATORS,
    ),
    "import": (lambda house: house.get("/imports/organizations/new/"), ADMINISTRATORS),
    "financial import": (
        lambda house: house.get("/imports/people/new/"),
        ADMINISTRATORS | FINANCIAL,
    ),
    "imported": (
        lambda house: house.get(house.imported.get_absolute_url()),
        ADMINISTRATORS | AUDITORS | FINANCIAL,
    ),
    "rejected rows": (
        lambda house: house.get(house.imported.get_absolute_url() + "rejected.csv"),
        ADMINISTRATORS | FINANCIAL,
    ),
    "export": (lambda house: house.get("/exports/organizations/new/"), ADMINISTRATORS),
    "exported": (
        lambda house: house.get(house.exported.get_absolute_url()),
        ADMINISTRATORS | AUDITORS,
    ),
    "logs": (lambda house: house.get("/settings/logs/?view=import"), ADMINISTRATORS | AUDITORS),
    "permission log": (
        lambda house: house.get("/settings/logs/permissions/"),
        ADMINISTRATORS | AUDITORS,
    ),
    "log entry": (
        lambda house: house.get(f"/settings/logs/{house.log.pk}/"),
        ADMINISTRATORS | AUDITORS,
    ),
    "overview": (lambda house: house.get("/settings/"), READERS),
    "applications": (lambda house: house.get("/settings/applications/"), ADMINISTRATORS),
    "roles": (lambda house: house.get("/settings/roles/"), READERS),
    "roles of a person": (
        lambda house: house.get(f"/settings/roles/{house.person}/"),
        ADMINISTRATORS,
    ),
    "settings": (
        lambda house: house.client.post(
            "/settings/account/", {"name": "New", "time_zone": "Tokyo", "language": "ja"}
        ),
        ADMINISTRATORS,
    ),
    "tokens": (lambda house: house.get("/settings/tokens/"), READERS),
    "invitation": (
        lambda house: house.client.post("/settings/trusts/invite/", {"account": "another"}),
        ADMINISTRATORS,
    ),
    "API export": (
        lambda house: house.api("POST", "/v1/export", type="organizations"),
        ADMINISTRATORS,
    ),
    "API import": (
        lambda house: house.api("POST", "/v1/import", type="organizations", file=_csv()),
        ADMINISTRATORS,
    ),
}
EVERYBODY: list[Role | None] = [None, *Role]


def everything(account_id: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return the rows of records, runs and files, to see that a refusal changes nothing."""
    return {
        model._meta.label: [
            row
            for row in model._default_manager.order_by("pk").values()
            if not account_id or row.get("account_id") == account_id
        ]
        for model in apps.get_models()
        if model._meta.app_label in {"records", "imports", "exports", "files"}
        and model._meta.managed  # a view shows the log of the refusal
    }


@pytest.fixture(autouse=True)
def _quiet_redis(redis: object) -> None:
    """Rung bells go to a Redis that is emptied afterwards."""


@pytest.mark.parametrize("role", EVERYBODY, ids=str)
def test_a_role_opens_its_doors_and_no_others(
    wdc: Account, enrol: Enrol, role: Role | None
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER, email="owner@wdc.example")
    visitor = enrol(wdc, *([role] if role else []), email="visitor@wdc.example")
    house = House(wdc, owner, visitor)
    before = everything()
    for door, (knock, roles) in PAGES.items():
        if role not in roles:
            answer = knock(house)
            assert answer.status_code in {403, 404}, door
            assert SECRET not in answer.content.decode(), door
    assert everything() == before
    for door, (knock, roles) in PAGES.items():
        if role in roles:
            assert knock(house).status_code in {200, 302}, door


@pytest.mark.parametrize("trusted", [False, True], ids=["stranger", "trusted"])
@pytest.mark.parametrize("role", EVERYBODY, ids=str)
def test_no_role_of_another_account_sees_anything(
    wdc: Account, wna: Account, enrol: Enrol, role: Role | None, trusted: bool
) -> None:
    if trusted:
        Trust.objects.create(account=wdc, trusted=wna, status=Trust.Status.ACCEPTED)
    house = House(
        wdc,
        enrol(wdc, Role.ACCOUNT_OWNER, email="owner@wdc.example"),
        enrol(wna, *([role] if role else [])),
    )
    before = everything("wdc")
    for door, (knock, _) in PAGES.items():
        answer = knock(house)
        content = b"".join(answer) if answer.streaming else answer.content
        # A trust lets records be referred to, by those who see records at all.
        shared = trusted and door == "suggest" and role in READERS
        assert (SECRET in content.decode()) == shared, door
    assert everything("wdc") == before


def test_nobody_enters_without_a_login(wdc: Account, enrol: Enrol) -> None:
    house = House(wdc, enrol(wdc, Role.ACCOUNT_OWNER), None)
    before = everything()
    for door, (knock, _) in PAGES.items():
        answer = knock(house)
        assert answer.status_code in {302, 401}, door
        assert "/login" in answer.headers.get("Location", "/login"), door
    assert everything() == before


@pytest.mark.parametrize("path", ["export", "import"])
def test_the_token_of_a_run_is_of_use_to_administrators_of_its_account_only(
    wdc: Account, wna: Account, trust: Trust, enrol: Enrol, path: str
) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER, email="owner@wdc.example")
    mine = House(wdc, owner, owner)
    run = mine.exported if path == "export" else mine.imported
    asked = {}
    for name, actor in {
        "colleague": enrol(wdc, Role.ACCOUNT_ADMINISTRATOR),
        "auditor": enrol(wdc, Role.AUDITOR),
        "stranger": enrol(wna, Role.ACCOUNT_ADMINISTRATOR),
    }.items():
        mine.token = AccessToken.generate(actor.user, "theirs")[1]
        asked[name] = mine.api("GET", f"/v1/{path}/{run.token}").status_code
    assert asked == {"colleague": 200, "auditor": 403, "stranger": 403}


def test_operators_pages_are_closed_to_administrators(wdc: Account, enrol: Enrol) -> None:
    house = House(wdc, *[enrol(wdc, Role.ACCOUNT_OWNER)] * 2)
    for path in ("/admin/", "/admin/records/organization/", "/admin/queues/"):
        assert house.get(path).status_code == 302, path


def test_a_signed_link_is_needed_for_a_file(wdc: Account, enrol: Enrol) -> None:
    owner = enrol(wdc, Role.ACCOUNT_OWNER)
    house = House(wdc, owner, owner)
    stored = StoredFile.objects.get()
    forged = links.link(stored).replace("/files/", "/files/x")
    assert house.get(forged).status_code == 404
    assert house.get(f"/files/{stored.token}/a.csv").status_code == 404
