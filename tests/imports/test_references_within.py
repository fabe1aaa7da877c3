"""References that count within something: tasks of a workflow, columns of an agile board."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from fourme.accounts.models import Account
from imports.models import DeferredRow, ImportRun, PendingLink
from records import registry
from records.models import Record, Request, Task
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
TASKS = "Source,Source ID,Workflow,Subject,Category,Planned Duration,Predecessors\n"


@pytest.fixture(params=[4000, 2])
def _sizes(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Apply each of these files in one batch, and in many."""
    settings.IMPORT_BATCH_ROWS = request.param


@pytest.fixture
def workflows(wdc: Account) -> list[Record]:
    """Two workflows."""
    return [make(registry.get("workflows"), wdc) for _ in range(2)]


def task(number: int, workflow: Record, subject: str, *before: str) -> str:
    return f's,{number},{workflow.pk},{subject},implementation,60,"{chr(10).join(before)}"\n'


def before(number: int) -> list[str]:
    """Return the source IDs of the predecessors of a task."""
    found = Task.objects.get(source_id=number).predecessors.order_by("pk")
    return [each.source_id for each in found]


@pytest.mark.usefixtures("_sizes")
def test_tasks_name_tasks_of_their_workflow_in_the_same_file(
    importing: Importing, workflows: list[Record]
) -> None:
    one, two = workflows
    text = (
        TASKS + task(1, one, "Approve") + task(2, two, "Approve")
        + task(3, one, "Install", "Approve") + task(4, two, "Install", "Approve")
        + task(5, one, "Check", "Install", "Approve") + task(6, one, "First", "Last", "Approve")
        + task(7, one, "Last", "Check")
    )  # fmt: skip
    assert counters(importing("tasks", text)) == {"created": 7}
    assert [before(number) for number in range(1, 8)] == [
        [], [], ["1"], ["2"], ["1", "3"], ["1", "7"], ["5"],
    ]  # fmt: skip
    assert counters(importing("tasks", text)) == {"unchanged": 7}
    assert not DeferredRow.objects.exists()
    assert not PendingLink.objects.exists()


@pytest.mark.usefixtures("_sizes")
def test_a_ring_of_tasks(importing: Importing, workflows: list[Record]) -> None:
    lines = [task(n, workflows[0], f"T{n}", f"T{n % 5 + 1}") for n in range(1, 6)]
    assert counters(importing("tasks", TASKS + "".join(lines))) == {"created": 5}
    assert [before(n) for n in range(1, 6)] == [[f"{n % 5 + 1}"] for n in range(1, 6)]


@pytest.mark.usefixtures("_sizes")
def test_a_task_of_another_workflow_is_no_predecessor(
    importing: Importing, workflows: list[Record]
) -> None:
    one, two = workflows
    text = TASKS + task(1, one, "Approve") + task(2, two, "Install", "Approve") + task(3, two, "X")
    run = importing("tasks", text)
    assert counters(run) == {"created": 2, "failures": 1}
    assert messages(run) == [(3, "Predecessors", "There is no task with the ID “Approve”.")]


@pytest.mark.usefixtures("_sizes")
def test_who_waits_for_a_rejected_task_is_rejected(
    importing: Importing, workflows: list[Record]
) -> None:
    one = workflows[0]
    bad = task(1, one, "Approve").replace("implementation", "nonsense")
    run = importing("tasks", TASKS + bad + task(2, one, "Install", "Approve") + task(3, one, "Z"))
    assert counters(run) == {"created": 1, "failures": 2}
    assert {row for row, _, _ in messages(run)} == {2, 3}


def test_two_tasks_with_one_subject_are_not_guessed(
    importing: Importing, workflows: list[Record]
) -> None:
    one = workflows[0]
    rows = task(1, one, "Same") + task(2, one, "Same") + task(3, one, "After", "Same")
    run = importing("tasks", TASKS + rows)
    assert messages(run) == [
        (4, "Predecessors", "There are 2 tasks named “Same” in the file."),
    ]
    assert counters(importing("tasks", TASKS + rows)) == {"unchanged": 2, "failures": 1}


def test_the_stored_workflow_counts_when_the_file_has_none(
    importing: Importing, workflows: list[Record]
) -> None:
    one, two = workflows
    importing("tasks", TASKS + task(1, one, "Approve") + task(2, two, "Approve"))
    importing("tasks", TASKS + task(3, two, "Install"))
    text = "Source,Source ID,Predecessors\ns,3,Approve\n"
    assert counters(importing("tasks", text)) == {"updated": 1}
    assert before(3) == ["2"]
    assert counters(importing("tasks", text)) == {"unchanged": 1}
    assert counters(importing("tasks", text.replace("Approve", "Install"))) == {"failures": 1}


def test_a_predecessor_can_be_named_by_its_id(
    importing: Importing, workflows: list[Record]
) -> None:
    importing("tasks", TASKS + task(1, workflows[0], "Approve") + task(2, workflows[1], "Approve"))
    first, other = Task.objects.order_by("pk").values_list("pk", flat=True)
    run = importing("tasks", TASKS + task(3, workflows[0], "Install", str(first)))
    assert counters(run) == {"created": 1}
    assert before(3) == ["1"]
    run = importing("tasks", TASKS + task(3, workflows[0], "Install", str(other)))
    assert counters(run) == {"failures": 1}


@pytest.fixture
def boards(wdc: Account) -> list[Record]:
    """Two agile boards whose columns have the same names."""
    made = [make(registry.get("agile_boards"), wdc, name=name) for name in ("Desk", "Network")]
    for board in made:
        for name in ("To do", "Done"):
            make(registry.get("agile_board_columns"), wdc, agile_board=board, name=name)
    return made


REQUESTS = "Source,Source ID,Requested By,Requested For,Subject,Category"


def test_the_column_of_a_board(
    importing: Importing, boards: list[Record], administrator: object
) -> None:
    who = "account.administrator@wdc.example"
    row = f"{who},{who},Printer,other"
    header = f"{REQUESTS},Agile Board,Agile Board Column\n"
    text = f"{header}s,1,{row},Desk,Done\ns,2,{row},Network,Done\ns,3,{row},,\n"
    assert counters(importing("requests", text)) == {"created": 3}
    found = Request.objects.order_by("pk").values_list("agile_board_column__agile_board__name")
    assert list(found) == [("Desk",), ("Network",), (None,)]
    run = importing("requests", f"{header}s,4,{row},,Done\ns,5,{row},Desk,Nowhere\n")
    assert messages(run) == [
        (2, "Agile Board Column", "is only clear with a value of Agile Board."),
        (3, "Agile Board Column", "There is no agile board column named “Nowhere”."),
    ]


def test_the_stored_board_counts_when_the_file_has_none(
    importing: Importing, boards: list[Record], administrator: object
) -> None:
    who = "account.administrator@wdc.example"
    row = f"{who},{who},Printer,other"
    importing("requests", f"{REQUESTS},Agile Board\ns,1,{row},Network\ns,2,{row},\n")
    run = importing("requests", "Source,Source ID,Agile Board Column\ns,1,To do\ns,2,To do\n")
    assert counters(run) == {"updated": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(3, "Agile Board Column")]
    stored = Request.objects.get(source_id="1").agile_board_column
    assert stored
    assert stored.agile_board == boards[1]
    new = importing("requests", f"{REQUESTS},Agile Board Column\ns,9,{row},To do\ns,8,{row},\n")
    assert counters(new) == {"created": 1, "failures": 1}
