"""The tasks of workflows, their approvers, and the templates of both."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.kinds import Timestamp
from records.models import planning
from records.models.assigning import AssignedByPosition
from records.models.planning import PLANNED
from records.models.record import Disableable, Record, Sourced, unique_name
from records.rules import not_itself
from records.types import By

FAMILY = "Workflows"

CATEGORIES = (
    "risk_and_impact",
    "approval",
    "implementation",
    "automation",
    "fulfillment_placeholder",
)
STATUSES = (
    "registered",
    "declined",
    "assigned",
    "accepted",
    "in_progress",
    "waiting_for",
    "waiting_for_customer",
    "request_pending",
    "failed",
    "rejected",
    "completed",
    "approved",
    "canceled",
)
_ID_OR_SUBJECT = RecordKey(("id",), by="ID", number=True, alternatives=("subject",))


class Task(Sourced, Record):
    """A piece of work, or an approval, that a workflow consists of."""

    workflow = columns.Ref("Workflow", to="Workflow", required=True)
    template = columns.Ref(
        "Template", to="TaskTemplate", key=_ID_OR_SUBJECT, help="What the task was made from."
    )
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum("Category", CATEGORIES, required=True)
    impact = columns.Enum(
        "Impact",
        planning.IMPACTS,
        help="What the task does to the service meanwhile; empty for approvals.",
    )
    team = columns.Ref("Team", to="Team")
    member = columns.Ref(
        "Member",
        to="Person",
        help="Empty for an approval with several approvers: Task Approvals has them.",
    )
    required_approvals = columns.Integer(
        "Required Approvals",
        minimum=1,
        default=1,
        help="For approvals: how many of the approvers have to agree.",
    )
    supplier = columns.Ref("Supplier", to="Organization", help="Does the work from outside.")
    supplier_request_id = columns.String(
        "Supplier Request ID", max_length=255, help="The number of the work at the supplier."
    )
    anticipated_assignment_at = columns.Derived(
        "Anticipated Assignment At",
        Timestamp(),
        planning.anticipated,
        origins=(planning.START,),
        help="For a task that is not assigned and has no predecessors: the later Start At, its own "
        "or that of the workflow.",
    )
    assigned_at = columns.Timestamp(
        "Assigned At", generated=planning.ASSIGNED_AT, help="Now, when the status is assigned."
    )
    planned_duration = columns.Duration(
        "Planned Duration",
        kind=PLANNED,
        required=True,
        help="From the assignment to the completion target; 600,000 minutes at most.",
    )
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long somebody works on it."
    )
    start_at = columns.Timestamp("Start At", help="The task is not assigned before.")
    completion_target_at = columns.Derived(
        "Completion Target At",
        Timestamp(),
        planning.target,
        origins=(planning.START,),
        help="Planned Duration after Assigned At, or else Anticipated Assignment At, around the "
        "clock.",
    )
    status = columns.Enum("Status", STATUSES, default="registered")
    finished_at = columns.Timestamp(
        "Finished At",
        generated=planning.FINISHED_AT,
        help="Now, when nothing is left to do in the status.",
    )
    instructions = columns.Text("Instructions", help="What is to be done.")
    notes = columns.Notes("Notes", about="Task")
    predecessors = columns.Refs(
        "Predecessors",
        to="Task",
        within="workflow",
        key=_ID_OR_SUBJECT,
        help="Tasks of the same workflow that come before, by ID or by Subject.",
    )
    urgent = columns.Boolean("Urgent", help="Work goes on beyond the work hours.")
    custom_fields = columns.CustomFields()
    waiting_until = columns.Timestamp("Waiting Until", help="Counts with Status waiting_for.")
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    configuration_items = columns.Refs("Configuration Items", to="Ci")
    pdf_design = columns.Ref(
        "PDF Design", to="PdfDesign", help="The look of the summary that approvers get."
    )
    request_template = columns.Ref(
        "Request Template",
        to="RequestTemplate",
        help="What the request is made from that the task registers once it is assigned.",
    )
    request_service_instance = columns.Ref(
        "Request Service Instance", to="ServiceInstance", help="Goes into that request."
    )
    request = columns.Ref("Request", to="Request", help="The request that the task registered.")
    phase = columns.String(
        "Phase", max_length=255, help="One of the phases of the workflow, by its name."
    )

    class Type:
        slug, label, singular, family = "tasks", "Tasks", "Task", FAMILY
        key = ID_KEY
        list_columns = ("subject", "status", "workflow", "team", "member", "updated_at")
        search_columns = ("subject",)
        rules = (not_itself("predecessors"),)
        notes = (
            "Import workflows first.",
            "A predecessor may stand further up in the same file: name it by its Subject.",
        )

    class Meta(Sourced.Meta):
        pass


class TaskApproval(Record):
    """The answer of one of the approvers of an approval task."""

    task = columns.Ref("Task", to="Task", required=True)
    approver = columns.Ref("Approver", to="Person", required=True)
    status = columns.Enum("Status", STATUSES)
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the approver is to work on it."
    )

    class Type:
        slug, label, singular, family = (
            "task_approvals",
            "Task Approvals",
            "Task Approval",
            FAMILY,
        )
        parent = "tasks"
        key = ID_KEY
        match = (By(("task", "approver")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("task", "approver", "status", "updated_at")
        notes = ("Import the tasks first. Approvers that a file leaves out stay.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("task", "approver")]


class TaskTemplate(AssignedByPosition, Sourced, Disableable, Record):
    """What the tasks of workflows are made from."""

    subject = columns.String(
        "Subject",
        max_length=190,
        required=True,
        help="Unique in the account; workflow templates name the template by it.",
    )
    instructions = columns.Text("Instructions", help="What is to be done in each task.")
    note = columns.Text("Note", help="Becomes the first note of each task.")
    copy_notes_to_workflow = columns.Boolean(
        "Copy notes to workflow", help="Notes of a task are added to its workflow too."
    )
    category = columns.Enum("Category", CATEGORIES, required=True)
    impact = columns.Enum("Impact", planning.IMPACTS)
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    required_approvals = columns.Integer(
        "Required Approvals",
        minimum=1,
        default=1,
        help="For approvals: how many of the approvers have to agree.",
    )
    assign_to_workflow_manager = columns.Boolean("Assign to Workflow Manager")
    planned_effort_workflow_manager = columns.Duration(
        "Planned Effort Workflow Manager", kind=PLANNED
    )
    supplier = columns.Ref("Supplier", to="Organization", help="Does the work from outside.")
    planned_duration = columns.Duration(
        "Planned Duration",
        kind=PLANNED,
        required=True,
        help="From the assignment to the completion target; 600,000 minutes at most.",
    )
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long somebody works on a task."
    )
    urgent = columns.Boolean("Mark as Urgent")
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    cis = columns.Refs("Configuration Items", to="Ci")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    pdf_design = columns.Ref(
        "PDF Design", to="PdfDesign", help="The look of the summary that approvers get."
    )
    effort_class = columns.Ref(
        "Default Effort Class", to="EffortClass", help="Chosen for time spent on the tasks."
    )
    request_template = columns.Ref(
        "Request Template",
        to="RequestTemplate",
        help="What the request is made from that a task registers once it is assigned.",
    )
    request_service_instance = columns.Ref(
        "Request Service Instance", to="ServiceInstance", help="Goes into that request."
    )

    class Type:
        slug, label, singular, family = (
            "task_templates",
            "Task Templates",
            "Task Template",
            FAMILY,
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        list_columns = ("subject", "category", "team", "planned_duration", "updated_at")
        search_columns = ("subject",)
        notes = ("Import task templates before the workflow templates that consist of them.",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class TaskTemplateApproval(Record):
    """An approver of every task that is made from an approval template."""

    task_template = columns.Ref("Task Template", to="TaskTemplate", required=True)
    approver = columns.Ref("Approver", to="Person", required=True)
    planned_effort = columns.Duration(
        "Planned Effort", kind=PLANNED, help="How long the approver is to work on it."
    )

    class Type:
        slug, label, singular, family = (
            "task_template_approvals",
            "Task Template Approvals",
            "Task Template Approval",
            FAMILY,
        )
        parent = "task_templates"
        key = ID_KEY
        match = (By(("task_template", "approver")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("task_template", "approver", "planned_effort", "updated_at")
        notes = ("Import the task templates first. Approvers that a file leaves out stay.",)

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("task_template", "approver")]
