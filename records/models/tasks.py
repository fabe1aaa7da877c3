"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name
from records.types import By

_ID_OR_SUBJECT = RecordKey(("id",), by="ID", number=True, alternatives=("subject",))


class Task(Sourced, Record):
    """TODO Task."""

    workflow = columns.Ref("Workflow", to="Workflow", required=True)
    template = columns.Ref("Template", to="TaskTemplate", key=_ID_OR_SUBJECT)
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum(
        "Category",
        ("risk_and_impact", "approval", "implementation", "automation", "fulfillment_placeholder"),
        required=True,
    )
    impact = columns.Enum("Impact", ("none", "low", "medium", "high", "top"))
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    required_approvals = columns.Integer("Required Approvals", default=1)
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_request_id = columns.String("Supplier Request ID", max_length=255)
    anticipated_assignment_at = columns.Timestamp("Anticipated Assignment At", read_only=True)
    assigned_at = columns.Timestamp("Assigned At")
    planned_duration = columns.Duration("Planned Duration", required=True)
    planned_effort = columns.Duration("Planned Effort")
    start_at = columns.Timestamp("Start At")
    completion_target_at = columns.Timestamp("Completion Target At", read_only=True)
    status = columns.Enum(
        "Status",
        (
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
        ),
        default="registered",
    )
    finished_at = columns.Timestamp("Finished At")
    instructions = columns.Text("Instructions")
    notes = columns.Notes("Notes", about="Task")
    predecessors = columns.Refs("Predecessors", to="Task", within="workflow", key=_ID_OR_SUBJECT)
    urgent = columns.Boolean("Urgent")
    custom_fields = columns.CustomFields()
    waiting_until = columns.Timestamp("Waiting Until")
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    configuration_items = columns.Refs("Configuration Items", to="Ci")
    pdf_design = columns.Ref("PDF Design", to="PdfDesign")
    request_template = columns.Ref("Request Template", to="RequestTemplate")
    request_service_instance = columns.Ref("Request Service Instance", to="ServiceInstance")
    request = columns.Ref("Request", to="Request")
    phase = columns.String("Phase", max_length=255)

    class Type:
        slug, label, singular, family = "tasks", "Tasks", "Task", "Workflows"
        key = ID_KEY
        list_columns = ("subject", "status", "category", "workflow", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class TaskApproval(Record):
    """TODO Task Approval."""

    task = columns.Ref("Task", to="Task", required=True)
    approver = columns.Ref("Approver", to="Person", required=True)
    status = columns.Enum(
        "Status",
        (
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
        ),
    )
    planned_effort = columns.Duration("Planned Effort")

    class Type:
        slug, label, singular, family = (
            "task_approvals",
            "Task Approvals",
            "Task Approval",
            "Workflows",
        )
        parent = "tasks"
        key = ID_KEY
        match = (By(("task", "approver")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("status", "task", "approver", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("task", "approver")]


class TaskTemplate(Sourced, Disableable, Record):
    """TODO Task Template."""

    subject = columns.String("Subject", max_length=190, required=True)
    instructions = columns.Text("Instructions")
    note = columns.Text("Note")
    copy_notes_to_workflow = columns.Boolean("Copy notes to workflow")
    category = columns.Enum(
        "Category",
        ("risk_and_impact", "approval", "implementation", "fulfillment_placeholder", "automation"),
        required=True,
    )
    impact = columns.Enum("Impact", ("none", "low", "medium", "high", "top"))
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    required_approvals = columns.Integer("Required Approvals", default=1)
    assign_to_workflow_manager = columns.Boolean("Assign to Workflow Manager")
    planned_effort_workflow_manager = columns.Duration("Planned Effort Workflow Manager")
    assign_to_service_owner = columns.Boolean("Assign to Service Owner")
    planned_effort_service_owner = columns.Duration("Planned Effort Service Owner")
    assign_to_requester = columns.Boolean("Assign to Requester")
    planned_effort_requester = columns.Duration("Planned Effort Requester")
    assign_to_requester_manager = columns.Boolean("Assign to Requester Manager")
    planned_effort_requester_manager = columns.Duration("Planned Effort Requester Manager")
    assign_to_requester_business_unit_manager = columns.Boolean(
        "Assign to Requester Business Unit Manager"
    )
    planned_effort_requester_business_unit_manager = columns.Duration(
        "Planned Effort Requester Business Unit Manager"
    )
    supplier = columns.Ref("Supplier", to="Organization")
    planned_duration = columns.Duration("Planned Duration", required=True)
    planned_effort = columns.Duration("Planned Effort")
    urgent = columns.Boolean("Mark as Urgent")
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    cis = columns.Refs("Configuration Items", to="Ci")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    pdf_design = columns.Ref("PDF Design", to="PdfDesign")
    effort_class = columns.Ref("Default Effort Class", to="EffortClass")
    request_template = columns.Ref("Request Template", to="RequestTemplate")
    request_service_instance = columns.Ref("Request Service Instance", to="ServiceInstance")

    class Type:
        slug, label, singular, family = (
            "task_templates",
            "Task Templates",
            "Task Template",
            "Workflows",
        )
        key = RecordKey(("subject",), by="subject", alternatives=("id",))
        list_columns = ("subject", "category", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name("subject")]


class TaskTemplateApproval(Record):
    """TODO Task Template Approval."""

    task_template = columns.Ref("Task Template", to="TaskTemplate", required=True)
    approver = columns.Ref("Approver", to="Person", required=True)
    planned_effort = columns.Duration("Planned Effort")

    class Type:
        slug, label, singular, family = (
            "task_template_approvals",
            "Task Template Approvals",
            "Task Template Approval",
            "Workflows",
        )
        parent = "task_templates"
        key = ID_KEY
        match = (By(("task_template", "approver")),)
        omit = ("id", "created_at", "updated_at")
        list_columns = ("task_template", "approver", "updated_at")

    class Meta(Record.Meta):
        constraints: ClassVar = [unique_name("task_template", "approver")]
