"""Projects and project templates: references by generated names, phases, order, history."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import (
    Project,
    ProjectCategory,
    ProjectRiskLevel,
    ProjectTask,
    ProjectTaskAssignment,
    ProjectTaskTemplateAssignment,
    ProjectTemplateTask,
    Workflow,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
TASKS = "Source,Source ID,Project,Subject,Category,Phase,Planned Duration,Predecessors\n"


@pytest.fixture
def project(importing: Importing, wdc: Account) -> int:
    """A project, by its ID."""
    return int(make(registry.get("projects"), wdc).pk)


def test_references_are_made_of_names(importing: Importing) -> None:
    assert counters(importing("project_categories", "Name\nLarge Project\n")) == {"created": 1}
    assert ProjectCategory.objects.get().reference == "large_project"
    run = importing("project_categories", "Name,Reference\nAnother,large_project\n")
    assert counters(run) == {"failures": 1}
    assert messages(run)[0][1] == "Reference"


def test_a_risk_level_is_found_by_its_reference(importing: Importing) -> None:
    text = "Name,Reference,Position\nLow,low,1\nHigh,high,2\n"
    assert counters(importing("project_risk_levels", text)) == {"created": 2}
    assert counters(importing("project_risk_levels", text)) == {"unchanged": 2}
    run = importing("project_risk_levels", "Name,Reference\nVery high,high\n")
    assert counters(run) == {"updated": 1}
    assert ProjectRiskLevel.objects.get(reference="high").name == "Very high"


def test_a_project_names_its_lists_and_takes_its_workflows(
    importing: Importing, wdc: Account
) -> None:
    importing("people", "Primary Email,Name\nmanager@wdc.example,Project Manager\n")
    importing("organizations", "Name\nOperations\n")
    importing("services", "Name,Provider\nHosting,Operations\n")
    importing("project_categories", "Name\nSmall\n")
    importing("project_risk_levels", "Name\nLow\n")
    workflow = make(registry.get("workflows"), wdc)
    run = importing(
        "projects",
        "Source,Source ID,Subject,Manager,Service,Customer,Justification,Category,"
        "Initial Risk Level,Initial Value,Phases,Changes,Created At\n"
        "old,1,Move,manager@wdc.example,Hosting,Operations,move,small,low,1234.5,"
        f'"Plan\nMove",{workflow.pk},2020-02-03T04:05:06Z\n',
    )
    assert counters(run) == {"created": 1}
    project = Project.objects.get()
    assert (project.category.reference, project.risk_level.reference) == ("small", "low")
    assert project.phases == "Plan\nMove"
    assert project.created_at.year == 2020
    assert Workflow.objects.get(pk=workflow.pk).project == project
    run = importing(
        "projects", "Source,Source ID,Changes,Created At\nold,1,,2021-01-01T00:00:00Z\n"
    )
    assert counters(run) == {"updated": 1}
    assert Workflow.objects.get(pk=workflow.pk).project is None
    assert Project.objects.get().created_at.year == 2020


def test_tasks_follow_tasks_of_their_project(importing: Importing, project: int) -> None:
    text = (
        f"{TASKS}s,1,{project},Plan,activity,Plan,60,\n"
        f"s,2,{project},Move,activity,Move,60,Plan\n"
        f'{"s,3"},{project},Done,milestone,Move,0,"Move\nPlan"\n'
    )
    assert counters(importing("project_tasks", text)) == {"created": 3}
    done = ProjectTask.objects.get(source_id="3")
    assert sorted(done.predecessor.values_list("subject", flat=True)) == ["Move", "Plan"]
    assert counters(importing("project_tasks", text)) == {"unchanged": 3}
    run = importing("project_tasks", "Source,Source ID,Predecessors\ns,1,Plan\ns,2,Elsewhere\n")
    assert [(told[0], told[2].split(".")[0]) for told in messages(run)] == [
        (2, "is the record itself"),
        (3, "There is no project task with the ID “Elsewhere”"),
    ]


def test_assignees_are_found_by_task_and_person(importing: Importing, project: int) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    importing("project_tasks", f"{TASKS}s,1,{project},Plan,activity,Plan,60,\n")
    task = ProjectTask.objects.get().pk
    head = "Project Task,Assignee,Status,Waiting Until\n"
    line = f"{task},a@wdc.example"
    moment = "2026-12-01T09:00:00Z"
    run = importing("project_task_assignments", f"{head}{line},waiting_for,{moment}\n")
    assert counters(run) == {"created": 1}
    run = importing("project_task_assignments", f"{head}{line},completed,{moment}\n")
    assert counters(run) == {"failures": 1}
    assert messages(run)[0][1:] == ("Waiting Until", "goes with Status waiting_for only.")
    run = importing("project_task_assignments", f"{head}{line},completed,\n")
    assert counters(run) == {"updated": 1}
    assert ProjectTaskAssignment.objects.get().status == "completed"


def test_a_template_needs_phases_and_keeps_to_them(importing: Importing) -> None:
    importing("people", "Primary Email,Name\na@wdc.example,A\n")
    run = importing(
        "project_task_templates",
        "Subject,Category,Planned Duration\nPlan,activity,60\nDo,activity,60\nDone,milestone,0\n",
    )
    assert counters(run) == {"created": 3}
    head = "Source,Source ID,Subject,Phases,Task Templates,Workflow\n"
    arrows = "\"'Plan' => 'Do'\n'Do' => 'Done'\""
    steps = '"Plan / First\nDo / Second\nDone / Second"'
    good = f's,1,Good,"First\nSecond",{steps},{arrows}\n'
    run = importing(
        "project_templates",
        f"{head}{good}"
        "s,2,Without phases,,,\n"
        "s,3,Step without phase,First,Plan,\n"
        "s,4,Other phase,First,Plan / Third,\n"
        "s,5,Link outside,First,Plan / First,'Plan' => 'Do'\n"
        f"s,6,Round,First,\"Plan / First\nDo / First\",\"'Plan' => 'Do'\n'Do' => 'Plan'\"\n",
    )
    assert counters(run) == {"created": 1, "failures": 5}
    assert [told[1] for told in messages(run)] == [
        "Phases",
        "Task Templates",
        "Task Templates",
        "Workflow",
        "Workflow",
    ]
    assert "'Plan' => 'Do' => 'Plan'" in messages(run)[4][2] or (
        "'Do' => 'Plan' => 'Do'" in messages(run)[4][2]
    )
    found = ProjectTemplateTask.objects.values_list("task_template__subject", "phase")
    assert sorted(found) == [("Do", "Second"), ("Done", "Second"), ("Plan", "First")]
    assert counters(importing("project_templates", head + good)) == {"unchanged": 1}
    head = "Project Task Template,Assignee,Planned Effort\n"
    run = importing("project_task_template_assignments", f"{head}Plan,a@wdc.example,0:45\n")
    assert counters(run) == {"created": 1}
    assert ProjectTaskTemplateAssignment.objects.get().planned_effort == 45
