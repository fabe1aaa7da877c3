"""TODO."""

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import REFERENCE, Disableable, Record, Sourced
from records.types import ID, SOURCE, By


class RiskSeverity(Sourced, Disableable, Record):
    """TODO Risk Severity."""

    name = columns.String("Name", max_length=255, required=True)
    reference = columns.String("Reference", max_length=128, generated=REFERENCE)
    description = columns.String("Description", max_length=255)
    information = columns.Text("Information")
    position = columns.Integer("Position")

    class Type:
        slug, label, singular, family = (
            "risk_severities",
            "Risk Severities",
            "Risk Severity",
            "Settings",
        )
        key = RecordKey(("reference",), by="reference")
        match = (ID, SOURCE, By(("reference",)))
        omit = ("created_at", "updated_at")
        list_columns = ("name", "reference", "updated_at")
        search_columns = ("name", "reference")

    class Meta(Sourced.Meta):
        pass


class Risk(Sourced, Record):
    """TODO Risk."""

    subject = columns.String("Subject", max_length=128, required=True)
    manager = columns.Ref("Manager", to="Person")
    severity = columns.Ref("Severity", to="RiskSeverity")
    status = columns.Enum(
        "Status", ("anticipated", "materialized", "closed"), default="anticipated"
    )
    mitigation_target_at = columns.Date("Mitigation Target At")
    closure_reason = columns.Enum(
        "Closure Reason", ("eliminated", "accepted", "mitigated", "transferred", "no_risk")
    )
    projects = columns.Refs("Projects", to="Project")
    services = columns.Refs("Services", to="Service")
    organizations = columns.Refs("Organizations", to="Organization")
    ui_extension = columns.Ref("UI Extension", to="UiExtension")
    custom_fields = columns.CustomFields()

    class Type:
        slug, label, singular, family = "risks", "Risks", "Risk", "Risks"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("subject", "status", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass
