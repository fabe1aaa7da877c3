"""Columns with several values: links of several parts, references that other records hold."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account, Trust
from imports.models import ImportRun
from records import registry
from records.models import (
    EffortClass,
    Project,
    Record,
    Request,
    ServiceOffering,
    Sla,
    SlaServiceInstance,
    Workflow,
    WorkflowTemplate,
    WorkflowTemplateLink,
    WorkflowTemplateTask,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
TEMPLATE = "Source,Source ID,Subject,Phases,Task Templates,Workflow\n"


def cell(*lines: str) -> str:
    return '"{}"'.format("\n".join(lines))


def template(phases: str, tasks: str, workflow: str) -> str:
    return f"{TEMPLATE}s,1,Rollout,{phases},{tasks},{workflow}\n"


@pytest.fixture
def steps(wdc: Account) -> dict[str, int]:
    """Three task templates, by subject."""
    subjects = ("Approve", "Install", "Check / test")
    return {s: make(registry.get("task_templates"), wdc, subject=s).pk for s in subjects}


def phases() -> list[tuple[str, str]]:
    rows = WorkflowTemplateTask.objects.order_by("task_template__subject")
    return list(rows.values_list("task_template__subject", "phase"))


def arrows() -> list[tuple[str, str]]:
    rows = WorkflowTemplateLink.objects.order_by("predecessor__subject", "successor__subject")
    return list(rows.values_list("predecessor__subject", "successor__subject"))


def test_task_templates_with_phases_and_arrows(importing: Importing, steps: dict[str, int]) -> None:
    tasks = cell("Approve / Plan", "Check / test / Do", "Install / Do")
    text = template(
        cell("Plan", "Do"), tasks, cell("'Approve' => 'Install'", "'Install' => 'Check / test'")
    )
    assert counters(importing("workflow_templates", text)) == {"created": 1}
    assert phases() == [("Approve", "Plan"), ("Check / test", "Do"), ("Install", "Do")]
    assert arrows() == [("Approve", "Install"), ("Install", "Check / test")]
    before = WorkflowTemplate.objects.get().changed_xid
    assert counters(importing("workflow_templates", text)) == {"unchanged": 1}
    assert WorkflowTemplate.objects.get().changed_xid == before
    kept = set(WorkflowTemplateTask.objects.values_list("pk", flat=True))
    other = text.replace("Install / Do", "Install / Plan").replace("'Approve' => 'Install'", "")
    assert counters(importing("workflow_templates", other)) == {"updated": 1}
    assert phases() == [("Approve", "Plan"), ("Check / test", "Do"), ("Install", "Plan")]
    assert arrows() == [("Install", "Check / test")]
    assert len(kept & set(WorkflowTemplateTask.objects.values_list("pk", flat=True))) == 2
    assert WorkflowTemplate.objects.get().changed_xid != before


def test_arrows_by_id(importing: Importing, steps: dict[str, int]) -> None:
    tasks = cell("Approve / Plan", "Install / Plan")
    text = template("Plan", tasks, f"{steps['Approve']} => {steps['Install']}")
    assert counters(importing("workflow_templates", text)) == {"created": 1}
    assert arrows() == [("Approve", "Install")]


@pytest.mark.parametrize(
    ("tasks", "workflow", "column", "reason"),
    [
        (("Approve / Plan", "Approve / Do"), (), "Task Templates", "names a task template twice"),
        (("Nothing / Plan",), (), "Task Templates", "There is no task template"),
        (("Approve / Plan",), ("'Approve' => 'Approve'",), "Workflow", "with itself"),
        (("Approve / Plan",), ("'Approve' => 'Nothing'",), "Workflow", "There is no task"),
        (("Approve / Plan",), ("Approve",), "Workflow", "which links nothing"),
    ],
)
@pytest.mark.usefixtures("steps")
def test_what_cannot_be_linked_is_told(
    importing: Importing,
    tasks: tuple[str, ...],
    workflow: tuple[str, ...],
    column: str,
    reason: str,
) -> None:
    text = template(cell("Plan", "Do"), cell(*tasks), cell(*workflow))
    run = importing("workflow_templates", text)
    assert counters(run) == {"failures": 1}
    ((row, where, said),) = messages(run)
    assert (row, where) == (2, column)
    assert reason in said
    assert not WorkflowTemplate.objects.exists()


def test_rules_see_the_stored_links(importing: Importing, steps: dict[str, int]) -> None:
    importing("workflow_templates", template(cell("Plan", "Do"), cell("Approve / Plan"), ""))
    text = "Source,Source ID,Phases\ns,1,{}\n"
    assert counters(importing("workflow_templates", text.format("Plan"))) == {"updated": 1}
    assert counters(importing("workflow_templates", text.format("Do"))) == {"failures": 1}


def test_service_instances_of_an_sla(importing: Importing, wdc: Account) -> None:
    sla = make(registry.get("slas"), wdc)
    for name in ("Mail", "Web / shop"):
        make(registry.get("service_instances"), wdc, name=name)
    text = f"ID,Service Instances\n{sla.pk},{cell('Mail / Down', 'Web / shop / degraded')}\n"
    assert counters(importing("slas", text)) == {"updated": 1}
    assert counters(importing("slas", text)) == {"unchanged": 1}
    found = SlaServiceInstance.objects.order_by("pk")
    assert list(found.values_list("service_instance__name", "impact")) == [
        ("Mail", "down"),
        ("Web / shop", "degraded"),
    ]
    wrong = importing("slas", f"ID,Service Instances\n{sla.pk},Mail / broken\n")
    assert messages(wrong) == [(2, "Service Instances", "has “broken” behind the slash.")]
    assert counters(importing("slas", f"ID,Service Instances\n{sla.pk},\n")) == {"updated": 1}
    assert not Sla.objects.get().service_instances.exists()


@pytest.fixture
def requests(wdc: Account) -> list[Record]:
    """Three requests."""
    return [make(registry.get("requests"), wdc) for _ in range(3)]


def test_projects_name_their_requests(
    importing: Importing, wdc: Account, requests: list[Record]
) -> None:
    one, two = (make(registry.get("projects"), wdc) for _ in range(2))
    a, b, c = (each.pk for each in requests)
    text = f"ID,Requests\n{one.pk},{cell(str(a), str(b))}\n{two.pk},{c}\n"
    marks = dict(Request.objects.values_list("pk", "changed_xid"))
    assert counters(importing("projects", text)) == {"updated": 2}
    assert dict(Request.objects.values_list("pk", "project")) == {a: one.pk, b: one.pk, c: two.pk}
    after = dict(Request.objects.values_list("pk", "changed_xid"))
    assert all(after[pk] != marks[pk] for pk in marks)
    assert counters(importing("projects", text)) == {"unchanged": 2}
    assert dict(Request.objects.values_list("pk", "changed_xid")) == after
    moved = f"ID,Requests\n{one.pk},{b}\n{two.pk},{cell(str(a), str(c))}\n"
    assert counters(importing("projects", moved)) == {"updated": 2}
    assert dict(Request.objects.values_list("pk", "project")) == {a: two.pk, b: one.pk, c: two.pk}
    last = dict(Request.objects.values_list("pk", "changed_xid"))
    assert [pk for pk in (a, b, c) if last[pk] != after[pk]] == [a]
    assert counters(importing("projects", f"ID,Requests\n{two.pk},\n")) == {"updated": 1}
    assert Request.objects.filter(project=None).count() == 2
    assert Project.objects.count() == 2


def test_a_new_workflow_names_its_requests(
    importing: Importing, wdc: Account, requests: list[Record]
) -> None:
    service = make(registry.get("services"), wdc, name="Mail")
    pks = [str(each.pk) for each in requests[:2]]
    header = "Subject,Category,Service,Change Type,Justification,Requests\n"
    run = importing(
        "workflows", f"{header}Rollout,standard,{service},other,improvement,{cell(*pks)}\n"
    )
    assert counters(run) == {"created": 1}
    workflow = Workflow.objects.get()
    assert Request.objects.filter(workflow=workflow).count() == 2


def test_requests_of_other_accounts_are_neither_taken_nor_let_go(
    importing: Importing, wdc: Account, wna: Account
) -> None:
    Trust.objects.create(account=wdc, trusted=wna, status=Trust.Status.ACCEPTED)
    project = make(registry.get("projects"), wdc)
    there = make(registry.get("requests"), wna, project=project)
    other = make(registry.get("requests"), wna)
    taken = importing("projects", f"ID,Requests\n{project.pk},{other.pk} @wna\n")
    assert counters(taken) == {"failures": 1}
    assert "cannot be changed from here" in messages(taken)[0][2]
    assert counters(importing("projects", f"ID,Requests\n{project.pk},\n")) == {"unchanged": 1}
    assert Request.objects.get(pk=there.pk).project == project
    assert Request.objects.get(pk=other.pk).project is None


def test_effort_classes_name_the_offerings_that_use_them(
    importing: Importing, wdc: Account, wna: Account
) -> None:
    day = make(registry.get("effort_classes"), wdc, name="Day")
    one, two = (make(registry.get("service_offerings"), wdc, name=n) for n in ("One", "Two"))
    foreign = make(registry.get("service_offerings"), wna, name="Foreign")
    foreign.effort_classes.add(day)  # type: ignore[attr-defined] # a ServiceOffering
    text = f"ID,Service Offerings\n{day.pk},{cell('One', 'Two')}\n"
    assert counters(importing("effort_classes", text)) == {"updated": 1}
    assert counters(importing("effort_classes", text)) == {"unchanged": 1}
    users = ServiceOffering.objects.filter(effort_classes=day.pk)
    assert set(users) == {one, two, foreign}
    text = f"ID,Service Offerings\n{day.pk},Two\n"
    assert counters(importing("effort_classes", text)) == {"updated": 1}
    assert set(users.all()) == {two, foreign}
    assert EffortClass.objects.count() == 1


def test_the_same_item_stands_once_on_a_backlog(importing: Importing, wdc: Account) -> None:
    backlog = make(registry.get("product_backlogs"), wdc, name="Desk")
    request = make(registry.get("requests"), wdc)
    header = "Product Backlog,Position,Request,Problem\n"
    row = f"{backlog},,{request.pk},\n"
    assert counters(importing("product_backlog_items", header + row + row)) == {
        "created": 1,
        "unchanged": 1,
    }
    assert counters(importing("product_backlog_items", header + row)) == {"unchanged": 1}
