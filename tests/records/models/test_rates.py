"""Rates of service offerings: found by what they are for, imported by Financial Managers."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from imports.models import ImportRun
from records import registry
from records.models import (
    EffortClass,
    Organization,
    RequestTemplate,
    Service,
    ServiceOffering,
    ServiceOfferingActivityRate,
    ServiceOfferingEffortClassRate,
    ServiceOfferingSsrRate,
)
from tests.fixtures.world import Enrol
from tests.imports.importing import counters, messages, run_import

Importing = Callable[..., ImportRun]


@pytest.fixture
def offering(importing: Importing) -> ServiceOffering:
    """An offering of a service."""
    provider = Organization.objects.create(account_id="wdc", name="Operations")
    service = Service.objects.create(account_id="wdc", name="E-mail", provider=provider)
    return ServiceOffering.objects.create(account_id="wdc", name="Gold", service=service)


def test_an_offering_has_one_row_of_activity_rates(
    importing: Importing, offering: ServiceOffering
) -> None:
    header = "Service Offering,Charge Type Top,Rate Top,Rate Top Currency,Charge Type RFC\n"
    row = "Gold,fixed_price,12.50,EUR,time_material\n"
    assert counters(importing("service_offering_activity_rates", header + row)) == {"created": 1}
    assert counters(importing("service_offering_activity_rates", header + row)) == {"unchanged": 1}
    rates = ServiceOfferingActivityRate.objects.get()
    assert (rates.rate_top, rates.rate_top_currency) == (Decimal("12.5"), "eur")
    text = "Service Offering,Rate Top\nGold,0\n"
    assert counters(importing("service_offering_activity_rates", text)) == {"updated": 1}
    rates.refresh_from_db()
    assert (rates.rate_top, rates.charge_type_rfc) == (0, "time_material")


@pytest.mark.parametrize("impact", ["Top", "High", "Medium", "Low", "RFC", "RFI"])
def test_a_rate_goes_with_a_fixed_price_only(
    importing: Importing, offering: ServiceOffering, impact: str
) -> None:
    header = f"Service Offering,Charge Type {impact},Rate {impact}\n"
    for charge_type in ("time_material", ""):
        run = importing("service_offering_activity_rates", f"{header}Gold,{charge_type},10\n")
        assert counters(run) == {"failures": 1}
        assert [column for _, column, _ in messages(run)] == [f"Rate {impact}"]
    run = importing("service_offering_activity_rates", f"{header}Gold,fixed_price,10\n")
    assert counters(run) == {"created": 1}
    run = importing(
        "service_offering_activity_rates",
        f"Service Offering,Charge Type {impact}\nGold,time_material\n",
    )
    assert counters(run) == {"failures": 1}, "the stored rate stays behind"


def test_effort_class_rates_are_found_by_the_pair(
    importing: Importing, offering: ServiceOffering
) -> None:
    EffortClass.objects.create(account_id="wdc", name="Regular")
    EffortClass.objects.create(account_id="wdc", name="Overtime")
    header = "Service Offering,Effort Class,Rate,Rate Currency\n"
    text = header + "Gold,Regular,85,eur\nGold,Overtime,127.5,eur\n"
    slug = "service_offering_effort_class_rates"
    assert counters(importing(slug, text)) == {"created": 2}
    assert counters(importing(slug, text)) == {"unchanged": 2}
    assert counters(importing(slug, header + "Gold,Regular,90,usd\n")) == {"updated": 1}
    assert ServiceOfferingEffortClassRate.objects.count() == 2


def test_rates_of_standard_requests_are_found_by_the_pair(
    importing: Importing, offering: ServiceOffering
) -> None:
    template = RequestTemplate.objects.create(
        account_id="wdc", subject="Mailbox", service=offering.service
    )
    header = "Service Offering,Request Template,Charge Type,Rate,Rate Currency\n"
    row = f"Gold,{template.pk},fixed_price,12,gbp\n"
    slug = "service_offering_ssr_rates"
    assert counters(importing(slug, header + row)) == {"created": 1}
    assert counters(importing(slug, header + row)) == {"unchanged": 1}
    row = f"Gold,{template.pk},time_material,12,gbp\n"
    assert counters(importing(slug, header + row)) == {"failures": 1}
    assert ServiceOfferingSsrRate.objects.get().charge_type == "fixed_price"


FINANCIAL = [
    "service_offering_activity_rates",
    "service_offering_effort_class_rates",
    "service_offering_ssr_rates",
    "sla_financial_details",
    "sla_financial_details_activities",
    "sla_financial_details_charges",
]


@pytest.mark.usefixtures("transactional_db", "redis")
@pytest.mark.parametrize("slug", FINANCIAL)
def test_an_administrator_who_is_no_financial_manager_may_not_import(
    wdc: Account, enrol: Enrol, tmp_path: Path, slug: str
) -> None:
    actor = enrol(wdc, Role.ACCOUNT_ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        run_import(actor, tmp_path, slug, "Service Offering\nGold\n")
    assert registry.get(slug).import_role == Role.FINANCIAL_MANAGER
    assert not ImportRun.objects.exists()
