"""Service level agreements that requests affect, with targets and what became of them."""

from records import columns
from records.keys import ID_KEY
from records.kinds import TimeZone
from records.models.record import Record
from records.models.slm import FAMILY
from records.types import ID, By


class AffectedSla(Record):
    """What a request does to a service level agreement: its targets, and how they were met."""

    request = columns.Ref("Request", to="Request", required=True)
    sla = columns.Ref("Service Level Agreement", to="Sla", required=True)
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")
    impact = columns.Enum("Impact", ("low", "medium", "high", "top"))
    accountability = columns.Enum(
        "Accountability",
        ("provider", "supplier", "sla_not_affected"),
        help="Who answers for the targets.",
    )
    standard_service_request = columns.Ref(
        "Standard Service Request",
        to="StandardServiceRequest",
        help="The one that gave the targets, when the request was a standard one.",
    )
    first_line_team = columns.Ref("First Line Team", to="Team")
    support_team = columns.Ref("Support Team", to="Team")
    supplier = columns.Ref(
        "Supplier", to="Organization", help="Where an external organization gives the service."
    )
    time_zone = columns.Choice(
        "Time Zone", TimeZone(), help="The zone of the service hours and the support hours."
    )
    service_hours = columns.Ref(
        "Service Hours", to="Calendar", help="Downtime is counted in them; for top impact only."
    )
    support_hours = columns.Ref(
        "Support Hours", to="Calendar", help="The clock of the targets runs in them."
    )
    started_at = columns.Timestamp("Started At", help="When the clock began to run.")
    desired_completion_at = columns.Timestamp("Desired Completion At")
    next_target_at = columns.Timestamp(
        "Next Target At", help="The nearest of the targets that are still to be met."
    )
    maximum_response_duration = columns.Duration("Maximum Response Duration")
    maximum_response_duration_in_days = columns.Integer(
        "Maximum Response Duration In Days", minimum=0, help="Business days."
    )
    response_target_at = columns.Timestamp("Response Target At")
    actual_response_at = columns.Timestamp("Actual Response At")
    actual_response_duration = columns.Duration(
        "Actual Response Duration", help="Counted in the support hours."
    )
    maximum_resolution_duration = columns.Duration("Maximum Resolution Duration")
    maximum_resolution_duration_in_days = columns.Integer(
        "Maximum Resolution Duration In Days", minimum=0, help="Business days."
    )
    resolution_target_at = columns.Timestamp("Resolution Target At")
    actual_resolution_at = columns.Timestamp("Actual Resolution At")
    actual_resolution_duration = columns.Duration(
        "Actual Resolution Duration", help="Counted in the support hours."
    )
    downtime_start_at = columns.Timestamp("Downtime Start At")
    downtime_end_at = columns.Timestamp("Downtime End At")
    downtime_duration = columns.Duration("Downtime Duration", help="Counted in the service hours.")
    stopped_clock_at = columns.Timestamp(
        "Stopped Clock At", help="Since when the clock stands still; empty while it runs."
    )
    stopped_clock_duration = columns.Duration(
        "Stopped Clock Duration", default=0, help="How long the clock stood still so far."
    )
    provider_not_accountable = columns.Boolean(
        "Provider Not Accountable", help="The provider does not answer for the targets now."
    )
    provider_was_not_accountable = columns.Boolean(
        "Provider Was Not Accountable", help="The provider did not answer for them at some time."
    )

    class Type:
        slug, label, singular, family = "affected_slas", "Affected SLAs", "Affected SLA", FAMILY
        parent = "slas"
        key = ID_KEY
        match = (ID, By(("request", "sla", "service_instance")))
        historical = ("created_at",)
        list_columns = ("request", "sla", "impact", "resolution_target_at", "updated_at")
        notes = (
            "For records that come from another system: nothing is computed here.",
            (
                "A row without an ID finds its record by request, agreement and service instance, "
                "when all three are filled in."
            ),
        )

    class Meta(Record.Meta):
        pass
