"""Who may import what, and what the console says to others."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records import registry
from records.rights import import_refusal
from records.types import RecordType
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, queue, run_import
from tests.records.samples import make

FINANCIAL = [each for each in registry.types() if each.import_role is not None]
VIEWS = [each for each in registry.types() if not each.importable]


@pytest.fixture
def client(administrator: Actor) -> Client:
    client = Client()
    client.force_login(administrator.user)
    return client


@pytest.mark.parametrize("record_type", FINANCIAL, ids=str)
def test_financial_types_need_the_role_beside_the_right(
    enrol: Enrol, wdc: Account, record_type: RecordType
) -> None:
    administrator = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR)
    manager = enrol(wdc, Role.FINANCIAL_MANAGER)
    both = enrol(wdc, Role.ACCOUNT_OWNER, Role.FINANCIAL_MANAGER)
    needed = "you need the role Financial Manager in wdc"
    assert needed in import_refusal(administrator, record_type)
    assert "None of your roles" in import_refusal(manager, record_type)
    assert import_refusal(both, record_type) == ""


def test_an_administrator_who_is_financial_manager_imports_rates(
    redis: object, transactional_db: None, enrol: Enrol, wdc: Account, tmp_path: Path
) -> None:
    make(registry.get("service_offerings"), wdc, name="Mail")
    text = "Service Offering,Charge Type Top,Rate Top\nMail,fixed_price,10\n"
    both = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER)
    run = run_import(both, tmp_path, "service_offering_activity_rates", text)
    assert counters(run) == {"created": 1}
    alone = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, email="other@wdc.example")
    with pytest.raises(PermissionDenied, match="Financial Manager"):
        run_import(alone, tmp_path, "service_offering_activity_rates", text)


@pytest.mark.parametrize("record_type", VIEWS, ids=str)
def test_a_view_is_exported_only(
    administrator: Actor, client: Client, record_type: RecordType, tmp_path: Path
) -> None:
    sentence = "is a view of what other types hold: it can be exported, not imported."
    page = client.get(f"/imports/{record_type.slug}/new/")
    assert page.status_code == 403
    assert f"{record_type.label} {sentence}" in page.content.decode()
    for origin in ImportRun.Origin:
        with pytest.raises(PermissionDenied, match="it can be exported, not imported"):
            queue(administrator, tmp_path, record_type.slug, "Name\nA\n", origin=origin)


def test_notes_come_in_by_the_api_and_not_by_the_console(
    administrator: Actor, client: Client, tmp_path: Path, redis: object
) -> None:
    sentence = "Notes are imported by the Import API or the command line only, not here."
    page = client.get("/imports/notes/new/")
    assert page.status_code == 403
    assert sentence in page.content.decode()
    dialog = client.get("/imports/requests/new/").content.decode()
    assert sentence in dialog
    assert 'value="requests"' in dialog
    assert 'value="notes"' not in dialog
    preparing = client.get("/imports/notes/preparing/").content.decode()
    assert sentence in preparing
    assert "Import…" not in preparing
    with pytest.raises(PermissionDenied, match="Import API"):
        queue(administrator, tmp_path, "notes", "Text\nA\n", origin=ImportRun.Origin.CONSOLE)
    assert not ImportRun.objects.exists()
    queue(administrator, tmp_path, "notes", "Text\nA\n")
    assert ImportRun.objects.get().type == "notes"


def test_the_dialog_says_what_else_is_needed(client: Client, enrol: Enrol, wdc: Account) -> None:
    needed = "you need the role Financial Manager in wdc"
    assert needed in client.get("/imports/service_offerings/new/").content.decode()
    both = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR, Role.FINANCIAL_MANAGER, email="both@wdc.example")
    client.force_login(both.user)
    dialog = client.get("/imports/service_offerings/new/").content.decode()
    assert needed not in dialog
    assert 'value="service_offering_activity_rates"' in dialog
