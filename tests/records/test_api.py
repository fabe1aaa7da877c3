"""What the API tells without a token. No test of it may need the database."""

import csv
import io

import pytest
from django.test import Client

from records import registry
from records.schema import schema


@pytest.mark.parametrize(
    "name", ["people", "people.json", "flsas", "first_line_support_agreements"]
)
def test_the_schema_of_a_type(name: str) -> None:
    answer = Client().get(f"/v1/schema/{name}")
    assert answer.status_code == 200
    assert answer.json() == schema(registry.get(name.removesuffix(".json")))
    assert answer["Cache-Control"] == "public, max-age=3600"


def test_who_has_a_schema_is_told_so() -> None:
    first = Client().get("/v1/schema/sites")
    again = Client().get("/v1/schema/sites", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = Client().get("/v1/schema/teams", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("name", ["nothing", "People", "a/b", "%00", "people.xml"])
def test_an_unknown_type(name: str) -> None:
    answer = Client().get(f"/v1/schema/{name}")
    assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})


def test_a_schema_is_only_read() -> None:
    answer = Client().post("/v1/schema/people")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert Client().head("/v1/schema/people").status_code == 200
    assert Client().get("/v1/schema/people", headers={"Accept": "text/html"}).status_code == 406


@pytest.mark.parametrize("path", ["/v1/enums", "/v1/enums.json"])
def test_the_values_of_lists(path: str) -> None:
    answer = Client().get(path)
    assert answer.json()["people"]["Locale"][0] == "af"
    assert answer.has_header("ETag")


def test_the_values_of_lists_are_no_words_of_a_language() -> None:
    expected = Client().get("/v1/enums").json()
    for path in ("/v1/enums/fr", "/v1/enums/en-US.json"):
        assert Client().get(path).json() == expected
    assert Client().get("/v1/enums/klingon").status_code == 404


def test_the_values_of_lists_as_a_table() -> None:
    answer = Client().get("/v1/enums.csv")
    rows = csv.DictReader(io.StringIO(answer.content.decode()))
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row["Type"], {}).setdefault(row["Column"], []).append(row["Value"])

    assert found == Client().get("/v1/enums").json()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=3600"
