"""Tasks stand in the order of their workflow; approvers are found by task and person."""

import datetime as dt
from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import Task, TaskApproval, TaskTemplate, TaskTemplateApproval, Workflow
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
HEADER = "Source,Source ID,Workflow,Subject,Category,Planned Duration,Predecessors\n"


@pytest.fixture
def workflows(importing: Importing, wdc: Account) -> tuple[int, int]:
    """Two workflows, by their IDs."""
    first, second = (make(registry.get("workflows"), wdc) for _ in range(2))
    return first.pk, second.pk


def test_predecessors_are_named_by_subject_in_their_workflow(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    one, two = workflows
    text = (
        f"{HEADER}s,1,{one},Approve,approval,60,\n"
        f"s,2,{one},Build,implementation,60,Approve\n"
        f'{"s,3"},{one},Check,implementation,60,"Approve\nBuild"\n'
        f"s,4,{two},Approve,approval,60,\n"
        f"s,5,{two},Build,implementation,60,Approve\n"
    )
    assert counters(importing("tasks", text)) == {"created": 5}
    before = {
        (task.source_id, predecessor.source_id)
        for task in Task.objects.all()
        for predecessor in task.predecessors.all()
    }
    assert before == {("2", "1"), ("3", "1"), ("3", "2"), ("5", "4")}
    assert counters(importing("tasks", text)) == {"unchanged": 5}
    first = Task.objects.get(source_id="1")
    run = importing("tasks", f"Source,Source ID,Predecessors\ns,3,{first.pk}\n")
    assert counters(run) == {"updated": 1}
    assert list(Task.objects.get(source_id="3").predecessors.all()) == [first]


def test_a_predecessor_of_another_workflow_is_not_there(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    one, two = workflows
    importing("tasks", f"{HEADER}s,1,{one},Approve,approval,60,\ns,2,{two},Other,approval,60,\n")
    other = Task.objects.get(source_id="1")
    run = importing("tasks", f"Source,Source ID,Predecessors\ns,2,{other.pk}\n")
    assert counters(run) == {"failures": 1}
    run = importing("tasks", "Source,Source ID,Predecessors\ns,2,Other\n")
    assert counters(run) == {"failures": 1}
    assert messages(run)[0][1:] == ("Predecessors", "is the record itself.")


def test_moments_follow_the_status_unless_the_file_tells_them(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    head = "Source,Source ID,Workflow,Subject,Category,Planned Duration,Status"
    rows = "s,{0},{1},Task {0},implementation,60,{2}\n"
    text = f"{head}\n" + "".join(
        rows.format(number, workflows[0], status)
        for number, status in enumerate(("registered", "assigned", "completed", "in_progress"))
    )
    started = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert counters(importing("tasks", text)) == {"created": 4}
    stored = {task.source_id: task for task in Task.objects.all()}
    assert [(key, bool(t.assigned_at), bool(t.finished_at)) for key, t in stored.items()] == [
        ("0", False, False),
        ("1", True, False),
        ("2", False, True),
        ("3", False, False),
    ]
    assert stored["2"].finished_at >= started
    assert stored["2"].finished_at.microsecond == 0
    assert counters(importing("tasks", text)) == {"unchanged": 4}

    told = f"{head},Finished At\ns,3,{workflows[0]},Task 3,implementation,60,completed,"
    importing("tasks", f"{told}2019-05-06T07:08:09Z\n")
    assert Task.objects.get(source_id="3").finished_at.year == 2019
    assert counters(importing("tasks", f"{told}\n")) == {"unchanged": 1}


def test_a_plan_is_of_at_most_so_many_minutes(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    run = importing(
        "tasks",
        f"{HEADER}s,1,{workflows[0]},Long,approval,600000,\n"
        f"s,2,{workflows[0]},Longer,approval,600001,\n",
    )
    assert counters(run) == {"created": 1, "failures": 1}
    assert messages(run)[0][:2] == (3, "Planned Duration")


def test_approvals_are_found_by_task_and_approver(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\nb@wdc.example,B\n")
    importing("tasks", f"{HEADER}s,1,{workflows[0]},Approve,approval,60,\n")
    task = Task.objects.get().pk
    head = "Task,Approver,Status,Planned Effort\n"
    text = f"{head}{task},a@wdc.example,assigned,15\n{task},b@wdc.example,assigned,0:30\n"
    assert counters(importing("task_approvals", text)) == {"created": 2}
    run = importing("task_approvals", f"{head}{task},b@wdc.example,approved,30\n")
    assert counters(run) == {"updated": 1}
    found = TaskApproval.objects.order_by("id").values_list("status", "planned_effort")
    assert list(found) == [("assigned", 15), ("approved", 30)]


def test_a_template_is_named_by_its_subject_or_its_id(
    importing: Importing, workflows: tuple[int, int]
) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\nb@wdc.example,B\n")
    importing("task_templates", "Subject,Category,Planned Duration\nApprove it,approval,60\n")
    template = TaskTemplate.objects.get()
    run = importing(
        "task_template_approvals",
        f"Task Template,Approver\nApprove it,a@wdc.example\n{template.pk},b@wdc.example\n",
    )
    assert counters(run) == {"created": 2}
    assert TaskTemplateApproval.objects.filter(task_template=template).count() == 2
    run = importing(
        "tasks",
        "Workflow,Template,Subject,Category,Planned Duration\n"
        f"{workflows[0]},{template.pk},By ID,approval,1\n"
        f"{workflows[0]},Approve it,By subject,approval,1\n",
    )
    assert counters(run) == {"created": 2}
    assert Task.objects.filter(template=template).count() == 2


def test_a_task_keeps_its_workflow(importing: Importing, workflows: tuple[int, int]) -> None:
    run = importing("tasks", f"{HEADER}s,1,999999,Approve,approval,60,\n")
    assert counters(run) == {"failures": 1}
    assert messages(run)[0][1] == "Workflow"
    assert Workflow.objects.count() == 2
