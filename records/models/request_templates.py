"""TODO."""

from records import columns
from records.keys import ID_KEY
from records.kinds import TimeZone
from records.models.record import Disableable, Record, Sourced


class RequestTemplate(Sourced, Disableable, Record):
    """TODO Request Template."""

    subject = columns.String("Subject", max_length=255, required=True)
    keywords = columns.String("Keywords", max_length=2048)
    registration_hints = columns.Text("Registration Hints")
    instructions = columns.Text("Instructions")
    note = columns.Text("Note")
    category = columns.Enum(
        "Category",
        (
            "incident",
            "rfc",
            "rfi",
            "reservation",
            "complaint",
            "compliment",
            "other",
            "order",
            "fulfillment",
            "case",
        ),
    )
    impact = columns.Enum("Impact", ("low", "medium", "high", "top"))
    service = columns.Ref("Service", to="Service")
    end_users = columns.Boolean("End Users", default=True)
    specialists = columns.Boolean("Specialists", default=True)
    ci = columns.Ref("Configuration Item", to="Ci")
    asset_selection = columns.Boolean("Asset Selection")
    workflow_template = columns.Ref("Workflow Template", to="WorkflowTemplate")
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    assign_to_self = columns.Boolean("Assign to Self")
    supplier = columns.Ref("Supplier", to="Organization")
    workflow_manager = columns.Ref("Workflow Manager", to="Person")
    status = columns.Enum(
        "Status",
        (
            "declined",
            "assigned",
            "accepted",
            "in_progress",
            "waiting_for",
            "waiting_for_customer",
            "workflow_pending",
            "completed",
        ),
    )
    completion_reason = columns.Enum(
        "Completion Reason", ("solved", "workaround", "gone", "withdrawn", "conflict", "unsolvable")
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    desired_completion = columns.Duration("Desired Completion")
    urgent = columns.Boolean("Mark as Urgent")
    support_hours = columns.Ref("Support Hours", to="Calendar")
    time_zone = columns.Choice("Time Zone", TimeZone())
    copy_subject_to_requests = columns.Boolean("Copy Subject to Requests", default=True)
    effort_class = columns.Ref("Default Effort Class", to="EffortClass")

    class Type:
        slug, label, singular, family = (
            "request_templates",
            "Request Templates",
            "Request Template",
            "Requests",
        )
        key = ID_KEY
        historical = ("created_at",)
        list_columns = ("subject", "status", "category", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass
