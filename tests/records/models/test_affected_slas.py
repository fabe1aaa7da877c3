"""Affected SLAs can be written back."""

import datetime as dt
from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import AffectedSla, Request, ServiceInstance, Sla
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]


@pytest.fixture
def texts(importing: Importing) -> dict[str, str]:
    """The cells that name a request, an agreement and an instance."""

    wdc = Account.objects.get(pk="wdc")
    found = {
        slug: make(registry.get(slug), wdc) for slug in ("requests", "slas", "service_instances")
    }
    return {
        "request": str(found["requests"].pk),
        "sla": Sla.objects.get(pk=found["slas"].pk).name,
        "instance": ServiceInstance.objects.get(pk=found["service_instances"].pk).name,
    }


def test_a_row_is_found_by_what_it_connects(importing: Importing, texts: dict[str, str]) -> None:
    header = "Request,Service Level Agreement,Service Instance,Impact,Actual Response Duration\n"
    start = f"{texts['request']},{texts['sla']},{texts['instance']}"
    assert counters(importing("affected_slas", f"{header}{start},high,1:30\n")) == {"created": 1}
    assert counters(importing("affected_slas", f"{header}{start},high,90\n")) == {"unchanged": 1}
    assert counters(importing("affected_slas", f"{header}{start},top,90\n")) == {"updated": 1}
    affected = AffectedSla.objects.get()
    assert (affected.impact, affected.actual_response_duration) == ("top", 90)
    assert affected.stopped_clock_duration == 0
    assert Request.objects.get() == affected.request


def test_what_another_system_computed_is_kept(importing: Importing, texts: dict[str, str]) -> None:
    header = (
        "Request,Service Level Agreement,Response Target At,Downtime Duration,"
        "Provider Was Not Accountable,Created At\n"
    )
    row = f"{texts['request']},{texts['sla']},2020-02-01T09:00:00Z,45,1,2020-02-01T08:30:00Z\n"
    assert counters(importing("affected_slas", header + row)) == {"created": 1}
    affected = AffectedSla.objects.get()
    assert affected.response_target_at == dt.datetime(2020, 2, 1, 9, tzinfo=dt.UTC)
    assert affected.created_at == dt.datetime(2020, 2, 1, 8, 30, tzinfo=dt.UTC)
    assert affected.provider_was_not_accountable


def test_a_request_and_an_agreement_are_needed(importing: Importing, texts: dict[str, str]) -> None:
    header = "Request,Service Level Agreement\n"
    run = importing("affected_slas", f"{header},{texts['sla']}\n{texts['request']},\n")
    assert counters(run) == {"failures": 2}
    assert [(row, column) for row, column, _ in messages(run)] == [
        (2, "Request"),
        (3, "Service Level Agreement"),
    ]
