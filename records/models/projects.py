"""Projects with their tasks, and what projects are sorted by: categories, risk levels."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Phases, TimeZone
from records.models import planning
from records.models.planning import PLANNED
from records.models.record import (
    REFERENCE,
    Disableable,
    Record,
    Sourced,
    unique_name,
    unique_reference,
)
from records.rules import not_itself, only_with
from records.types import ID, SOURCE, By

FAMILY = "Projects"

TASK_CATEGORIES = ("activity", "approval", "milestone")
TASK_STATUSES = (
    "registered",
    "assigned",
    "accepted",
    "in_progress",
    "waiting_for",
    "failed",
    "rejected",
    "completed",
    "approved",
    "canceled",
)
_ID_OR_SUBJECT = RecordKey(("id",), by="ID", number=True, alternatives=("subject",))


class _Choice(Sourced, Disableable, Record):
    """One of a list that the account keeps, such as small, medium and large projects."""

    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String(
        "Reference",
        max_length=128,
        generated=REFERENCE,
        help="Projects name it by this. Made of the name when empty: large_project.",
    )
    description = columns.String("Description", max_length=255, help="One line for the list.")
    information = columns.Text("Information", help="When to choose it.")
    position = columns.Integer("Position", minimum=1, help="Its place in the list.")

    class Meta(Sourced.Meta):
        abstract = True
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class ProjectCategory(_Choice):
    """How large or what kind of project it is."""

    class Type:
        slug, label, singular, family = (
            "project_categories",
            "Project Categories",
            "Project Category",
            FAMILY,
        )
        key = RecordKey(("reference",), by="reference")
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "position", "updated_at")
        search_columns = ("name", "reference")
        notes = ("Import categories before projects.",)


class ProjectRiskLevel(_Choice):
    """How risky a project is."""

    class Type:
        slug, label, singular, family = (
            "project_risk_levels",
            "Project Risk Levels",
            "Project Risk Level",
            FAMILY,
        )
        key = RecordKey(("reference",), by="reference")
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "position", "updated_at")
        search_columns = ("name", "reference")
        notes = (
            "Import risk levels before projects.",
            "A row without ID, Source and Source ID changes the risk level of its Reference.",
        )


class Project(Sourced, Record):
    """Work with an end, a budget and phases, done for a customer."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", required=True)
    program = columns.String("Program", max_length=255, help="The program that it is a part of.")
    service = columns.Ref("Service", to="Service", required=True)
    customer = columns.Ref("Customer", to="Organization", required=True)
    category = columns.Ref("Category", to="ProjectCategory")
    justification = columns.Enum(
        "Justification",
        (
            "compliance",
            "correction",
            "expansion",
            "improvement",
            "maintenance",
            "move",
            "removal",
            "replacement",
        ),
        required=True,
    )
    work_hours = columns.Ref("Work Hours", to="Calendar", help="When the tasks are worked on.")
    time_zone = columns.Choice("Time Zone", TimeZone(), help="The zone of the work hours.")
    risk_level = columns.Ref("Initial Risk Level", to="ProjectRiskLevel")
    effort = columns.Integer(
        "Initial Effort", minimum=0, help="Estimated before the project began, in hours."
    )
    value = columns.Decimal(
        "Initial Value",
        financial=True,
        help="What it was estimated to be worth, in the currency of the account.",
    )
    cost_of_effort = columns.Decimal(
        "Initial Cost of Effort",
        financial=True,
        help="What the effort was estimated to cost, in the currency of the account.",
    )
    cost_of_purchases = columns.Decimal(
        "Initial Cost of Purchases",
        financial=True,
        help="What was estimated to be bought, in the currency of the account.",
    )
    status = columns.Enum(
        "Status",
        ("registered", "in_progress", "progress_halted", "completed"),
        default="registered",
    )
    completion_target_at = columns.Timestamp(
        "Completion Target At", help="When the last task is to be completed; kept as imported."
    )
    completed_at = columns.Timestamp("Completed At")
    completion_reason = columns.Enum(
        "Completion Reason", ("withdrawn", "rejected", "abandoned", "partial", "complete")
    )
    phases = columns.Text(
        "Phases", kind=Phases(), help="Project tasks name their phase by one of these names."
    )
    note = columns.Notes("Notes", about="Project")
    requests = columns.ReverseRefs(
        "Requests",
        to="Request",
        via="project",
        help="The requests that the project is done for. Those left out lose it.",
    )
    problems = columns.ReverseRefs(
        "Problems",
        to="Problem",
        via="project",
        help="The problems that the project is to solve. Those left out lose it.",
    )
    workflows = columns.ReverseRefs(
        "Changes",
        to="Workflow",
        via="project",
        help="The workflows of the project. Those left out no longer belong to it.",
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "projects", "Projects", "Project", FAMILY
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "category", "manager", "customer", "updated_at")
        search_columns = ("subject", "program")
        notes = (
            "Import categories, risk levels, services and organizations first, project tasks last.",
        )

    class Meta(Sourced.Meta):
        pass


class ProjectTask(Sourced, Record):
    """An activity, an approval or a milestone of a project."""

    project = columns.Ref("Project", to="Project", required=True)
    template = columns.Ref(
        "Template", to="ProjectTaskTemplate", help="What the task was made from."
    )
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum("Category", TASK_CATEGORIES, required=True)
    phase = columns.String(
        "Phase",
        max_length=255,
        required=True,
        help="One of the phases of the project, by its name.",
    )
    supplier = columns.Ref("Supplier", to="Organization", help="Does the work from outside.")
    supplier_request_id = columns.String(
        "Supplier Request ID", max_length=255, help="The number of the work at the supplier."
    )
    planned_duration = columns.Duration(
        "Planned Duration",
        kind=PLANNED,
        required=True,
        help="From the assignment to the completion target; 0 for a milestone, 600,000 at most.",
    )
    team = columns.Ref("Team", to="Team")
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the team works on it."
    )
    start_at = columns.Timestamp("Start At", help="The task is not assigned before.")
    deadline = columns.Timestamp("Deadline", help="For milestones: when it has to be reached.")
    anticipated_assignment_at = columns.Timestamp(
        "Anticipated Assignment At", help="Kept as imported."
    )
    completion_target_at = columns.Timestamp("Completion Target At", help="Kept as imported.")
    assigned_at = columns.Timestamp(
        "Assigned At", generated=planning.ASSIGNED_AT, help="Now, when the status is assigned."
    )
    finished_at = columns.Timestamp(
        "Finished At",
        generated=planning.FINISHED_AT,
        help="Now, when nothing is left to do in the status.",
    )
    status = columns.Enum("Status", TASK_STATUSES, default="registered")
    required_approvals = columns.Integer(
        "Required Approvals",
        minimum=1,
        default=1,
        help="For approvals: how many of the assignees have to agree.",
    )
    urgent = columns.Boolean("Urgent", help="Work goes on beyond the work hours.")
    instructions = columns.Text("Instructions", help="What is to be done.")
    note = columns.Notes("Notes", about="ProjectTask")
    predecessor = columns.Refs(
        "Predecessors",
        to="ProjectTask",
        within="project",
        key=_ID_OR_SUBJECT,
        help="Tasks of the same project that come before, by ID or by Subject.",
    )
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "project_tasks", "Project Tasks", "Project Task", FAMILY
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "category", "project", "phase", "updated_at")
        search_columns = ("subject",)
        rules = (not_itself("predecessor"),)
        notes = (
            "Import projects first. Assignees have a file of their own: Project Task Assignments.",
            "A predecessor may stand further up in the same file: name it by its Subject.",
        )

    class Meta(Sourced.Meta):
        pass


class ProjectTaskAssignment(Record):
    """A person who works on a project task, or is asked to approve it."""

    project_task = columns.Ref("Project Task", to="ProjectTask", required=True)
    assignee = columns.Ref("Assignee", to="Person", required=True)
    status = columns.Enum("Status", TASK_STATUSES, help="How far this assignee is.")
    waiting_until = columns.Timestamp("Waiting Until", help="Only with Status waiting_for.")
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the assignee is to work on it."
    )

    class Type:
        slug, label, singular, family = (
            "project_task_assignments",
            "Project Task Assignments",
            "Project Task Assignment",
            FAMILY,
        )
        parent = "project_tasks"
        key = ID_KEY
        match = (By(("project_task", "assignee")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("project_task", "assignee", "status", "updated_at")
        rules = (only_with("waiting_until", "status", "Status", "waiting_for"),)
        notes = ("Import the project tasks first. Assignees that a file leaves out stay.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("project_task", "assignee")]
