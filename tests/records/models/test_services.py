"""Services: what imports of categories, services and instances do."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records.models import (
    Organization,
    Service,
    ServiceCategory,
    ServiceInstance,
    Team,
    TimeAllocation,
)
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]
SERVICES = "Name,Provider\nE-mail,Operations\nHosting,Operations\n"


@pytest.fixture
def services(importing: Importing) -> None:
    """Two services."""
    importing("organizations", "Name\nOperations\n")
    assert counters(importing("services", SERVICES)) == {"created": 2}


@pytest.mark.parametrize(
    "cell",
    ["E-mail\nHosting", "E-mail;\nHosting", "E-mail ;\r\nHosting;", "Hosting\n\nE-mail\nHosting"],
)
def test_a_category_takes_its_services_with_or_without_semicolons(
    importing: Importing, services: None, cell: str
) -> None:
    run = importing("service_categories", f'Name,Services\nInfrastructure,"{cell}"\n')
    assert counters(run) == {"created": 1}
    category = ServiceCategory.objects.get()
    assert {each.name for each in category.services.all()} == {"E-mail", "Hosting"}


def test_a_semicolon_inside_a_name_belongs_to_it(importing: Importing, services: None) -> None:
    importing("services", "Name,Provider\nPrint; scan,Operations\n")
    run = importing("service_categories", "Name,Services\nOffice,Print; scan;\n")
    assert counters(run) == {"created": 1}
    assert [each.name for each in ServiceCategory.objects.get().services.all()] == ["Print; scan"]


def test_a_service_of_a_trusted_account_can_be_provided_and_run(
    importing: Importing, trust: Trust, wna: Account
) -> None:
    Organization.objects.create(account=wna, name="Widget North America")
    Team.objects.create(account=wna, name="North America Service Desk")
    text = "Name,Provider,Support Team\nHotline,{0} @wna,North America Service Desk @wna\n"
    run = importing("services", text.format("Widget North America"))
    assert counters(run) == {"created": 1}
    service = Service.objects.get()
    assert service.account_id == "wdc"
    assert service.provider.account_id == "wna"


def test_a_service_without_a_provider_is_refused(importing: Importing) -> None:
    run = importing("services", "Name,Provider\nE-mail,\n")
    assert counters(run) == {"failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Provider")]


def test_names_of_services_are_unique(importing: Importing, services: None) -> None:
    run = importing("services", "Source,Source ID,Name,Provider\ncmdb,1,E-mail,Operations\n")
    assert counters(run) == {"failures": 1}
    assert [column for _, column, _ in messages(run)] == ["Name"]
    assert Service.objects.count() == 2


def test_an_instance_is_prepared_at_first(importing: Importing, services: None) -> None:
    run = importing("service_instances", "Name,Service\nE-mail Production,E-mail\n")
    assert counters(run) == {"created": 1}
    assert ServiceInstance.objects.get().status == "being_prepared"


def test_a_time_allocation_names_its_services(importing: Importing, services: None) -> None:
    header = (
        "Source,Source ID,Name,Description Category,Service Category,Customer Category,Services"
    )
    row = 'demo,1,Care,hidden,selected,none,"E-mail\nHosting"'
    assert counters(importing("time_allocations", f"{header}\n{row}\n")) == {"created": 1}
    assert TimeAllocation.objects.get().services.count() == 2
