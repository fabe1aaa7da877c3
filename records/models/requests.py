"""Requests: what people ask of the service desk, and how satisfied they are with the answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Expression, Q, TextField, Value
from django.db.models.functions import Cast

from records import columns
from records.authors import AUTHOR
from records.keys import ID_KEY
from records.kinds import Uri
from records.kinds.kind import Glue
from records.models.record import Record, Sourced
from records.models.request_templates import CATEGORIES, FAMILY, IMPACTS
from records.rules import not_before, not_itself, only_with, required_when

_ANSWERS = ("dissatisfied", "satisfied")
#: The organization of the person, unless it is in an account that may not be named from here.
_ORGANIZATION = """(
    SELECT o.id FROM records_person p JOIN records_organization o ON o.id = p.organization_id
    WHERE p.id = NEW.requested_for_id AND o.account_id IN (NEW.account_id, p.account_id)
)"""
#: The team that answers for the service instance, with the same reservation.
_TEAM = """(
    SELECT t.id FROM records_serviceinstance s
    JOIN records_team t ON t.id = coalesce(s.first_line_team_id, s.support_team_id)
    WHERE s.id = NEW.service_instance_id AND t.account_id IN (NEW.account_id, s.account_id)
)"""
#: The moment of the answer that stands; an answer that is given anew has a new one.
_ANSWERED = """CASE
    WHEN NEW.satisfaction = '' THEN NULL
    WHEN NEW.satisfaction = OLD.satisfaction THEN OLD.satisfaction_at
    ELSE now()
END"""


def _permalink() -> Expression:
    """Return the address of the request's page."""
    page = Value(f"{settings.SITE_URL}/records/requests/")
    return Glue(page, Cast("id", TextField()), Value("/"))


class Request(Sourced, Record):
    """What somebody asks for: something is broken, wanted, or unclear."""

    permalink = columns.Derived(
        "Permalink", Uri(), _permalink, help="The address of the request's page."
    )
    requested_by = columns.Ref(
        "Requested By", to="Person", required=True, help="Who submitted the request."
    )
    requested_for = columns.Ref(
        "Requested For",
        to="Person",
        required=True,
        help="Who needs the answer; the same person as Requested By unless somebody else does.",
    )
    organization = columns.Ref(
        "Organization",
        to="Organization",
        initial=_ORGANIZATION,
        help="That of the person in Requested For; a new request gets it when it is left empty.",
    )
    template = columns.Ref(
        "Template", to="RequestTemplate", help="The request template that was applied last."
    )
    knowledge_article = columns.Ref(
        "Knowledge Article",
        to="KnowledgeArticle",
        help="The article that was applied last; a new one takes the place of the earlier.",
    )
    grouped_into = columns.Ref(
        "Grouped Into", to="Request", help="The request group that this request is a part of."
    )
    subject = columns.String("Subject", max_length=255, required=True)
    category = columns.Enum("Category", CATEGORIES)
    impact = columns.Enum("Impact", IMPACTS, help="Required when the category is incident.")
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")
    ci = columns.Refs(
        "Configuration Item", to="Ci", help="The configuration items that the request is about."
    )
    team = columns.Ref(
        "Team",
        to="Team",
        initial=_TEAM,
        help="The team it is assigned to. A new request without one gets the first line team of "
        "the service instance, else its support team.",
    )
    member = columns.Ref("Member", to="Person", help="The member of the team it is assigned to.")
    supplier = columns.Ref(
        "Supplier", to="Organization", help="The organization outside that was asked to help."
    )
    supplier_request_id = columns.String(
        "Supplier Request ID",
        max_length=255,
        help="The number under which the supplier has registered the request.",
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
            "waiting_for_customer",
            "reservation_pending",
            "workflow_pending",
            "project_pending",
            "completed",
        ),
        default="assigned",
    )
    problem = columns.Ref("Problem", to="Problem", help="The problem behind the request.")
    workflow = columns.Ref(
        "Change",
        to="Workflow",
        help="The workflow that carries the request out, once called a change.",
    )
    project = columns.Ref("Project", to="Project", help="The project that carries it out.")
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
        help="How it ended, once the status is completed.",
    )
    created_by = columns.Ref(
        "Created By",
        to="Person",
        initial=AUTHOR,
        help="Who registered the request; for a new one that is you when it is left empty.",
    )
    resolution_target_at = columns.Timestamp(
        "Resolution Target", help="Until when it has to be completed."
    )
    completed_at = columns.Timestamp("Completed At", help="When it was completed.")
    downtime_start_at = columns.Timestamp(
        "Downtime Start", help="From when on the service was not available."
    )
    downtime_end_at = columns.Timestamp("Downtime End", help="When it was available again.")
    note = columns.Notes("Notes", about="Request", help="What everybody concerned can read.")
    internal_note = columns.Notes(
        "Internal Notes",
        about="Request",
        internal=True,
        help="What only the specialists of the account can read.",
    )
    reviewed = columns.Boolean("Reviewed", help="A service desk manager has looked at it.")
    urgent = columns.Boolean("Urgent")
    satisfaction = columns.Enum(
        "Satisfaction", _ANSWERS, help="What the requester said about the completion."
    )
    satisfaction_at = columns.Timestamp("Satisfaction At", read_only=True, generated=_ANSWERED)
    addressed = columns.Boolean(
        "Addressed", help="A dissatisfied answer has been followed up by a service desk manager."
    )
    custom_fields = columns.CustomFields()
    waiting_until = columns.Timestamp(
        "Waiting Until",
        help="Until when nothing happens; with the status waiting_for only.",
    )
    desired_completion_at = columns.Timestamp(
        "Desired Completion", help="When the requester would like to have it."
    )
    agile_board = columns.Ref("Agile Board", to="AgileBoard")
    agile_board_column = columns.Ref(
        "Agile Board Column",
        to="AgileBoardColumn",
        within="agile_board",
        help="A column of the board in Agile Board.",
    )
    agile_board_column_position = columns.Integer(
        "Agile Board Column Position", minimum=1, help="The place in the column, from 1 at the top."
    )

    class Type:
        slug, label, singular, family = "requests", "Requests", "Request", FAMILY
        key = ID_KEY
        omit = ("satisfaction_at",)
        historical = ("created_at",)
        list_columns = ("subject", "status", "requested_for", "team", "member", "updated_at")
        search_columns = ("subject", "supplier_request_id", "source_id")
        rules = (
            required_when("impact", "category", "Category", "incident"),
            only_with("waiting_until", "status", "Status", "waiting_for"),
            not_before("downtime_start_at", "downtime_end_at", start_header="Downtime Start"),
            not_itself("grouped_into"),
        )
        example = (
            {
                "subject": "Laptop does not start",
                "category": "incident",
                "impact": "low",
                "grouped_into": "",
                "supplier": "",
                "supplier_request_id": "",
                "status": "completed",
                "problem": "",
                "workflow": "",
                "project": "",
                "completion_reason": "solved",
                "created_at": "2026-01-05T09:00:00Z",
                "resolution_target_at": "2026-01-06T17:00:00Z",
                "completed_at": "2026-01-05T11:30:00Z",
                "note": "The power supply was broken; you have a new one.",
                "internal_note": "One of the series that breaks often.",
                "satisfaction": "satisfied",
            },
            {
                "subject": "Order a laptop",
                "category": "order",
                "status": "waiting_for",
                "waiting_until": "2027-01-11T09:00:00Z",
            },
        )
        notes = (
            (
                "Import people, teams, service instances and configuration items before requests; "
                "problems may come later and name their requests."
            ),
            (
                "Notes are only ever added: text of the columns Notes and Internal Notes that the "
                "request does not have yet. The file of notes does the same with one row a note."
            ),
            "Source and Source ID find a request in the account into which the file is imported.",
            "Created At counts for new requests only, so that past ones keep their date.",
        )

    class Meta(Sourced.Meta):
        indexes: ClassVar = [
            # The satisfactions are a view over these few requests.
            models.Index(
                fields=["account", "id"], condition=~Q(satisfaction=""), name="request_answered"
            )
        ]


class Satisfaction(Record):
    """What a requester said about a completed request."""

    request = columns.Ref("Request", to="Request", read_only=True)
    requested_by = columns.Ref("Requested By", to="Person", read_only=True)
    requested_for = columns.Ref("Requested For", to="Person", read_only=True)
    service_instance = columns.Ref("Service Instance", to="ServiceInstance", read_only=True)
    team = columns.Ref("Team", to="Team", read_only=True)
    member = columns.Ref("Member", to="Person", read_only=True)
    satisfaction = columns.Enum("Satisfaction", _ANSWERS, read_only=True)
    satisfaction_at = columns.Timestamp(
        "Satisfaction At", read_only=True, help="When the answer was given."
    )
    addressed = columns.Boolean(
        "Addressed",
        read_only=True,
        help="A dissatisfied answer has been followed up by a service desk manager.",
    )
    completed_at = columns.Timestamp(
        "Completed At", read_only=True, help="When the request was completed."
    )

    class Type:
        slug, label, singular, family = "satisfactions", "Satisfactions", "Satisfaction", FAMILY
        parent = "requests"
        importable = False
        view = """
            SELECT id, account_id, satisfaction_at AS created_at, updated_at, changed_xid,
                id AS request_id, requested_by_id, requested_for_id, service_instance_id, team_id,
                member_id, satisfaction, satisfaction_at, addressed, completed_at
            FROM records_request WHERE satisfaction <> ''
        """
        key = ID_KEY
        list_columns = ("satisfaction", "request", "requested_for", "team", "satisfaction_at")
        notes = ("The answers stand in the columns Satisfaction and Addressed of the requests.",)

    class Meta(Record.Meta):
        managed = False
