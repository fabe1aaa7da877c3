"""Types whose documented names differ between imports and exports: both are known everywhere."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from exports.models import ExportRun
from fourme.accounts.models import AccessToken, Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records import registry
from tests.fixtures.world import Enrol
from tests.records.samples import make

#: By the name of the export, that of the import.
PAIRS = {
    "flsas": "first_line_support_agreements",
    "sla_financial_details": "slas_financial_details",
    "sla_financial_details_charges": "slas_charges",
    "sla_financial_details_activities": "slas_activities",
}
NAMES = [*PAIRS, *PAIRS.values()]
each_name = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def keeper(redis: Any, transactional_db: None, enrol: Enrol, wdc: Account) -> Actor:
    """Somebody who may import all of these types."""
    return enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)


@pytest.fixture
def api(keeper: Actor) -> Client:
    _, secret = AccessToken.generate(keeper.user, "test")
    return Client(headers={"Authorization": f"Bearer {secret}"})


def slug_of(name: str) -> str:
    return next(slug for slug, other in PAIRS.items() if name in {slug, other})


@each_name
def test_both_names_are_of_one_type(name: str) -> None:
    assert registry.get(name).slug == slug_of(name)


def test_the_import_api_knows_both(api: Client) -> None:
    for name in NAMES:
        file = SimpleUploadedFile("rows.csv", b"Name,Service Level Agreement\nx,y\n")
        answer = api.post("/v1/import", {"type": name, "file": file})
        assert answer.status_code == 200, (name, answer.content)
        run = ImportRun.objects.get(token=answer.json()["token"])
        assert run.type == slug_of(name)
        assert api.get(f"/v1/import/{run.token}").json() == {"state": "queued"}


def test_the_export_api_knows_both(api: Client) -> None:
    for name in NAMES:
        answer = api.post("/v1/export", {"type": name})
        assert answer.status_code == 200, (name, answer.content)
        assert ExportRun.objects.get(token=answer.json()["token"]).types == [slug_of(name)]
    answer = api.post("/v1/export", {"type": ", ".join(NAMES)})
    assert ExportRun.objects.get(token=answer.json()["token"]).types == list(PAIRS)


def test_the_commands_know_both(keeper: Actor, tmp_path: Path) -> None:
    options = ["--account", "wdc", "--as", keeper.user.email]
    for slug in PAIRS:
        make(registry.get(slug), keeper.account)
    for name in NAMES:
        file = tmp_path / f"{name}.csv"
        call_command("export_records", name, *options, "--output", str(file), verbosity=0)
        assert file.stat().st_size
        assert ExportRun.objects.latest("id").types == [slug_of(name)]
        call_command("import_records", name, str(file), *options, verbosity=0)
        assert ImportRun.objects.latest("id").type == slug_of(name)


def test_the_console_and_the_schema_know_both(keeper: Actor) -> None:
    client = Client()
    client.force_login(keeper.user)
    for name in NAMES:
        for address in (
            f"/records/{name}/",
            f"/imports/{name}/new/",
            f"/imports/{name}/preparing/",
            f"/imports/{name}/example.csv",
            f"/imports/{name}/schema.json",
            f"/exports/{name}/new/",
            f"/v1/schema/{name}",
        ):
            assert client.get(address).status_code == 200, address
