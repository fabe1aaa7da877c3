"""The pages for those who prepare a file."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.schema import schema
from tests.fixtures.world import Enrol
from tests.records.samples import make


@pytest.fixture
def client(redis: Any, administrator: Actor) -> Client:
    client = Client()
    client.force_login(administrator.user)
    return client


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_each_type_has_its_page_with_each_column(client: Client, subtests: pytest.Subtests) -> None:
    for record_type in registry.types():
        with subtests.test(record_type.slug):
            answer = client.get(f"/imports/{record_type.slug}/preparing/")
            if not record_type.importable:
                assert answer.status_code == 403
                assert "is a view of what other types hold" in text(answer)
                continue
            page = text(answer)
            assert f"{len(record_type.columns)} columns" in page
            for column in record_type.columns:
                assert f'<th scope="row">{column.header}' in page


def test_what_a_page_says(client: Client) -> None:
    page = text(client.get("/imports/flsas/preparing/"))
    assert "<code>flsas</code> or <code>first_line_support_agreements</code>" in page
    assert "/imports/flsas/example.csv" in page
    assert "/imports/flsas/schema.json" in page


def test_what_has_to_be_imported_first(client: Client, wdc: Account) -> None:
    page = text(client.get("/imports/service_instances/preparing/"))
    assert "Something has to be imported first" in page
    assert "wdc Widget Data Center has none yet" in page
    make(registry.get("services"), wdc)
    assert "has to be imported" not in text(client.get("/imports/service_instances/preparing/"))


def test_a_type_that_the_dialog_does_not_take(client: Client) -> None:
    page = text(client.get("/imports/notes/preparing/"))
    assert "Notes are imported by the Import API or the command line only" in page
    assert "Import…" not in page.partition("<h1")[2].partition("</header>")[0]


def test_the_example_is_a_file(client: Client) -> None:
    answer = client.get("/imports/sites/example.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="example-sites.csv"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.decode().startswith("Source,Source ID,Disabled,Name,")


def test_the_schema_is_that_of_the_api(client: Client) -> None:
    assert client.get("/imports/sites/schema.json").json() == schema(registry.get("sites"))


@pytest.mark.parametrize("part", ["preparing/", "example.csv", "schema.json"])
def test_who_may_not_import_sees_nothing(
    client: Client, part: str, enrol: Enrol, wdc: Account
) -> None:
    assert client.get(f"/imports/nothing/{part}").status_code == 404
    assert client.post(f"/imports/sites/{part}").status_code == 405
    assert Client().get(f"/imports/sites/{part}").status_code == 302
    other = Client()
    other.force_login(enrol(wdc, Role.AUDITOR).user)
    assert other.get(f"/imports/sites/{part}").status_code == 403


@pytest.mark.parametrize("slug", ["requests", "slas"])
def test_the_number_of_queries_does_not_grow(client: Client, wdc: Account, slug: str) -> None:
    def queries() -> int:
        client.get(f"/imports/{slug}/example.csv")  # what is asked once is asked
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(f"/imports/{slug}/example.csv").status_code == 200
        return len(captured)

    make(registry.get(slug), wdc)
    few = queries()
    for _ in range(5):
        make(registry.get(slug), wdc)
    assert queries() <= few
    assert few < 100
