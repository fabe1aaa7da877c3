"""TODO."""

from records import columns
from records.keys import ID_KEY
from records.kinds import TimeZone
from records.models.record import Record


class AffectedSla(Record):
    """TODO Affected SLA."""

    request = columns.Ref("Request", to="Request")
    sla = columns.Ref("Service Level Agreement", to="Sla")
    service_instance = columns.Ref("Service Instance", to="ServiceInstance")
    impact = columns.Enum("Impact", ("low", "medium", "high", "top"))
    accountability = columns.Enum("Accountability", ("provider", "supplier", "sla_not_affected"))
    standard_service_request = columns.Ref("Standard Service Request", to="StandardServiceRequest")
    first_line_team = columns.Ref("First Line Team", to="Team")
    support_team = columns.Ref("Support Team", to="Team")
    supplier = columns.Ref("Supplier", to="Organization")
    time_zone = columns.Choice("Time Zone", TimeZone())
    service_hours = columns.Ref("Service Hours", to="Calendar")
    support_hours = columns.Ref("Support Hours", to="Calendar")
    started_at = columns.Timestamp("Started At")
    desired_completion_at = columns.Timestamp("Desired Completion At")
    next_target_at = columns.Timestamp("Next Target At")
    maximum_response_duration = columns.Duration("Maximum Response Duration")
    maximum_response_duration_in_days = columns.Integer("Maximum Response Duration In Days")
    response_target_at = columns.Timestamp("Response Target At")
    actual_response_at = columns.Timestamp("Actual Response At")
    actual_response_duration = columns.Duration("Actual Response Duration")
    maximum_resolution_duration = columns.Duration("Maximum Resolution Duration")
    maximum_resolution_duration_in_days = columns.Integer("Maximum Resolution Duration In Days")
    resolution_target_at = columns.Timestamp("Resolution Target At")
    actual_resolution_at = columns.Timestamp("Actual Resolution At")
    actual_resolution_duration = columns.Duration("Actual Resolution Duration")
    downtime_start_at = columns.Timestamp("Downtime Start At")
    downtime_end_at = columns.Timestamp("Downtime End At")
    downtime_duration = columns.Duration("Downtime Duration")
    stopped_clock_at = columns.Timestamp("Stopped Clock At")
    stopped_clock_duration = columns.Duration("Stopped Clock Duration")
    provider_not_accountable = columns.Boolean("Provider Not Accountable")
    provider_was_not_accountable = columns.Boolean("Provider Was Not Accountable")

    class Type:
        slug, label, singular, family = "affected_slas", "Affected SLAs", "Affected SLA", "SLM"
        parent = "slas"
        key = ID_KEY
        list_columns = ("impact", "accountability", "updated_at")

    class Meta(Record.Meta):
        pass
