"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Phases, TimeZone
from records.models.record import REFERENCE, Disableable, Record, Sourced, unique_name
from records.types import ID, SOURCE, By

_ID_OR_SUBJECT = RecordKey(("id",), by="ID", number=True, alternatives=("subject",))


class ProjectCategory(Sourced, Disableable, Record):
    """TODO Project Category."""

    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    description = columns.String("Description", max_length=255)
    information = columns.Text("Information")
    position = columns.Integer("Position")

    class Type:
        slug, label, singular, family = (
            "project_categories",
            "Project Categories",
            "Project Category",
            "Projects",
        )
        key = RecordKey(("reference",), by="reference")
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class ProjectRiskLevel(Sourced, Disableable, Record):
    """TODO Project Risk Level."""

    name = columns.String("Name", max_length=128, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    description = columns.String("Description", max_length=255)
    information = columns.Text("Information")
    position = columns.Integer("Position")

    class Type:
        slug, label, singular, family = (
            "project_risk_levels",
            "Project Risk Levels",
            "Project Risk Level",
            "Projects",
        )
        key = RecordKey(("reference",), by="reference")
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class Project(Sourced, Record):
    """TODO Project."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", required=True)
    program = columns.String("Program", max_length=255)
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
    work_hours = columns.Ref("Work Hours", to="Calendar")
    time_zone = columns.Choice("Time Zone", TimeZone())
    risk_level = columns.Ref("Initial Risk Level", to="ProjectRiskLevel")
    effort = columns.Integer("Initial Effort")
    value = columns.Decimal("Initial Value")
    cost_of_effort = columns.Decimal("Initial Cost of Effort")
    cost_of_purchases = columns.Decimal("Initial Cost of Purchases")
    status = columns.Enum(
        "Status",
        ("registered", "in_progress", "progress_halted", "completed"),
        default="registered",
    )
    completion_target_at = columns.Timestamp("Completion Target At")
    completed_at = columns.Timestamp("Completed At")
    completion_reason = columns.Enum(
        "Completion Reason", ("withdrawn", "rejected", "abandoned", "partial", "complete")
    )
    phases = columns.Text("Phases", kind=Phases())
    note = columns.Notes("Notes", about="Project")
    requests = columns.ReverseRefs("Requests", to="Request", via="project")
    problems = columns.ReverseRefs("Problems", to="Problem", via="project")
    workflows = columns.ReverseRefs("Changes", to="Workflow", via="project")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "projects", "Projects", "Project", "Projects"
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "category", "manager", "service", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class ProjectTask(Sourced, Record):
    """TODO Project Task."""

    project = columns.Ref("Project", to="Project", required=True)
    template = columns.Ref("Template", to="ProjectTaskTemplate")
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum("Category", ("activity", "approval", "milestone"), required=True)
    phase = columns.String("Phase", max_length=255, required=True)
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_request_id = columns.String("Supplier Request ID", max_length=255)
    planned_duration = columns.Duration("Planned Duration", required=True)
    team = columns.Ref("Team", to="Team")
    planned_effort = columns.Duration("Planned Effort")
    start_at = columns.Timestamp("Start At")
    deadline = columns.Timestamp("Deadline")
    anticipated_assignment_at = columns.Timestamp("Anticipated Assignment At")
    completion_target_at = columns.Timestamp("Completion Target At")
    assigned_at = columns.Timestamp("Assigned At")
    finished_at = columns.Timestamp("Finished At")
    status = columns.Enum(
        "Status",
        (
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
        ),
        default="registered",
    )
    required_approvals = columns.Integer("Required Approvals", default=1)
    urgent = columns.Boolean("Urgent")
    instructions = columns.Text("Instructions")
    note = columns.Notes("Notes", about="ProjectTask")
    predecessor = columns.Refs(
        "Predecessors", to="ProjectTask", within="project", key=_ID_OR_SUBJECT
    )
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "project_tasks", "Project Tasks", "Project Task", "Projects"
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "category", "project", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class ProjectTaskAssignment(Record):
    """TODO Project Task Assignment."""

    project_task = columns.Ref("Project Task", to="ProjectTask", required=True)
    assignee = columns.Ref("Assignee", to="Person", required=True)
    status = columns.Enum(
        "Status",
        (
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
        ),
    )
    waiting_until = columns.Timestamp("Waiting Until")
    planned_effort = columns.Duration("Planned Effort")

    class Type:
        slug, label, singular, family = (
            "project_task_assignments",
            "Project Task Assignments",
            "Project Task Assignment",
            "Projects",
        )
        parent = "project_tasks"
        key = ID_KEY
        match = (By(("project_task", "assignee")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("status", "project_task", "assignee", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("project_task", "assignee")]
