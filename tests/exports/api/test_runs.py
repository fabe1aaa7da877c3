"""Exports can be listed, canceled, and polled without news."""

import re

import pytest

from fourme.accounts.models import Account
from fourme.accounts.roles import Role
from fourme.api import pages
from tests.exports.api.caller import Caller, start
from tests.exports.exporting import work
from tests.fixtures.world import Enrol

pytestmark = pytest.mark.usefixtures("redis", "transactional_db")


def test_exports_are_listed_newest_first_in_pages(caller: Caller) -> None:
    runs = [start(caller) for _ in range(5)]

    first = caller.client.get("/v1/export?per_page=2")
    addresses = re.findall(r'<([^>]+)>; rel="next"', first["Link"])
    second = caller.client.get(addresses[0])
    back = caller.client.get(re.findall(r'<([^>]+)>; rel="prev"', second["Link"])[0])

    assert [each["token"] for each in first.json()] == [runs[4].token, runs[3].token]
    assert [each["id"] for each in second.json()] == [runs[2].pk, runs[1].pk]
    assert back.json() == first.json()
    assert "prev" not in first["Link"]
    assert "prev" not in back["Link"]
    assert first["X-Pagination-Total-Entries"] == "5"
    assert first["X-Pagination-Total-Pages"] == "3"
    pages = [each["X-Pagination-Current-Page"] for each in (first, second, back)]
    assert pages == ["1", "2", "1"]
    assert not {",", ";"} & set(addresses[0])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("per_page=0", "Parameter 'per_page' cannot be less than 1"),
        ("per_page=101", "Parameter 'per_page' cannot be greater than 100"),
        ("per_page=x", "Parameter 'per_page' must be a number"),
        ("per_page=--5", "Parameter 'per_page' must be a number"),
        ("per_page=%D9%A3", "Parameter 'per_page' must be a number"),
        ("per_page=%00", "Parameter 'per_page' must be a number"),
        ("search_after=-1", "Parameter 'search_after' cannot be less than 0"),
        ("search_after=" + "9" * 30, "Parameter 'search_after' must be a number"),
        (
            "search_after=1&search_before=1",
            "Parameters 'search_after' and 'search_before' exclude each other",
        ),
    ],
)
def test_a_page_that_is_none(caller: Caller, query: str, message: str) -> None:
    answer = caller.client.get(f"/v1/export?{query}")

    assert (answer.status_code, answer.json()) == (400, {"message": message})


def test_very_many_are_not_counted(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "COUNTED", 2)
    for _ in range(2):
        start(caller)
    assert "X-Pagination-Throttled" not in caller.client.get("/v1/export")
    start(caller)

    answer = caller.client.get("/v1/export")

    assert (answer["X-Pagination-Throttled"], answer["X-Pagination-Total-Entries"]) == ("true", "2")
    assert len(answer.json()) == 3


def test_only_administrators_see_the_list(enrol: Enrol, wdc: Account) -> None:
    assert Caller(enrol(wdc, Role.AUDITOR)).client.get("/v1/export").status_code == 403


def test_a_canceled_export_ends_as_failed(caller: Caller) -> None:
    run = start(caller)

    answer = caller.client.delete(f"/v1/export/{run.token}")
    work(run)

    assert (answer.status_code, answer.content) == (204, b"")
    assert caller.get(run.token).json() == {"state": "failed", "reason": "Canceled."}
    assert caller.client.delete(f"/v1/export/{run.token}").status_code == 409


def test_a_poll_that_brings_nothing_new_is_304(caller: Caller) -> None:
    run = start(caller)
    tag = caller.get(run.token)["ETag"]
    address = f"/v1/export/{run.token}"

    again = caller.client.get(address, headers={**caller.headers, "If-None-Match": tag})
    work(run)
    after = caller.client.get(address, headers={**caller.headers, "If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert after.json()["state"] == "done"


def test_other_methods_are_told(caller: Caller) -> None:
    answer = caller.client.put("/v1/export")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, HEAD")


def test_a_page_behind_the_last_one_is_empty(caller: Caller) -> None:
    run = start(caller)

    answer = caller.client.get(f"/v1/export?search_after={run.pk}")

    assert (answer.json(), answer["X-Pagination-Current-Page"]) == ([], "1")
    assert 'rel="next"' not in answer["Link"]
