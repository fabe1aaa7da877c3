"""Requests: what imports of them check and fill in, and the satisfactions behind them."""

import datetime as dt
from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import AgileBoardColumn, Organization, Person, Request, Satisfaction
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
ROW = "s,1,one@wdc.example,one@wdc.example,Help,"


def text(headers: str, *cells: str) -> str:
    """Return a file with a row for each of the cells, all of the same request."""
    lines = [f"Source,Source ID,Requested By,Requested For,Subject,{headers}"]
    return "\n".join([*lines, *(ROW + each for each in cells)]) + "\n"


@pytest.fixture(autouse=True)
def person(wdc: Account) -> Person:
    """Somebody who asks, with an organization."""
    organization = make(registry.get("organizations"), wdc, name="Sales")
    values = {"primary_email": "one@wdc.example", "organization": organization}
    made = make(registry.get("people"), wdc, **values)
    assert isinstance(made, Person)
    return made


def test_values_that_go_together(importing: Importing) -> None:
    header = "Category,Impact,Status,Waiting Until,Downtime Start,Downtime End"
    good = [
        "incident,low,assigned,,,",
        "rfi,,waiting_for,2027-01-01T09:00:00Z,,",
        "rfi,,assigned,,2026-01-02T09:00Z,2026-01-02T09:00Z",
    ]
    bad = {
        "incident,,assigned,,,": "Impact",
        "rfi,,assigned,2027-01-01T09:00:00Z,,": "Waiting Until",
        "rfi,,assigned,,2026-01-02T09:00Z,2026-01-02T08:00Z": "Downtime End",
        "rfi,,done,,,": "Status",
    }
    run = importing("requests", text(header, *good, *bad))
    assert [column for _, column, _ in messages(run)] == list(bad.values())
    assert counters(run) == {"created": 1, "updated": 2, "failures": len(bad)}
    run = importing("requests", text("Agile Board Column Position", "0"))
    assert [column for _, column, _ in messages(run)] == ["Agile Board Column Position"]


def test_a_rule_looks_at_stored_values_too(importing: Importing) -> None:
    importing("requests", text("Category", "rfi"))
    run = importing("requests", "Source,Source ID,Category\ns,1,incident\n")
    assert [column for _, column, _ in messages(run)] == ["Impact"]
    assert counters(importing("requests", "Source,Source ID,Impact\ns,1,low\n")) == {"updated": 1}


def test_a_request_is_not_grouped_into_itself(importing: Importing) -> None:
    importing("requests", text("Category", "rfi"))
    pk = Request.objects.get().pk
    run = importing("requests", f"ID,Grouped Into\n{pk},{pk}\n")
    assert [column for _, column, _ in messages(run)] == ["Grouped Into"]


def test_an_id_of_no_request_fails_and_a_source_does_not_fall_through(importing: Importing) -> None:
    assert counters(importing("requests", text("Category", "rfi"))) == {"created": 1}
    run = importing("requests", "ID,Source,Source ID,Subject\n999999,s,1,Other\n")
    assert [column for _, column, _ in messages(run)] == ["ID"]
    run = importing("requests", text("Category", "rfc").replace("s,1,", "s,2,"))
    assert counters(run) == {"created": 1}


def test_organization_and_team_come_from_person_and_service_instance(
    importing: Importing, wdc: Account
) -> None:
    desk = make(registry.get("teams"), wdc, name="Desk")
    make(registry.get("teams"), wdc, name="Storage")
    make(registry.get("service_instances"), wdc, name="Mail", support_team=desk)
    importing("requests", text("Service Instance", "Mail"))
    request = Request.objects.get()
    assert (request.organization.name, request.team.name) == ("Sales", "Desk")
    importing("requests", "Source,Source ID,Team,Organization\ns,1,Storage,\n")
    request.refresh_from_db()
    assert (request.organization, request.team.name) == (None, "Storage")


def test_an_organization_of_an_account_without_a_trust_is_not_taken(
    importing: Importing, trust: Trust, wna: Account
) -> None:
    third = Account.objects.create(id="third", name="Third")
    hidden = Organization.objects.create(account=third, name="Hidden")
    own = Organization.objects.create(account=wna, name="Widget North America")
    for email, organization in (("a@wna.example", hidden), ("b@wna.example", own)):
        values = {"primary_email": email, "organization": organization}
        make(registry.get("people"), wna, **values)
        row = f"s,{email},one@wdc.example,{email} @wna,Help\n"
        importing("requests", f"Source,Source ID,Requested By,Requested For,Subject\n{row}")
    found = Request.objects.order_by("source_id").values_list("organization__name", flat=True)
    assert list(found) == [None, "Widget North America"]


def test_who_registered_it_when_is_kept_of_past_requests(importing: Importing) -> None:
    run = importing("requests", text("Created By,Created At", "one@wdc.example,2014-02-11T09:00Z"))
    assert counters(run) == {"created": 1}
    run = importing("requests", text("Created By,Created At", "one@wdc.example,2015-02-11T09:00Z"))
    assert counters(run) == {"unchanged": 1}
    request = Request.objects.get()
    assert request.created_at == dt.datetime(2014, 2, 11, 9, tzinfo=dt.UTC)
    assert request.created_by.primary_email == "one@wdc.example"


def test_a_new_request_is_of_now_and_of_the_person_who_imports(importing: Importing) -> None:
    before = dt.datetime.now(dt.UTC)
    importing("requests", text("Created By,Created At", ","))
    request = Request.objects.get()
    assert request.created_at >= before
    assert request.created_by.primary_email == "account.administrator@wdc.example"


def test_a_column_is_looked_for_on_the_board(importing: Importing, wdc: Account) -> None:
    boards = {name: make(registry.get("agile_boards"), wdc, name=name) for name in ("Desk", "Net")}
    columns = {
        name: make(registry.get("agile_board_columns"), wdc, name="To do", agile_board=board)
        for name, board in boards.items()
    }
    make(registry.get("agile_board_columns"), wdc, name="Done", agile_board=boards["Desk"])
    assert AgileBoardColumn.objects.filter(name="To do").count() == len(columns)
    headers = "Agile Board,Agile Board Column"
    assert counters(importing("requests", text(headers, "Net,To do"))) == {"created": 1}
    assert Request.objects.get().agile_board_column == columns["Net"]
    for cells in ("Net,Done", ",To do"):
        run = importing("requests", text(headers, cells))
        assert [column for _, column, _ in messages(run)] == ["Agile Board Column"]
    assert counters(importing("requests", text(headers, ","))) == {"updated": 1}


def test_a_request_is_about_several_configuration_items(importing: Importing, wdc: Account) -> None:
    items = (("software", "Mail Server 9", "CI-77"), ("physical_asset", "Laptop", "CI-78"))
    for rule_set, name, label in items:
        category = make(registry.get("product_categories"), wdc, rule_set=rule_set)
        product = make(registry.get("products"), wdc, category=category)
        make(registry.get("cis"), wdc, name=name, label=label, product=product)
    run = importing("requests", text("Configuration Item", '"CI-78\nMail Server 9"'))
    assert counters(run) == {"created": 1}
    assert {each.label for each in Request.objects.get().ci.all()} == {"CI-77", "CI-78"}
    assert counters(importing("requests", text("Configuration Item", '"CI-78"'))) == {"updated": 1}
    assert [each.label for each in Request.objects.get().ci.all()] == ["CI-78"]


def test_satisfactions_are_the_requests_with_an_answer(importing: Importing) -> None:
    importing("requests", text("Satisfaction,Addressed", ",0"))
    assert not Satisfaction.objects.exists()
    importing("requests", text("Satisfaction,Addressed", "dissatisfied,0"))
    first = Satisfaction.objects.get()
    assert (first.id, first.addressed) == (Request.objects.get().pk, False)
    importing("requests", text("Satisfaction,Addressed", "dissatisfied,1"))
    second = Satisfaction.objects.get()
    assert (second.satisfaction_at, second.addressed) == (first.satisfaction_at, True)
    importing("requests", text("Satisfaction,Addressed", "satisfied,1"))
    third = Satisfaction.objects.get()
    assert third.satisfaction == "satisfied"
    assert third.satisfaction_at > second.satisfaction_at == second.created_at
    importing("requests", text("Satisfaction", ""))
    assert not Satisfaction.objects.exists()
