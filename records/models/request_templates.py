"""Request templates: prepared requests that people choose instead of writing their own."""

from records import columns
from records.keys import ID_KEY
from records.kinds import TimeZone
from records.models.record import Disableable, Record, Sourced
from records.rules import required_when

FAMILY = "Requests"
CATEGORIES = (
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
)
IMPACTS = ("low", "medium", "high", "top")


class RequestTemplate(Sourced, Disableable, Record):
    """A prepared request, which fills in what the requester need not know."""

    subject = columns.String("Subject", max_length=255, required=True)
    keywords = columns.String(
        "Keywords", max_length=2048, help="Words by which it is found, with commas between them."
    )
    registration_hints = columns.Text(
        "Registration Hints", help="What the requester reads while filling in the request."
    )
    instructions = columns.Text(
        "Instructions", help="How the support staff deals with requests of this template."
    )
    note = columns.Text("Note", help="The text with which the first note of a request begins.")
    category = columns.Enum("Category", CATEGORIES)
    impact = columns.Enum("Impact", IMPACTS)
    service = columns.Ref("Service", to="Service")
    end_users = columns.Boolean("End Users", default=True, help="Shown to end users.")
    specialists = columns.Boolean("Specialists", default=True, help="Shown to specialists.")
    ci = columns.Ref(
        "Configuration Item", to="Ci", help="The configuration item that a request gets."
    )
    asset_selection = columns.Boolean(
        "Asset Selection", help="The requester is asked for the configuration item."
    )
    workflow_template = columns.Ref(
        "Workflow Template",
        to="WorkflowTemplate",
        help="Starts a workflow. Required when the status is workflow_pending.",
    )
    team = columns.Ref("Team", to="Team")
    member = columns.Ref("Member", to="Person")
    assign_to_self = columns.Boolean(
        "Assign to Self", help="The request is assigned to the specialist who applies the template."
    )
    supplier = columns.Ref("Supplier", to="Organization")
    workflow_manager = columns.Ref(
        "Workflow Manager",
        to="Person",
        help="Manages the workflow that is started; needed when the service has no workflow "
        "manager.",
    )
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
        help="The status that a request gets when the template is applied.",
    )
    completion_reason = columns.Enum(
        "Completion Reason",
        ("solved", "workaround", "gone", "withdrawn", "conflict", "unsolvable"),
        help="The completion reason that a request gets with the status completed.",
    )
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    desired_completion = columns.Duration(
        "Desired Completion", help="How long after its registration a request should be completed."
    )
    urgent = columns.Boolean("Mark as Urgent")
    support_hours = columns.Ref(
        "Support Hours", to="Calendar", help="The calendar in which Desired Completion counts."
    )
    time_zone = columns.Choice("Time Zone", TimeZone(), help="The zone of the support hours.")
    copy_subject_to_requests = columns.Boolean(
        "Copy Subject to Requests",
        default=True,
        help="A request without a subject gets that of the template.",
    )
    effort_class = columns.Ref("Default Effort Class", to="EffortClass")

    class Type:
        slug, label, singular, family = (
            "request_templates",
            "Request Templates",
            "Request Template",
            FAMILY,
        )
        key = ID_KEY
        historical = ("created_at",)
        translatable = ("subject", "keywords", "registration_hints", "note")
        list_columns = ("subject", "service", "category", "status", "team", "updated_at")
        search_columns = ("subject", "keywords", "source_id")
        rules = (required_when("workflow_template", "status", "Status", "workflow_pending"),)
        example = (
            {
                "subject": "Order a laptop",
                "keywords": "laptop, notebook, computer",
                "registration_hints": "Tell us the model and the day on which it is needed.",
                "instructions": "Orders of managers need no approval.",
                "note": "Model:\nNeeded on:",
                "category": "order",
                "impact": "",
                "status": "assigned",
                "completion_reason": "",
            },
            {
                "subject": "Forgotten password",
                "category": "incident",
                "impact": "low",
                "status": "completed",
                "completion_reason": "solved",
            },
        )
        notes = (
            "Other records name a request template by its ID.",
            (
                "Subject, keywords, registration hints and note in other languages are "
                "translations, a file of their own."
            ),
            "Created At counts for new request templates only.",
        )
