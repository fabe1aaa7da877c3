"""Workflows take what they show from their tasks; templates keep to their phases and order."""

import csv
import io
from collections.abc import Callable

import pytest

from imports.models import ImportRun
from records import registry
from records.models import (
    Organization,
    Release,
    Request,
    Service,
    Task,
    TaskTemplate,
    Workflow,
    WorkflowTemplateLink,
    WorkflowTemplateTask,
)
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
Exported = Callable[..., str]


@pytest.fixture
def service(importing: Importing) -> Service:
    """A service whose records the imports refer to."""
    provider = Organization.objects.create(account_id="wdc", name="Operations")
    return Service.objects.create(account_id="wdc", name="Hosting", provider=provider)


@pytest.fixture
def steps(importing: Importing) -> dict[str, int]:
    """Task templates by subject."""
    return {
        name: TaskTemplate.objects.create(
            account_id="wdc", subject=name, category="implementation", planned_duration=60
        ).pk
        for name in ("Approve", "Build", "Hand over")
    }


def make_workflow(service: Service, subject: str = "New server", **values: object) -> Workflow:
    """Store a workflow."""
    return Workflow.objects.create(
        account_id="wdc",
        subject=subject,
        category="standard",
        service=service,
        workflow_type="service_request",
        justification="expansion",
        **values,
    )


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of an export."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


HEADER = "Source,Source ID,Subject,Phases,Task Templates,Workflow\n"


def test_a_template_has_steps_in_phases_and_in_order(
    importing: Importing, steps: dict[str, int]
) -> None:
    text = (
        f'{HEADER}s,1,New server,"Plan\nDo","Approve / Plan\nBuild / Do\nHand over",'
        "\"'Approve' => 'Build'\n"
        f'{steps["Build"]} => {steps["Hand over"]}"\n'
    )
    assert counters(importing("workflow_templates", text)) == {"created": 1}
    tasks = WorkflowTemplateTask.objects.values_list("task_template__subject", "phase")
    assert sorted(tasks) == [("Approve", "Plan"), ("Build", "Do"), ("Hand over", "")]
    links = WorkflowTemplateLink.objects.values_list("predecessor__subject", "successor__subject")
    assert sorted(links) == [("Approve", "Build"), ("Build", "Hand over")]
    assert counters(importing("workflow_templates", text)) == {"unchanged": 1}


REFUSED = [
    ("Plan,Approve / Do,", "Task Templates", "names the phase “Do”"),
    (",Approve / Plan,", "Task Templates", "not among Phases"),
    (",Approve,\"'Approve' => 'Build'\"", "Workflow", "links 'Build', which is not among"),
    (
        ",\"Approve\nBuild\",\"'Approve' => 'Build'\n'Build' => 'Approve'\"",
        "Workflow",
        "leads round in a circle: '",
    ),
    (",Approve,Approve => Build", "Workflow", "which links nothing"),
    (",Demolish,", "Task Templates", "There is no task template with the subject “Demolish”"),
    ('"Plan\nPlan",,', "Phases", "has the phase “Plan” twice"),
]


def test_a_template_that_makes_no_sense_is_refused(
    importing: Importing, steps: dict[str, int]
) -> None:
    lines = [f"s,{number},New server,{cells}\n" for number, (cells, _, _) in enumerate(REFUSED)]
    run = importing("workflow_templates", f"{HEADER}s,good,Empty,,,\n{''.join(lines)}")
    assert counters(run) == {"created": 1, "failures": len(REFUSED)}
    for (_, column, told), (_, header, reason) in zip(REFUSED, messages(run), strict=True):
        assert header == column
        assert told in reason


def test_a_file_with_phases_only_is_checked_with_the_stored_steps(
    importing: Importing, steps: dict[str, int]
) -> None:
    importing("workflow_templates", f"{HEADER}s,1,New server,Plan,Approve / Plan,\n")
    run = importing("workflow_templates", "Source,Source ID,Phases\ns,1,Do\n")
    assert counters(run) == {"failures": 1}
    assert "names the phase “Plan”" in messages(run)[0][2]
    run = importing("workflow_templates", "Source,Source ID,Phases\ns,1,Plan\n")
    assert counters(run) == {"unchanged": 1}


def test_a_recurrence_is_written_as_icalendar_does(
    importing: Importing, exported: Exported
) -> None:
    head = (
        "Subject,Recurrence - Frequency,Recurrence - Interval,Recurrence - Day,"
        "Recurrence - Day Of Month,Recurrence - Day Of Week,Recurrence - Day Of Week Index,"
        "Recurrence - Day of Week Day,Recurrence - Month Of Year,Recurrence - Start Date,"
        "Recurrence - Time Of Day,Recurrence - End Date\n"
    )
    run = importing(
        "workflow_templates",
        head + "Never,no_repeat,,,,,,,,2026-01-05,,\n"
        "Daily,daily,1,,,,,,,2026-01-05,08:30,\n"
        'Weekly,weekly,2,"5, 1",,,,,,,,2026-12-31\n'
        'Monthly,monthly,1,,"1,-1",,,,,2026-01-01,,\n'
        "Second Tuesday,monthly,1,,,1,second,tuesday,,,,\n"
        'Yearly,yearly,1,,1,,,,"1,7",,,\n',
    )
    assert counters(run) == {"created": 6}
    lines = {
        row["Subject"]: row["Recurrence - iCal"] for row in rows(exported("workflow_templates"))
    }
    assert lines == {
        "Never": "",
        "Daily": "DTSTART:20260105T083000\nRRULE:FREQ=DAILY;INTERVAL=1",
        "Weekly": "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO;UNTIL=20261231",
        "Monthly": "DTSTART:20260101\nRRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=1,-1",
        "Second Tuesday": "RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU",
        "Yearly": "RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=1;BYMONTH=1,7",
    }


def test_a_recurrence_that_makes_no_sense_is_refused(importing: Importing) -> None:
    run = importing(
        "workflow_templates",
        "Subject,Recurrence - Frequency,Recurrence - Day,Recurrence - Day Of Month,"
        "Recurrence - Month Of Year,Recurrence - Start Date,Recurrence - End Date\n"
        "Without days,weekly,,,,,\n"
        "Days that are none,,7,0,13,,\n"
        "Backwards,,,,,2026-02-02,2026-02-01\n"
        "One day,,,,,2026-02-02,2026-02-02\n",
    )
    assert counters(run) == {"created": 1, "failures": 3}
    assert [(row, column) for row, column, _ in messages(run)] == [
        (2, "Recurrence - Day"),
        (3, "Recurrence - Day"),
        (3, "Recurrence - Day Of Month"),
        (3, "Recurrence - Month Of Year"),
        (4, "Recurrence - End Date"),
    ]


def test_older_statuses_are_read(importing: Importing, service: Service) -> None:
    run = importing(
        "workflows",
        "Subject,Category,Service,Change Type,Justification,Status,Impact,Completed At\n"
        "Patches,standard,Hosting,service_request,expansion,risk_and_impact,top,"
        "2026-01-01T09:00:00Z\n",
    )
    assert counters(run) == {"created": 1}
    assert Workflow.objects.get().status == "in_progress"


def test_a_workflow_shows_what_its_tasks_are_up_to(
    importing: Importing, service: Service, exported: Exported
) -> None:
    empty = make_workflow(service, "Without tasks", status="completed")
    busy = make_workflow(service, start_at="2026-11-02T08:00:00Z", status="completed")
    Task.objects.create(
        account_id="wdc",
        workflow=busy,
        subject="Build",
        category="implementation",
        impact="high",
        planned_duration=120,
        assigned_at="2026-11-02T09:00:00Z",
        status="completed",
        finished_at="2026-11-02T10:30:00Z",
    )
    Task.objects.create(
        account_id="wdc",
        workflow=busy,
        subject="Check",
        category="implementation",
        impact="low",
        planned_duration=60,
        status="completed",
        finished_at="2026-11-02T10:00:00Z",
    )
    shown = {row["ID"]: row for row in rows(exported("workflows"))}
    names = ("Impact", "Completion Target At", "Completed At")
    assert [shown[str(busy.pk)][name] for name in names] == [
        "high",
        "2026-11-02T11:00:00+00:00",
        "2026-11-02T10:30:00+00:00",
    ]
    assert [shown[str(empty.pk)][name] for name in names] == ["none", "", ""]


def test_a_release_takes_its_workflows(importing: Importing, service: Service) -> None:
    first, second, third = (make_workflow(service, name) for name in ("A", "B", "C"))
    release = make(registry.get("releases"), service.account)
    importing("releases", f'ID,Workflows\n{release.pk},"{first.pk}\n{second.pk}"\n')
    run = importing("releases", f'ID,Workflows\n{release.pk},"{second.pk}\n{third.pk}"\n')
    assert counters(run) == {"updated": 1}
    assert set(Workflow.objects.filter(release=release.pk)) == {second, third}


def test_a_workflow_takes_requests(importing: Importing, service: Service) -> None:
    workflow = make_workflow(service)
    request = make(registry.get("requests"), workflow.account)
    run = importing("workflows", f"ID,Requests\n{workflow.pk},{request.pk}\n")
    assert counters(run) == {"updated": 1}
    assert Request.objects.get(pk=request.pk).workflow == workflow
    run = importing("workflows", f"ID,Requests\n{workflow.pk},9999\n")
    assert counters(run) == {"failures": 1}


def test_a_release_keeps_what_history_says(importing: Importing) -> None:
    importing("people", "Primary Email,Name\nmanager@wdc.example,Release Manager\n")
    text = (
        "Source,Source ID,Subject,Manager,Status,Impact,Completed At,Created At\n"
        "old,7,Spring,manager@wdc.example,implementation,high,2019-03-01T12:00:00Z,"
        "2019-01-01T12:00:00Z\n"
    )
    assert counters(importing("releases", text)) == {"created": 1}
    release = Release.objects.get()
    assert (release.status, release.impact) == ("in_progress", "high")
    assert release.created_at.year == release.completed_at.year == 2019
    assert counters(importing("releases", text)) == {"unchanged": 1}
