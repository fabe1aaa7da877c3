"""Contracts and agreements: dates, coverage, who and what they name."""

import datetime as dt
from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import (
    Ci,
    Contract,
    Flsa,
    Organization,
    Person,
    Service,
    ServiceInstance,
    ServiceOffering,
    Sla,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
ACTIVE = "Name,Status,Service Offering,Customer,Customer Representatives\n"


@pytest.fixture
def world(importing: Importing) -> None:
    """A customer, and a service with an offering and three instances."""
    provider = Organization.objects.create(account_id="wdc", name="Operations")
    Organization.objects.create(account_id="wdc", name="Sales")
    service = Service.objects.create(account_id="wdc", name="E-mail", provider=provider)
    ServiceOffering.objects.create(account_id="wdc", name="Gold", service=service)
    for name in ("Production", "Test", "A / B"):
        ServiceInstance.objects.create(account_id="wdc", name=name, service=service)
    Person.objects.create(account_id="wdc", primary_email="rep@wdc.example", name="Representative")


@pytest.mark.parametrize(
    ("slug", "columns", "values"),
    [
        ("contracts", "Customer", "Sales"),
        ("flsas", "Customer,Provider", "Sales,Operations"),
        ("slas", "Customer,Service Offering", "Sales,Gold"),
    ],
)
def test_an_agreement_does_not_end_before_it_starts(
    importing: Importing, world: None, slug: str, columns: str, values: str
) -> None:
    header = f"Source,Source ID,Name,{columns},Start Date,Expiry Date\n"
    text = (
        f"{header}s,1,One day,{values},2026-01-31,2026-01-31\n"
        f"s,2,Open,{values},2026-01-31,\ns,3,Backwards,{values},2026-01-31,2026-01-30\n"
    )
    run = importing(slug, text)
    assert counters(run) == {"created": 2, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(4, "Expiry Date")]
    moved = importing(slug, "Source,Source ID,Start Date\ns,1,2026-02-01\n")
    assert counters(moved) == {"failures": 1}


def test_a_contract_waits_for_its_activation(importing: Importing, world: None) -> None:
    assert counters(importing("contracts", "Name,Customer\nLines,Sales\n")) == {"created": 1}
    run = importing("contracts", "Name,Customer,Status\nLease,Sales,\nCopiers,Sales,active\n")
    assert counters(run) == {"created": 2}
    statuses = Contract.objects.order_by("id").values_list("status", flat=True)
    assert list(statuses) == ["scheduled_for_activation", "scheduled_for_activation", "active"]


def test_the_items_of_a_contract_are_those_of_the_cell(importing: Importing, world: None) -> None:
    product = make(registry.get("products"), Account.objects.get(pk="wdc")).pk
    for label in ("LAP001", "LAP002", "LAP003"):
        Ci.objects.create(account_id="wdc", label=label, name=label, product_id=product)
    header = "Source,Source ID,Name,Customer,Configuration items\n"
    importing("contracts", f'{header}s,1,Lease,Sales,"LAP001\nLAP002"\n')
    run = importing("contracts", f'{header}s,1,Lease,Sales,"LAP002\nLAP003"\n')
    assert counters(run) == {"updated": 1}
    labels = [each.label for each in Contract.objects.get().cis.order_by("label")]
    assert labels == ["LAP002", "LAP003"]


def test_a_support_agreement_has_percentages(importing: Importing, world: None) -> None:
    columns = (
        "Pickups Within Target",
        "First Call Resolutions",
        "Service Desk Only Resolutions",
        "Service Desk Resolutions",
        "Rejected Solutions",
    )
    header = f"Name,Customer,Provider,Pickup Target,{','.join(columns)}\n"
    good = "Good,Sales,Operations,15,0,100,50,60,5\n"
    bad = "Bad,Sales,Operations,-1,101,-1,1000,50.5,x\n"
    run = importing("first_line_support_agreements", header + good + bad)
    assert counters(run) == {"created": 1, "failures": 1}
    blamed = [column for _, column, _ in messages(run)]
    assert sorted(blamed) == sorted(("Pickup Target", *columns))
    assert Flsa.objects.get().pickup_target == 15


def test_the_customer_may_be_in_a_trusted_account(
    importing: Importing, world: None, wna: Account
) -> None:
    Organization.objects.create(account=wna, name="Widget North America, Inc.")
    text = 'Name,Customer,Provider\nDesk,"Widget North America, Inc. @wna",Operations\n'
    assert counters(importing("flsas", text)) == {"failures": 1}
    Trust.objects.create(account_id="wdc", trusted=wna, status=Trust.Status.ACCEPTED)
    assert counters(importing("flsas", text)) == {"created": 1}
    assert Flsa.objects.get().customer.account_id == "wna"


def test_an_active_agreement_needs_a_representative(importing: Importing, world: None) -> None:
    run = importing("slas", ACTIVE + "A,active,Gold,Sales,\nB,expired,Gold,Sales,\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Customer Representatives")]
    run = importing("slas", ACTIVE + "A,active,Gold,Sales,rep@wdc.example\n")
    assert counters(run) == {"created": 1}


def test_the_instance_is_one_of_the_service_of_the_offering(
    importing: Importing, world: None
) -> None:
    provider = Organization.objects.get(name="Operations")
    other = Service.objects.create(account_id="wdc", name="Hosting", provider=provider)
    ServiceInstance.objects.create(account_id="wdc", name="Host", service=other)
    header = "Source,Source ID,Name,Service Offering,Customer,Service Instance\n"
    run = importing("slas", f"{header}s,1,A,Gold,Sales,Production\ns,2,B,Gold,Sales,Host\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(3, "Service Instance")]
    run = importing("slas", "Source,Source ID,Service Instance\ns,1,Host\n")
    assert counters(run) == {"failures": 1}, "the stored offering counts"
    ServiceOffering.objects.create(account_id="wdc", name="Silver", service=other)
    run = importing("slas", "Source,Source ID,Service Offering,Service Instance\ns,1,Silver,Host\n")
    assert counters(run) == {"updated": 1}


def test_a_stored_representative_counts(importing: Importing, world: None) -> None:
    header = "Source,Source ID," + ACTIVE
    importing("slas", header + "s,1,A,being_prepared,Gold,Sales,rep@wdc.example\n")
    importing("slas", header + "s,2,B,being_prepared,Gold,Sales,\n")
    run = importing("slas", "Source,Source ID,Status\ns,1,active\ns,2,active\n")
    assert counters(run) == {"updated": 1, "failures": 1}
    assert [row for row, _, _ in messages(run)] == [3]
    emptied = importing("slas", "Source,Source ID,Customer Representatives\ns,1,\n")
    assert counters(emptied) == {"failures": 1}


def instances(name: str) -> set[tuple[str, str]]:
    links = Sla.service_instances.through.objects.filter(sla__name=name)
    return set(links.values_list("service_instance__name", "impact"))


def test_instances_that_suffer_have_an_impact(importing: Importing, world: None) -> None:
    header = "Source,Source ID,Name,Service Offering,Customer,Service Instances\n"
    start = "s,1,A,Gold,Sales,"
    run = importing("slas", f'{header}{start}"Production / down\nA / B / degraded"\n')
    assert counters(run) == {"created": 1}
    assert instances("A") == {("Production", "down"), ("A / B", "degraded")}
    run = importing("slas", f'{header}{start}"A / B / Degraded\nProduction / DOWN"\n')
    assert counters(run) == {"unchanged": 1}
    run = importing("slas", f'{header}{start}"Production / degraded\nTest / down"\n')
    assert counters(run) == {"updated": 1}
    assert instances("A") == {("Production", "degraded"), ("Test", "down")}
    assert counters(importing("slas", f"{header}{start}\n")) == {"updated": 1}
    assert instances("A") == set()


@pytest.mark.parametrize(
    "cell", ["Production", "Production / gone", "Production / ", "Nowhere / down", "/ down"]
)
def test_an_impact_is_down_or_degraded(importing: Importing, world: None, cell: str) -> None:
    header = "Name,Service Offering,Customer,Service Instances\n"
    run = importing("slas", f"{header}A,Gold,Sales,{cell}\nB,Gold,Sales,Production / down\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Service Instances")]


def test_an_instance_suffers_in_one_way(importing: Importing, world: None) -> None:
    header = "Name,Service Offering,Customer,Service Instances\n"
    cell = '"Production / down\nProduction / degraded"'
    run = importing("slas", f"{header}A,Gold,Sales,{cell}\nB,Gold,Sales,Test / down\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [column for _, column, _ in messages(run)] == ["Service Instances"]


def test_an_agreement_is_found_by_its_source_in_the_own_account_only(
    importing: Importing, world: None, trust: Trust
) -> None:
    provider = Organization.objects.create(account_id="wna", name="North")
    service = Service.objects.create(account_id="wna", name="E-mail", provider=provider)
    offering = ServiceOffering.objects.create(account_id="wna", name="Gold", service=service)
    theirs = Sla.objects.create(
        account_id="wna",
        name="Theirs",
        source="s",
        source_id="1",
        customer=provider,
        service_offering=offering,
    )
    text = "Source,Source ID,Name,Service Offering,Customer,Expiry Date\n"
    run = importing("slas", text + "s,1,Ours,Gold,Sales,2026-12-31\n")
    assert counters(run) == {"created": 1}
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"
    ours = Sla.objects.get(account_id="wdc")
    assert (ours.name, ours.expiry_date) == ("Ours", dt.date(2026, 12, 31))
