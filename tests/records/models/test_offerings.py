"""Service offerings and standard service requests."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from imports.models import ImportRun
from records import registry
from records.models import (
    EffortClass,
    Organization,
    RequestTemplate,
    Service,
    ServiceOffering,
    StandardServiceRequest,
)
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]


@pytest.fixture
def service(importing: Importing) -> Service:
    """A service."""
    provider = Organization.objects.create(account_id="wdc", name="Operations")
    return Service.objects.create(account_id="wdc", name="E-mail", provider=provider)


@pytest.mark.parametrize(
    ("text", "minutes"), [("8:00", 480), ("40:00", 2400), ("90", 90), ("0:05", 5)]
)
def test_targets_are_minutes_or_hours_and_minutes(
    importing: Importing, service: Service, text: str, minutes: int
) -> None:
    run = importing("service_offerings", f"Name,Service,Response Target Top\nGold,E-mail,{text}\n")
    assert counters(run) == {"created": 1}
    assert ServiceOffering.objects.get().response_target_top == minutes


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("Availability", "99.95", "100.01"),
        ("Availability", "0", "-1"),
        ("Responses Within Target", "100", "101"),
        ("Resolutions Within Target", "0", "-1"),
        ("Reliability", "0", "-1"),
        ("Response Target RFC In Days", "2", "-2"),
        ("Status", "available", "sold out"),
        ("Report Frequency", "once_every_2_weeks", "hourly"),
    ],
)
def test_values_have_bounds(
    importing: Importing, service: Service, column: str, good: str, bad: str
) -> None:
    text = f"Name,Service,{column}\nGood,E-mail,{good}\nBad,E-mail,{bad}\n"
    run = importing("service_offerings", text)
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, name) for row, name, _ in messages(run)] == [(3, column)]


def test_percentages_are_kept_to_the_digit(importing: Importing, service: Service) -> None:
    importing("service_offerings", "Name,Service,Availability\nGold,E-mail,99.9500\n")
    offering = ServiceOffering.objects.get()
    assert offering.availability == Decimal("99.95")
    assert (offering.status, offering.report_frequency) == ("planned", "no_commitment")


def test_effort_classes_are_linked_from_either_side(importing: Importing, service: Service) -> None:
    importing("effort_classes", "Source,Source ID,Name\ns,1,Regular\ns,2,Overtime\n")
    text = 'Source,Source ID,Name,Service,Effort Classes\ns,1,Gold,E-mail,"Regular\nOvertime"\n'
    assert counters(importing("service_offerings", text)) == {"created": 1}
    text = "Source,Source ID,Name,Service Offerings\ns,2,Overtime,\n"
    assert counters(importing("effort_classes", text)) == {"updated": 1}
    offering = ServiceOffering.objects.get()
    assert [each.name for each in offering.effort_classes.all()] == ["Regular"]
    text = "Source,Source ID,Name,Service Offerings\ns,2,Overtime,Gold\n"
    assert counters(importing("effort_classes", text)) == {"updated": 1}
    assert counters(importing("effort_classes", text)) == {"unchanged": 1}
    assert offering.effort_classes.count() == EffortClass.objects.count() == 2


def test_an_offering_keeps_the_moment_at_which_it_was_made(
    importing: Importing, service: Service
) -> None:
    header = "Source,Source ID,Name,Service,Created At\n"
    importing("service_offerings", header + "s,1,Gold,E-mail,2018-08-05T10:01:21-05:00\n")
    assert ServiceOffering.objects.get().created_at.isoformat() == "2018-08-05T15:01:21+00:00"
    run = importing("service_offerings", header + "s,1,Gold,E-mail,2020-01-01T00:00:00Z\n")
    assert counters(run) == {"unchanged": 1}
    assert ServiceOffering.objects.get().created_at.year == 2018


def test_each_impact_has_the_same_columns() -> None:
    headers = {column.header for column in registry.get("service_offerings").columns}
    for what in ("Top", "High", "Medium", "Low", "Case", "RFC", "RFI"):
        for target in ("Response", "Resolution"):
            assert {f"{target} Target {what}", f"{target} Target {what} In Days"} <= headers
        assert f"Support Hours {what}" in headers


def test_a_standard_request_is_found_by_offering_and_template(
    importing: Importing, service: Service
) -> None:
    ServiceOffering.objects.create(account_id="wdc", name="Gold", service=service)
    template = RequestTemplate.objects.create(account_id="wdc", subject="Mailbox", service=service)
    header = "Service Offering,Request Template,Response Target,Resolution Target\n"
    first = importing("standard_service_requests", f"{header}Gold,{template.pk},8:00,40:00\n")
    assert counters(first) == {"created": 1}
    again = importing("standard_service_requests", f"{header}Gold,{template.pk},480,2400\n")
    assert counters(again) == {"unchanged": 1}
    other = importing("standard_service_requests", f"{header}Gold,{template.pk},4:00,\n")
    assert counters(other) == {"updated": 1}
    elsewhere = Service.objects.create(account_id="wdc", name="Fax", provider=service.provider)
    foreign = RequestTemplate.objects.create(account_id="wdc", subject="Fax", service=elsewhere)
    wrong = importing("standard_service_requests", f"{header}Gold,{foreign.pk},1:00,\n")
    assert counters(wrong) == {"failures": 1}
    assert [column for _, column, _ in messages(wrong)] == ["Request Template"]
    standard = StandardServiceRequest.objects.get()
    assert (standard.response_target, standard.resolution_target) == (240, None)
