"""Rules that look at the records that references name, by form and by import."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from records import registry
from records.beyond import Beyond
from records.kinds import Key
from records.models import Organization, RequestTemplate, Service, ServiceInstance, ServiceOffering
from records.services import Refused, save_record
from records.types import RecordType

SLAS, STANDARD = registry.get("slas"), registry.get("standard_service_requests")
WITH_RULES = [each for each in registry.types() if any(rule.beyond for rule in each.rules)]


@pytest.fixture
def mail(wdc: Account) -> Service:
    """A service with an offering and an instance, beside another service with an instance."""
    provider = Organization.objects.create(account=wdc, name="Operations")
    mail, host = (
        Service.objects.create(account=wdc, name=name, provider=provider)
        for name in ("E-mail", "Hosting")
    )
    ServiceOffering.objects.create(account=wdc, name="Gold", service=mail)
    ServiceInstance.objects.create(account=wdc, name="Mail", service=mail)
    ServiceInstance.objects.create(account=wdc, name="Host", service=host)
    return mail


@pytest.mark.parametrize("record_type", WITH_RULES, ids=lambda each: each.slug)
def test_paths_begin_with_references_of_the_rule(record_type: RecordType) -> None:
    for rule in record_type.rules:
        for path in rule.beyond:
            assert path.partition("__")[0] in rule.names
    Beyond(record_type).add([])


def test_each_record_is_asked_for_once(
    mail: Service, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    offering, instance = ServiceOffering.objects.get(), ServiceInstance.objects.get(name="Mail")
    several: list[dict[str, Any]] = [
        {"service_offering": offering.pk, "service_instance": instance.pk if n % 2 else None}
        for n in range(50)
    ]
    beyond = Beyond(SLAS)
    with django_assert_num_queries(2):
        beyond.add(several)
    with django_assert_num_queries(0):
        beyond.add(several)
    assert {each["service_offering__service"] for each in several} == {mail.pk}
    assert {each["service_instance__service"] for each in several} == {mail.pk, None}


def test_a_form_refuses_what_belongs_to_another_service(
    administrator: Actor, mail: Service
) -> None:
    values = {
        "name": "Mail for Operations",
        "service_offering": Key("Gold"),
        "customer": Key("Operations"),
    }
    with pytest.raises(Refused) as refused:
        save_record(administrator, SLAS, values | {"service_instance": Key("Host")})
    assert list(refused.value.errors) == ["service_instance"]
    sla = save_record(administrator, SLAS, values | {"service_instance": Key("Mail")})
    with pytest.raises(Refused):
        save_record(administrator, SLAS, {"service_instance": Key("Host")}, record=sla)


def test_a_template_without_a_service_goes_with_any_offering(
    administrator: Actor, mail: Service, wdc: Account
) -> None:
    template = RequestTemplate.objects.create(account=wdc, subject="Help")
    values = {"service_offering": Key("Gold"), "request_template": Key(str(template.pk))}
    assert save_record(administrator, STANDARD, values).pk
