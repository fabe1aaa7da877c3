"""Identifiers for billing, notification schemes and their rules."""

from collections.abc import Callable

import pytest

from imports.models import ImportRun
from records.models import (
    EffortClass,
    Organization,
    RequestTemplate,
    Service,
    ServiceOffering,
    Sla,
    SlaActivity,
    SlaCharge,
    SlaFinancialDetail,
    SlaNotificationRule,
)
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]


@pytest.fixture
def sla(importing: Importing) -> Sla:
    """An agreement."""
    provider = Organization.objects.create(account_id="wdc", name="Operations")
    service = Service.objects.create(account_id="wdc", name="E-mail", provider=provider)
    offering = ServiceOffering.objects.create(account_id="wdc", name="Gold", service=service)
    return Sla.objects.create(
        account_id="wdc", name="Mail", customer=provider, service_offering=offering
    )


@pytest.mark.parametrize("slug", ["sla_financial_details", "slas_financial_details"])
def test_an_agreement_has_one_row_of_financial_details(
    importing: Importing, sla: Sla, slug: str
) -> None:
    header = "Service Level Agreement,Agreement ID,Activity ID top,Activity ID RFC\n"
    assert counters(importing(slug, header + "Mail,A-1,INC-T,RFC-1\n")) == {"created": 1}
    assert counters(importing(slug, header + "Mail,A-1,INC-T,RFC-1\n")) == {"unchanged": 1}
    text = "Service Level Agreement,Activity ID top\nMail,INC-9\n"
    assert counters(importing(slug, text)) == {"updated": 1}
    details = SlaFinancialDetail.objects.get()
    assert (details.agreement_id, details.activity_id_top) == ("A-1", "INC-9")


@pytest.mark.parametrize("slug", ["sla_financial_details_charges", "slas_charges"])
@pytest.mark.parametrize("header", ["Rate ID", "Charge ID"])
def test_rates_have_an_older_header(importing: Importing, sla: Sla, slug: str, header: str) -> None:
    EffortClass.objects.create(account_id="wdc", name="Regular")
    text = f"Service Level Agreement,Effort Class,{header}\nMail,Regular,R-1\n"
    assert counters(importing(slug, text)) == {"created": 1}
    assert counters(importing(slug, text)) == {"unchanged": 1}
    assert SlaCharge.objects.get().rate_id == "R-1"


@pytest.mark.parametrize("slug", ["sla_financial_details_activities", "slas_activities"])
def test_activities_name_the_template(importing: Importing, sla: Sla, slug: str) -> None:
    service = sla.service_offering.service
    template = RequestTemplate.objects.create(account_id="wdc", subject="Mailbox", service=service)
    header = "Service Level Agreement,Request Template,Activity ID\n"
    assert counters(importing(slug, f"{header}Mail,{template.pk},A-1\n")) == {"created": 1}
    assert counters(importing(slug, f"{header}Mail,{template.pk},A-2\n")) == {"updated": 1}
    assert SlaActivity.objects.get().activity_id == "A-2"
    other = Service.objects.create(account_id="wdc", name="Fax", provider=service.provider)
    fax = RequestTemplate.objects.create(account_id="wdc", subject="Fax", service=other)
    assert counters(importing(slug, f"{header}Mail,{fax.pk},A-4\n")) == {"failures": 1}
    unnamed = importing(slug, f"{header}Mail,{template.pk},\nMail,999999,A-3\n")
    assert counters(unnamed) == {"failures": 2}
    assert [(row, column) for row, column, _ in messages(unnamed)] == [
        (2, "Activity ID"),
        (3, "Request Template"),
    ]


def test_only_the_id_finds_a_rule_again(importing: Importing) -> None:
    importing("sla_notification_schemes", "Name\nEarly\n")
    text = "SLA Notification Scheme,Threshold Percentage,Notify Current Assignee\nEarly,50,1\n"
    assert counters(importing("sla_notification_rules", text)) == {"created": 1}
    assert counters(importing("sla_notification_rules", text)) == {"created": 1}
    first = SlaNotificationRule.objects.earliest("id")
    text = f'"ID",Threshold Percentage\n{first.pk},60\n'
    assert counters(importing("sla_notification_rules", text)) == {"updated": 1}
    first.refresh_from_db()
    assert (first.threshold_percentage, first.notify_current_assignee) == (60, True)


@pytest.mark.parametrize(("percentage", "good"), [(0, False), (1, True), (99, True), (100, False)])
def test_a_threshold_lies_between_start_and_target(
    importing: Importing, percentage: int, good: bool
) -> None:
    importing("sla_notification_schemes", "Name\nEarly\n")
    text = f"SLA Notification Scheme,Threshold Percentage\nEarly,{percentage}\n"
    run = importing("sla_notification_rules", text)
    assert counters(run) == ({"created": 1} if good else {"failures": 1})
