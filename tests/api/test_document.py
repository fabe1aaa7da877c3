"""The API answers what its OpenAPI document says, whatever it is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck, Phase, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fourme.accounts.models import AccessToken
from fourme.accounts.rights import Actor
from fourme.api.openapi import document

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
schema = schemathesis.openapi.from_dict(document())


@pytest.fixture
def secret(live_server: LiveServer, administrator: Actor, redis: Any) -> Iterator[str]:
    with override_settings(API_RATE_LIMIT=0):
        yield AccessToken.generate(administrator.user, "test")[1]


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
def test_each_operation(case: Any, secret: str, live_server: LiveServer) -> None:
    case.headers["Authorization"] = f"Bearer {secret}"
    response = case.call(base_url=live_server.url)
    case.validate_response(response, checks=CHECKS)


def test_the_document_is_public(client: Client) -> None:
    answer = client.get("/v1/openapi.json")

    assert answer.json() == document()
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_the_page_for_people_needs_no_login(client: Client, db: None) -> None:
    page = client.get("/v1/docs").content.decode()

    for path in document()["paths"]:
        assert path in page
    assert "line_separator" in page
    assert "string or null" in page
    assert "Nothing was changed since “from”" in page
    assert "`" not in page
    assert 'id="rate-limiting"' in page


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [each["operationId"] for path in document()["paths"].values() for each in path.values()]

    assert len(names) == len(set(names)) >= 12
