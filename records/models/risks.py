"""Risks, and how severe they can be."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import REFERENCE, Disableable, Record, Sourced, unique_reference
from records.rules import only_with
from records.types import ID, SOURCE, By

FAMILY = "Risks"


class RiskSeverity(Sourced, Disableable, Record):
    """How severe a risk can be."""

    name = columns.String("Name", max_length=255, required=True)
    reference = columns.String(
        "Reference",
        max_length=128,
        generated=REFERENCE,
        help="Unique in the account; risks name the severity by it. Made of the name when empty.",
    )
    description = columns.String("Description", max_length=255, help="A few words.")
    information = columns.Text("Information", help="When a risk is of this severity.")
    position = columns.Integer("Position", minimum=1, help="The place in lists, from 1 at the top.")

    class Type:
        slug, label, singular, family = (
            "risk_severities",
            "Risk Severities",
            "Risk Severity",
            "Settings",
        )
        key = RecordKey(("reference",), by="reference", alternatives=("name",))
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "description", "position", "updated_at")
        search_columns = ("name", "reference", "source_id")
        notes = (
            "A row with neither an ID nor Source and Source ID finds its severity by Reference.",
            "When that row has empty Source and Source ID columns, both are cleared.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_reference()]


class Risk(Sourced, Record):
    """Something that may go wrong in a project, a service or an organization."""

    subject = columns.String("Subject", max_length=128, required=True)
    manager = columns.Ref("Manager", to="Person", help="Who watches the risk.")
    severity = columns.Ref(
        "Severity", to="RiskSeverity", help="The name does as well as the reference."
    )
    status = columns.Enum(
        "Status", ("anticipated", "materialized", "closed"), default="anticipated"
    )
    mitigation_target_at = columns.Date(
        "Mitigation Target At", help="Until when something has to be done about it."
    )
    closure_reason = columns.Enum(
        "Closure Reason",
        ("eliminated", "accepted", "mitigated", "transferred", "no_risk"),
        help="Why nobody watches it any more; with the status closed only.",
    )
    projects = columns.Refs("Projects", to="Project")
    services = columns.Refs("Services", to="Service")
    organizations = columns.Refs("Organizations", to="Organization")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "risks", "Risks", "Risk", FAMILY
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("subject", "status", "severity", "manager", "updated_at")
        search_columns = ("subject", "source_id")
        rules = (only_with("closure_reason", "status", "Status", "closed"),)
        example = (
            {"subject": "Both lines share a bridge", "status": "anticipated"},
            {
                "subject": "The mail system is no longer supported",
                "status": "closed",
                "closure_reason": "eliminated",
            },
        )
        notes = ("Import risk severities, projects, services and organizations before risks.",)
