"""Problems: what imports of them check, and the requests that they caused."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import Person, Problem, Record, Request, Service, Team
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
ROW = "s,1,Mail is late,manager@wdc.example,low,E-mail,Storage"


def text(headers: str = "", cells: str = "") -> str:
    """Return a file with one problem and these columns beside the required ones."""
    header = "Source,Source ID,Subject,Manager,Impact,Service,Team"
    more = ("," + headers, "," + cells) if headers else ("", "")
    return f"{header}{more[0]}\n{ROW}{more[1]}\n"


@pytest.fixture(autouse=True)
def world(wdc: Account) -> None:
    """What a problem needs."""
    Person.objects.create(account=wdc, primary_email="manager@wdc.example", name="Manager")
    Team.objects.create(account=wdc, name="Storage")
    service = make(registry.get("services"), wdc, name="E-mail")
    assert isinstance(service, Service)


@pytest.fixture
def requests(wdc: Account) -> list[Record]:
    """Three requests."""
    return [make(registry.get("requests"), wdc) for _ in range(3)]


def caused() -> set[int]:
    """Return the requests that have the problem."""
    return set(Request.objects.filter(problem=Problem.objects.get()).values_list("pk", flat=True))


def test_a_workflow_or_a_project_solves_it(importing: Importing, wdc: Account) -> None:
    workflow = make(registry.get("workflows"), wdc)
    project = make(registry.get("projects"), wdc)
    run = importing("problems", text("Change,Project", f"{workflow.pk},{project.pk}"))
    assert [column for _, column, _ in messages(run)] == ["Project"]
    run = importing("problems", text("Change", str(workflow.pk)))
    assert counters(run) == {"created": 1}
    run = importing("problems", text("Project", str(project.pk)))
    assert [column for _, column, _ in messages(run)] == ["Project"]
    run = importing("problems", text("Change,Project", f",{project.pk}"))
    assert counters(run) == {"updated": 1}


def test_the_listed_requests_have_the_problem_and_no_others(
    importing: Importing, requests: list[Record]
) -> None:
    first, second, third = (each.pk for each in requests)
    assert counters(importing("problems", text("Requests", f'"{first}\n{second}"'))) == {
        "created": 1
    }
    assert caused() == {first, second}
    again = importing("problems", text("Requests", f'"{second}\n{first}"'))
    assert counters(again) == {"unchanged": 1}
    moved = importing("problems", text("Requests", f'"{third}\n{second}"'))
    assert counters(moved) == {"updated": 1}
    assert caused() == {second, third}
    assert counters(importing("problems", text())) == {"unchanged": 1}
    assert caused() == {second, third}
    assert counters(importing("problems", text("Requests", '""'))) == {"updated": 1}
    assert caused() == set()


def test_a_request_of_another_account_cannot_get_the_problem(
    importing: Importing, trust: Trust, wna: Account
) -> None:
    foreign = make(registry.get("requests"), wna)
    run = importing("problems", text("Requests", f"{foreign.pk} @wna"))
    assert [column for _, column, _ in messages(run)] == ["Requests"]
    foreign.refresh_from_db()
    assert foreign.problem is None  # type: ignore[attr-defined] # a Request


def test_it_was_solved_when_the_status_became_solved(importing: Importing) -> None:
    importing("problems", text("Status,Solved At", "in_progress,2020-01-01T09:00Z"))
    assert Problem.objects.get().solved_at is None
    importing("problems", text("Status", "solved"))
    solved = Problem.objects.get().solved_at
    assert solved is not None
    importing("problems", text("Status,Workaround", "solved,None"))
    assert Problem.objects.get().solved_at == solved
    importing("problems", text("Status", "assigned"))
    assert Problem.objects.get().solved_at is None


def test_nothing_waits_unless_the_status_says_so(importing: Importing) -> None:
    run = importing("problems", text("Status,Waiting Until", "assigned,2027-01-01T09:00Z"))
    assert [column for _, column, _ in messages(run)] == ["Waiting Until"]
    run = importing("problems", text("Status,Waiting Until", "waiting_for,2027-01-01T09:00Z"))
    assert counters(run) == {"created": 1}
