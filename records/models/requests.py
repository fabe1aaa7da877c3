"""TODO."""

from django.conf import settings
from django.db.models import Expression, TextField, Value
from django.db.models.functions import Cast

from records import columns
from records.keys import ID_KEY
from records.kinds import Uri
from records.kinds.kind import Glue
from records.models.record import Record, Sourced


def _permalink() -> Expression:
    """Return the address of the request's page."""
    page = Value(f"{settings.SITE_URL}/records/requests/")
    return Glue(page, Cast("id", TextField()), Value("/"))


class Request(Sourced, Record):
    """TODO Request."""

    permalink = columns.Derived("Permalink", Uri(), _permalink)
    requested_by = columns.Ref("Requested By", to="Person", required=True)
    requested_for = columns.Ref("Requested For", to="Person", required=True)
    organization = columns.Ref("Organization", to="Organization")
    template = columns.Ref("Template", to="RequestTemplate")
    knowledge_article = columns.Ref("Knowledge Article", to="KnowledgeArticle")
    grouped_into = columns.Ref("Grouped Into", to="Request")
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum(
        "Category",
        (
            "incident",
            "rfc",
            "rfi",
            "reservation",
            "order",
            "fulfillment",
            "complaint",
            "compliment",
            "other",
            "case",
        ),
    )
    impact = columns.Enum("Impact", ("low", "medium", "high", "top"))
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")
    ci = columns.Refs("Configuration Item", to="Ci")
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_request_id = columns.String("Supplier Request ID", max_length=255)
    status = columns.Enum(
        "Status",
        (
            "declined",
            "on_backlog",
            "assigned",
            "accepted",
            "in_progress",
            "waiting_for",
            "waiting_for_customer",
            "reservation_pending",
            "workflow_pending",
            "project_pending",
            "completed",
        ),
        default="assigned",
    )
    problem = columns.Ref("Problem", to="Problem")
    workflow = columns.Ref("Change", to="Workflow")
    project = columns.Ref("Project", to="Project")
    completion_reason = columns.Enum(
        "Completion Reason",
        (
            "solved",
            "workaround",
            "gone",
            "duplicate",
            "withdrawn",
            "no_reply",
            "rejected",
            "conflict",
            "declined",
            "unsolvable",
        ),
    )
    created_by = columns.Ref("Created By", to="Person")
    resolution_target_at = columns.Timestamp("Resolution Target")
    completed_at = columns.Timestamp("Completed At")
    downtime_start_at = columns.Timestamp("Downtime Start")
    downtime_end_at = columns.Timestamp("Downtime End")
    note = columns.Notes("Notes", about="Request")
    internal_note = columns.Notes("Internal Notes", about="Request", internal=True)
    reviewed = columns.Boolean("Reviewed")
    urgent = columns.Boolean("Urgent")
    satisfaction = columns.Enum("Satisfaction", ("dissatisfied", "satisfied"))
    satisfaction_at = columns.Timestamp(
        "Satisfaction At",
        read_only=True,
        generated="CASE WHEN NEW.satisfaction <> '' THEN now() END",
    )
    addressed = columns.Boolean("Addressed")
    custom_fields = columns.CustomFields()
    waiting_until = columns.Timestamp("Waiting Until")
    desired_completion_at = columns.Timestamp("Desired Completion")
    agile_board = columns.Ref("Agile Board", to="AgileBoard")
    agile_board_column = columns.Ref(
        "Agile Board Column", to="AgileBoardColumn", within="agile_board"
    )
    agile_board_column_position = columns.Integer("Agile Board Column Position")

    class Type:
        slug, label, singular, family = "requests", "Requests", "Request", "Requests"
        key = ID_KEY
        omit = ("satisfaction_at",)
        historical = ("created_at",)
        list_columns = (
            "subject",
            "status",
            "category",
            "requested_by",
            "requested_for",
            "updated_at",
        )
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass


class Satisfaction(Record):
    """TODO Satisfaction."""

    request = columns.Ref("Request", to="Request", read_only=True)
    requested_by = columns.Ref("Requested By", to="Person", read_only=True)
    requested_for = columns.Ref("Requested For", to="Person", read_only=True)
    service_instance = columns.Ref("Service Instance", to="ServiceInstance", read_only=True)
    team = columns.Ref("Team", to="Team", read_only=True)
    member = columns.Ref("Member", to="Person", read_only=True)
    satisfaction = columns.Enum("Satisfaction", ("dissatisfied", "satisfied"), read_only=True)
    satisfaction_at = columns.Timestamp("Satisfaction At", read_only=True)
    addressed = columns.Boolean("Addressed", read_only=True)
    completed_at = columns.Timestamp("Completed At", read_only=True)

    class Type:
        slug, label, singular, family = "satisfactions", "Satisfactions", "Satisfaction", "Requests"
        parent = "requests"
        importable = False
        view = """
            SELECT id, account_id, created_at, updated_at, changed_xid, id AS request_id,
                requested_by_id, requested_for_id, service_instance_id, team_id, member_id,
                satisfaction, satisfaction_at, addressed, completed_at
            FROM records_request WHERE satisfaction <> ''
        """
        key = ID_KEY
        list_columns = ("satisfaction", "updated_at")

    class Meta(Record.Meta):
        managed = False
