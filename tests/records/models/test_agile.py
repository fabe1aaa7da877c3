"""Boards, backlogs and sprints: what may stand beside what, and what is counted on."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import (
    AgileBoardColumn,
    Problem,
    ProductBacklogItem,
    Request,
    Sprint,
    SprintBacklogItem,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
ITEMS = "Product Backlog,Position,Request,Problem\n"


@pytest.fixture
def backlog(importing: Importing) -> str:
    """A product backlog, by its name."""
    importing("product_backlogs", "Name\nWorkplaces\n")
    return "Workplaces"


@pytest.fixture
def records(importing: Importing, wdc: Account) -> tuple[int, int, int]:
    """Two requests and a problem, by their IDs."""
    first, second = (make(registry.get("requests"), wdc) for _ in range(2))
    return first.pk, second.pk, make(registry.get("problems"), wdc).pk


def test_a_column_is_found_by_board_and_name(importing: Importing) -> None:
    importing("agile_boards", "Name\nDesk\nNetworks\n")
    text = "Agile Board,Name,Position\nDesk,Done,1\nNetworks,Done,1\n"
    assert counters(importing("agile_board_columns", text)) == {"created": 2}
    assert counters(importing("agile_board_columns", text)) == {"unchanged": 2}
    run = importing("agile_board_columns", "Agile Board,Name,WIP limit\nDesk,Done,4\n")
    assert counters(run) == {"updated": 1}
    limits = AgileBoardColumn.objects.order_by("agile_board__name").values_list("wip_limit")
    assert list(limits) == [(4,), (None,)]


def test_a_team_goes_with_assign_and_a_member_beside_a_team(importing: Importing) -> None:
    importing("agile_boards", "Name\nDesk\n")
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    importing("teams", "Name\nNetworks\n")
    run = importing(
        "agile_board_columns",
        "Agile Board,Name,Position,Action Type,Team,Member\n"
        "Desk,One,1,assign,Networks,a@wdc.example\n"
        "Desk,Two,2,start,Networks,\n"
        "Desk,Three,3,assign,,a@wdc.example\n"
        "Desk,Four,0,,,\n",
    )
    assert counters(run) == {"created": 1, "failures": 3}
    assert [told[:2] for told in messages(run)] == [(3, "Team"), (4, "Member"), (5, "Position")]


def test_a_new_item_goes_to_the_bottom(
    importing: Importing, backlog: str, records: tuple[int, int, int]
) -> None:
    first, second, problem = records
    text = f"{ITEMS}{backlog},5,{first},\n{backlog},,{second},\n{backlog},,,{problem}\n"
    assert counters(importing("product_backlog_items", text)) == {"created": 3}
    places = ProductBacklogItem.objects.order_by("id").values_list("position", flat=True)
    assert list(places) == [5, 6, 7]
    assert counters(importing("product_backlog_items", text)) == {"unchanged": 3}
    run = importing("product_backlog_items", f"{ITEMS}{backlog},1,,{problem}\n")
    assert counters(run) == {"updated": 1}
    assert ProductBacklogItem.objects.get(problem_id=problem).position == 1


def test_an_item_is_a_request_or_a_problem(
    importing: Importing, backlog: str, records: tuple[int, int, int]
) -> None:
    first, _, problem = records
    run = importing("product_backlog_items", f"{ITEMS}{backlog},,,\n{backlog},,{first},{problem}\n")
    assert counters(run) == {"failures": 2}
    assert not ProductBacklogItem.objects.exists()


def test_columns_that_a_file_lacks_count_as_blank(
    importing: Importing, backlog: str, records: tuple[int, int, int]
) -> None:
    first, _, problem = records
    importing("product_backlog_items", f"{ITEMS}{backlog},,{first},\n{backlog},,,{problem}\n")
    head = "Product Backlog,Position,Request\n"
    run = importing("product_backlog_items", f"{head}{backlog},7,{first}\n{backlog},8,\n")
    assert counters(run) == {"updated": 1, "failures": 1}
    assert messages(run)[0][:2] == (3, "Request")
    places = ProductBacklogItem.objects.order_by("id").values_list("position", flat=True)
    assert list(places) == [7, 2]


def test_remove_takes_an_item_off_and_leaves_the_others(
    importing: Importing, backlog: str, records: tuple[int, int, int], exported: Callable[..., str]
) -> None:
    first, second, problem = records
    importing("product_backlog_items", f"{ITEMS}{backlog},,{first},\n{backlog},,,{problem}\n")
    head = "Product Backlog,Request,Problem,Remove\n"
    run = importing("product_backlog_items", f"{head}{backlog},{first},,1\n{backlog},{second},,1\n")
    assert counters(run) == {"deleted": 1, "unchanged": 1}
    assert ProductBacklogItem.objects.get().problem_id == problem
    assert Request.objects.filter(pk=first).exists()
    subject = Problem.objects.get(pk=problem).subject
    assert exported("product_backlog_items").splitlines()[1:] == [
        f"{backlog},2,,{problem},{subject},0"
    ]


def test_sprints_of_a_workspace_are_counted(importing: Importing, wdc: Account) -> None:
    one, two = (make(registry.get("scrum_workspaces"), wdc) for _ in range(2))
    text = (
        "Source,Source ID,Scrum Workspace,Number\n"
        f"s,1,{one},7\ns,2,{one},\ns,3,{two},\ns,4,{one},\n"
    )
    assert counters(importing("sprints", text)) == {"created": 4}
    assert list(Sprint.objects.order_by("id").values_list("number", flat=True)) == [7, 8, 1, 9]
    assert counters(importing("sprints", text)) == {"unchanged": 4}
    run = importing(
        "sprints",
        "Source,Source ID,Scrum Workspace,Number,Start At,End At\n"
        f"s,5,{one},8,,\n"
        f"s,6,{one},,2026-02-02T09:00:00Z,2026-02-02T09:00:00Z\n",
    )
    assert counters(run) == {"failures": 2}
    assert [told[:2] for told in messages(run)] == [(2, "Scrum Workspace"), (3, "End At")]


def test_an_item_of_a_sprint_is_exactly_one_record(
    importing: Importing, wdc: Account, records: tuple[int, int, int]
) -> None:
    sprint = make(registry.get("sprints"), wdc).pk
    task = make(registry.get("tasks"), wdc).pk
    first, second, problem = records
    head = "Sprint,Position,Request,Problem,Task,Project Task,Done\n"
    text = (
        f"{head}{sprint},1,{first},,,,0\n{sprint},,,{problem},,,0\n{sprint},,,,{task},,1\n"
        f"{sprint},,,,,,0\n{sprint},,{second},,{task},,0\n"
    )
    assert counters(importing("sprint_backlog_items", text)) == {"created": 3, "failures": 2}
    places = SprintBacklogItem.objects.order_by("id").values_list("position", flat=True)
    assert list(places) == [1, 2, 3]
    run = importing("sprint_backlog_items", f"{head}{sprint},1,{first},,,,1\n")
    assert counters(run) == {"updated": 1}
    assert SprintBacklogItem.objects.filter(done=True).count() == 2
