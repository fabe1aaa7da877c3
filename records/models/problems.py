"""Problems: what causes requests, and how it is dealt with."""

from records import columns
from records.keys import ID_KEY
from records.models.record import Record, Sourced
from records.rules import at_most_one, only_with

FAMILY = "Problems"
#: The moment at which the status became solved; a problem that is opened again has none.
_SOLVED = """CASE
    WHEN NEW.status <> 'solved' THEN NULL
    WHEN OLD.status = 'solved' THEN OLD.solved_at
    ELSE now()
END"""


class Problem(Sourced, Record):
    """The unknown or known cause of one or more requests."""

    subject = columns.String("Subject", max_length=255, required=True)
    manager = columns.Ref(
        "Manager", to="Person", required=True, help="The problem manager who coordinates it."
    )
    category = columns.Enum(
        "Category",
        ("reactive", "proactive"),
        default="reactive",
        help="Whether requests led to the problem, or it was found before any came.",
    )
    impact = columns.Enum("Impact", ("none", "low", "medium", "high", "top"), required=True)
    service = columns.Ref("Service", to="Service", required=True)
    workflow = columns.Ref(
        "Change",
        to="Workflow",
        help="The workflow that removes the cause, once called a change.",
    )
    project = columns.Ref(
        "Project", to="Project", help="The project that removes the cause, instead of a workflow."
    )
    team = columns.Ref(
        "Team", to="Team", required=True, help="Usually the support team of the service."
    )
    member = columns.Ref("Member", to="Person", help="The member of the team it is assigned to.")
    supplier = columns.Ref(
        "Supplier", to="Organization", help="The organization outside that was asked to help."
    )
    supplier_request_id = columns.String(
        "Supplier Request ID",
        max_length=255,
        help="The number under which the supplier has registered the problem.",
    )
    analysis_target_at = columns.Timestamp(
        "Analysis Target At", help="Until when the cause has to be known."
    )
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
    known_error = columns.Boolean("Known Error", help="The cause has been found.")
    knowledge_article = columns.Ref(
        "Knowledge Article", to="KnowledgeArticle", help="The article that describes a workaround."
    )
    workaround = columns.Text(
        "Workaround", help="What helps the requesters until the problem is solved."
    )
    solved_at = columns.Timestamp(
        "Solved At", read_only=True, generated=_SOLVED, help="When the status became solved."
    )
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    cis = columns.Refs("Configuration items", to="Ci")
    requests = columns.ReverseRefs(
        "Requests",
        to="Request",
        via="problem",
        help="The requests that the problem caused; those that are not listed lose the problem.",
    )
    notes = columns.Notes("Notes", about="Problem")
    urgent = columns.Boolean("Urgent")
    waiting_until = columns.Timestamp(
        "Waiting Until",
        help="Until when nothing happens; with the status waiting_for only.",
    )

    class Type:
        slug, label, singular, family = "problems", "Problems", "Problem", FAMILY
        key = ID_KEY
        list_columns = ("subject", "status", "impact", "manager", "service", "updated_at")
        search_columns = ("subject", "workaround", "source_id")
        rules = (
            at_most_one(("workflow", "Change"), ("project", "Project")),
            only_with("waiting_until", "status", "Status", "waiting_for"),
        )
        example = (
            {
                "subject": "Switches stop after a week",
                "impact": "high",
                "status": "analyzed",
                "known_error": "1",
                "workaround": "Restart them every Sunday.",
                "notes": "The memory fills up within eight days.",
            },
            {
                "subject": "Storage will be full in spring",
                "category": "proactive",
                "impact": "low",
                "status": "waiting_for",
                "waiting_until": "2027-01-11T09:00:00Z",
            },
        )
        notes = (
            (
                "Import services, requests and knowledge articles before problems. A file of "
                "requests that names problems by their ID comes afterwards."
            ),
            "Notes are only ever added: text that the problem does not have yet.",
        )
