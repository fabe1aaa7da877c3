"""TODO."""

from records import columns
from records.keys import ID_KEY
from records.models.record import Record, Sourced


class Problem(Sourced, Record):
    """TODO Problem."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref("Manager", to="Person", required=True)
    category = columns.Enum("Category", ("reactive", "proactive"), default="reactive")
    impact = columns.Enum("Impact", ("none", "low", "medium", "high", "top"), required=True)
    service = columns.Ref("Service", to="Service", required=True)
    workflow = columns.Ref("Change", to="Workflow")
    project = columns.Ref("Project", to="Project")
    team = columns.Ref("Team", to="Team", required=True)
    member = columns.Ref("Member", to="Person")
    supplier = columns.Ref("Supplier", to="Organization")
    supplier_request_id = columns.String("Supplier Request ID", max_length=255)
    analysis_target_at = columns.Timestamp("Analysis Target At")
    status = columns.Enum(
        "Status",
        (
            "declined",
            "on_backlog",
            "assigned",
            "accepted",
            "in_progress",
            "waiting_for",
            "analyzed",
            "change_requested",
            "workflow_pending",
            "project_pending",
            "progress_halted",
            "solved",
        ),
        default="assigned",
    )
    known_error = columns.Boolean("Known Error")
    knowledge_article = columns.Ref("Knowledge Article", to="KnowledgeArticle")
    workaround = columns.Text("Workaround")
    solved_at = columns.Timestamp("Solved At", read_only=True)
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    cis = columns.Refs("Configuration items", to="Ci")
    requests = columns.ReverseRefs("Requests", to="Request", via="problem")
    notes = columns.Notes("Notes", about="Problem")
    urgent = columns.Boolean("Urgent")
    waiting_until = columns.Timestamp("Waiting Until")

    class Type:
        slug, label, singular, family = "problems", "Problems", "Problem", "Problems"
        key = ID_KEY
        list_columns = ("subject", "status", "category", "manager", "service", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass
